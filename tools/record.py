"""Records a command in a terminal as one animated SVG: tools/record.py OUT.svg COMMAND…

A tmux window runs the command; its screen is read several times a second, and every screen that
differs from the one before becomes a frame. A line that stands in many frames is stored once.
"""

import html
import os
import re
import subprocess
import sys
import time

COLUMNS, ROWS = 96, 30
CELL, LINE, PAD = 8.4, 18, 16  # Pixels.
PACE_S, IDLE_S_MAX, LAST_S = 0.25, 1.2, 6.0
SESSION = f"record-{os.getpid()}"
PLAIN, PAPER = "#d7d8dc", "#16181d"
BASE = ["#16181d", "#ff8f85", "#74d6a2", "#e5c07b", "#86aaff", "#cfa3f7", "#6fd3e0", "#d7d8dc"]


def tmux(*arguments):
    return subprocess.run(["tmux", *arguments], check=True, capture_output=True, text=True).stdout


def colour_of(number):
    if number < 16:
        return BASE[number % 8]
    if number >= 232:
        return "#%02x%02x%02x" % ((8 + (number - 232) * 10,) * 3)
    levels = [0, 95, 135, 175, 215, 255]
    number -= 16
    return "#%02x%02x%02x" % (levels[number // 36], levels[number // 6 % 6], levels[number % 6])


def spans(line):
    """Pieces of a line with their look: (column, text, colour, bold, dim)."""
    colour, bold, dim, column = PLAIN, False, False, 0
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not piece.startswith("\x1b["):
            if piece.strip():
                yield column, piece, colour, bold, dim
            column += len(piece)
            continue
        codes = [int(code or 0) for code in piece[2:-1].split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                colour, bold, dim = PLAIN, False, False
            elif code in (1, 2):
                bold, dim = bold or code == 1, dim or code == 2
            elif code == 38 and codes[:1] == [5]:
                colour, codes = colour_of(codes[1]), codes[2:]
            elif 30 <= code <= 37:
                colour = BASE[code - 30]
            elif code == 39:
                colour = PLAIN


def draw_line(line):
    parts = []
    for column, text, colour, bold, dim in spans(line):
        look = f' fill="{colour}"' if colour != PLAIN else ""
        look += ' font-weight="700"' if bold else ""
        look += ' opacity=".62"' if dim else ""
        parts.append(f'<text x="{column * CELL:.1f}" textLength="{len(text) * CELL:.1f}"{look}>{html.escape(text)}</text>')
    return "".join(parts)


def record(command):
    """Frames as (seconds, lines), from the command's start to its end."""
    tmux("new-session", "-d", "-s", SESSION, "-x", str(COLUMNS), "-y", str(ROWS),
         f"{command}; tmux wait-for -S {SESSION}; sleep 60")
    waiter = subprocess.Popen(["tmux", "wait-for", SESSION])
    frames, started = [], time.monotonic()
    while True:
        is_over = waiter.poll() is not None
        lines = tmux("capture-pane", "-pe", "-t", SESSION).rstrip("\n").split("\n")
        if not frames or frames[-1][1] != lines:
            frames.append((time.monotonic() - started, lines))
        if is_over:
            tmux("kill-session", "-t", SESSION)
            return frames
        time.sleep(PACE_S)


def svg(command, frames):
    width, height = COLUMNS * CELL + 2 * PAD, (ROWS + 1) * LINE + 2 * PAD + 26
    names, drawn, starts, now = {}, [], [], 0.0
    for at, (moment, lines) in enumerate(frames):
        starts.append(now)
        until = frames[at + 1][0] if at + 1 < len(frames) else moment + LAST_S
        now += LAST_S if at + 1 == len(frames) else min(until - moment, IDLE_S_MAX)
        uses = []
        for row, line in enumerate(["\x1b[2m$\x1b[0m " + command] + lines[:ROWS]):
            body = draw_line(line)
            if body:
                name = names.setdefault(body, f"l{len(names)}")
                uses.append(f'<use href="#{name}" y="{row * LINE}"/>')
        drawn.append("".join(uses))
    styles, groups = [], []
    for at, body in enumerate(drawn):
        begin = starts[at] / now * 100
        end = 100 if at + 1 == len(drawn) else starts[at + 1] / now * 100
        hidden = "" if at == 0 else "0%{visibility:hidden}"
        over = "" if end == 100 else f"{end:.3f}%{{visibility:hidden}}"
        styles.append(f"@keyframes f{at}{{{hidden}{begin:.3f}%{{visibility:visible}}{over}}}")
        last = "visible" if at + 1 == len(drawn) else "hidden"
        groups.append(f'<g style="visibility:{last};animation:f{at} {now:.2f}s step-end infinite">{body}</g>')
    defs = "".join(f'<g id="{name}">{body}</g>' for body, name in names.items())
    dots = "".join(f'<circle cx="{PAD + 6 + 20 * at}" cy="20" r="6" fill="{fill}"/>' for at, fill in
                   enumerate(["#ff6b61", "#f0bf4f", "#58c46c"]))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-size="14" '
            f'font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace">'
            f"<style>text{{white-space:pre}}svg{{fill:{PLAIN}}}{''.join(styles)}"
            f"@media(prefers-reduced-motion:reduce){{g{{animation:none!important}}}}</style>"
            f'<defs>{defs}</defs><rect width="100%" height="100%" rx="10" fill="{PAPER}"/>{dots}'
            f'<g transform="translate({PAD} {PAD + 34})">{"".join(groups)}</g></svg>\n')


def main():
    out, command = sys.argv[1], " ".join(sys.argv[2:])
    frames = record(command)
    shown = re.sub(r"^\S*/", "", command)
    with open(out, "w", encoding="utf-8") as file:
        file.write(svg(shown, frames))
    print(f"{out}: {len(frames)} frames, {os.path.getsize(out)} bytes")


if __name__ == "__main__":
    main()
