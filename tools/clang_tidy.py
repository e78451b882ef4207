#!/usr/bin/env python3
"""clang-tidy over whole rooms: `tools/clang_tidy.py build/lint [--changed]`.

Reads every room, and notes in clang_tidy.clean the hashes of those that are clean; with `--changed` only the rooms that
are not as they are noted there.

Most of clang-tidy's time goes into the headers, which it walks again for every source. So the sources of a room are read
as one: a file that includes them all is made below the build folder. Sources that cannot stand in one file (two of them
name something alike within themselves) are read in several. 472 sources take 10 minutes of CPU so, and 55 one by one.
"""

import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLEAN = ROOT / "tools/clang_tidy.clean"
# What these flags name matters to how a source is read; outputs, warnings and precompiled headers do not.
KEPT = ("-I", "-D", "-std=", "-f")


def flags_of(command):
    words, kept = shlex.split(command)[1:], []
    for at, word in enumerate(words):
        if word.startswith(KEPT):
            kept.append(word)
        elif word == "-isystem":
            kept += [word, words[at + 1]]
    return kept


def rooms_of(build):
    """Room → (sources, flags). Test files are left out: gtest's macros are not ours to mend."""
    rooms = collections.defaultdict(lambda: ([], None))
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if not path.is_relative_to(ROOT / "src") or path.name.endswith("_test.cpp"):
            continue
        room, (sources, flags) = path.parent, rooms[path.parent]
        if path not in sources:
            rooms[room] = (sources + [path], flags or flags_of(entry["command"]))
    return rooms


def name_of(room):
    return str(room.relative_to(ROOT))


def hash_of(room):
    """Of its own files and the checks: what other rooms' headers say is theirs to be checked for."""
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for path in sorted(room.glob("*.[ch]pp")):
        if not path.name.endswith("_test.cpp"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def noted():
    lines = CLEAN.read_text().splitlines() if CLEAN.exists() else []
    return dict(line.split() for line in lines)


class Reading:
    """Some sources of one room, read together."""

    def __init__(self, build, name, sources, flags):
        self.build, self.name, self.sources, self.flags = build, name, sorted(sources), flags
        self.file = build / "tidy" / f"{name}.cpp"

    def write(self):
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text("".join(f'#include "{source}"\n' for source in self.sources))

    def quarrelling(self):
        """The sources that cannot stand in one file with those before them."""
        told = subprocess.run(["clang++-19", "-fsyntax-only", "-w", "-ferror-limit=0", "-fno-caret-diagnostics", *self.flags, self.file], cwd=self.build,
                              capture_output=True, text=True)
        if told.returncode == 0:
            return []
        named = {pathlib.Path(line.split(":", 1)[0]) for line in told.stderr.splitlines() if " error: " in line}
        return sorted(named & set(self.sources[1:])) or self.sources[len(self.sources) // 2:]

    def parts(self):
        self.write()
        others = self.quarrelling() if len(self.sources) > 1 else []
        if not others:
            return [self]
        first = [source for source in self.sources if source not in others]
        return [part for at, sources in enumerate((first, others))
                for part in Reading(self.build, f"{self.name}-{at}", sources, self.flags).parts()]

    def findings(self):
        told = subprocess.run(["clang-tidy-19", "--quiet", "--config-file", ROOT / ".clang-tidy",
                               "--checks=-bugprone-suspicious-include", self.file, "--", *self.flags],
                              cwd=self.build, capture_output=True, text=True)
        return told.stdout if told.returncode else ""


def read_room(build, room, sources, flags):
    reading = Reading(build, name_of(room).replace("/", "_"), sources, flags)
    return "".join(part.findings() for part in reading.parts())


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--changed"]):
        sys.exit(__doc__.splitlines()[0])
    build, is_partial = pathlib.Path(sys.argv[1]).resolve(), len(sys.argv) == 3
    rooms, known = rooms_of(build), noted()
    if is_partial:
        rooms = {room: read for room, read in rooms.items() if known.get(name_of(room)) != hash_of(room)}
    # The largest first, so that no long one is left for the end.
    order = sorted(rooms, key=lambda room: -len(rooms[room][0]))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = dict(zip(order, pool.map(lambda room: read_room(build, room, *rooms[room]), order)))
    found = [text for text in texts.values() if text]
    # A header that several rooms see is told once.
    print(*dict.fromkeys(found), sep="\n", end="")
    clean = {room: digest for room, digest in known.items() if ROOT / room not in texts} if is_partial else {}
    clean |= {name_of(room): hash_of(room) for room, text in texts.items() if not text}
    CLEAN.write_text("".join(f"{name} {digest}\n" for name, digest in sorted(clean.items())))
    print(f"clang-tidy: {sum(len(sources) for sources, _ in rooms.values())} sources in {len(rooms)} rooms, "
          f"findings in {len(found)}")
    return 1 if found else 0


sys.exit(main())
