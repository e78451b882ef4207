"""Checks what a compiler does not: the rooms' order, the size of things, the tests beside the code."""

import pathlib
import re
import sys

LINES_MAX = {"test": 800, ".cpp": 500, ".hpp": 200}
COLUMNS_MAX = 100
README_LINES_MAX = 40
WAITS = {"async"}  # The only room that sees sockets and the loop under it.
PRINTS = {"app", "terminal"}  # Where lines for people are written.

BANNED = {
    r"\bFIXME\b": "finish it before merging",
    r"using namespace std;": "std:: names in full",
    r"system_clock::now\(": "Clock",
    r"std::this_thread::sleep": "a simulated loop in tests, a timer elsewhere",
    r"\bthread_local\b": "a member of what the loop owns",
}
BANNED_OUTSIDE = {
    r"std::cout|(?<![\w:])printf\(|fmt::print\(": (PRINTS, "the log; app/ prints for the terminal"),
    r"#include <(sys/(epoll|socket)|liburing|poll)\.h>": (WAITS, "async/"),
    r"#include <nghttp2": ({"http/h2"}, "http/h2/codec.hpp"),
    r"#include <simdjson": ({"json"}, "json/"),
    r"#include <ares": ({"async/dial"}, "async/dial/"),
    r"#include <sqlite3": ({"store/sqlite"}, "store/"),
    r"#include <llama": ({"providers/llama"}, "providers/local/models.hpp"),
    r"#include <openssl": ({"http", "core", "providers/sign"}, "http/"),
}
# Exempt from one rule each, with the reason.
ALLOWED = {
    ("src/core/clock.cpp", r"system_clock::now\("),  # The one place that asks the machine.
    # A frame is made before it is known which loop will run it.
    ("src/async/frame_pool.hpp", r"\bthread_local\b"),
    ("src/async/frame_pool.cpp", r"\bthread_local\b"),
    # What `operator new` keeps, it keeps before there is a loop and after it has gone.
    ("src/core/heap.cpp", r"\bthread_local\b"),
}


def needs_by_room(text):
    return {room.strip(): set(needs.replace(";", " ").split()) for room, needs in
            (line.split(":") for line in text.splitlines() if line)}


def room_of(path, rooms):
    """The longest room whose folder holds `path`, which is relative to src/."""
    folders = [str(parent) for parent in path.parents]
    return next((folder for folder in folders if folder in rooms), None)


def size_faults(path, text, is_test):
    lines = text.splitlines()
    lines_max = LINES_MAX["test" if is_test else path.suffix]
    if len(lines) > lines_max:
        yield f"{path}: {len(lines)} lines, at most {lines_max}: split it"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX:
            yield f"{path}:{number}: wider than {COLUMNS_MAX} columns"


def word_faults(path, text, room, is_test):
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, instead in BANNED.items():
            if re.search(pattern, line) and (str(path), pattern) not in ALLOWED:
                yield f"{path}:{number}: {pattern} is banned, use {instead}"
        for pattern, (homes, instead) in BANNED_OUTSIDE.items():
            at_home = room in homes or room.split("/")[0] in homes
            if re.search(pattern, line) and not at_home and not is_test and room != "testkit":
                yield f"{path}:{number}: {pattern} belongs elsewhere: {instead}"


def include_faults(path, text, room, needs, is_test):
    may_see = needs[room] | {room} | ({"testkit"} if is_test else set())
    for number, line in enumerate(text.splitlines(), 1):
        if include := re.match(r'#include "([\w/]+)\.hpp"', line):
            target = room_of(pathlib.Path(include[1]), needs)
            if target is None:
                yield f"{path}:{number}: {include[1]}.hpp is in no room"
            elif target not in may_see:
                yield f"{path}:{number}: {room} may not see {target}"


def faults(path, text, room, needs):
    if room is None:
        return [f"{path}: is in no room; name its folder in CMakeLists.txt"]
    is_test = path.name.endswith(("_test.cpp", "fixture.hpp"))
    found = [*size_faults(path, text, is_test), *word_faults(path, text, room, is_test),
             *include_faults(path, text, room, needs, is_test)]
    if path.suffix == ".hpp" and not text.startswith("#pragma once\n/// "):
        found.append(f"{path}: begins with #pragma once and a sentence saying what it is")
    if path.suffix == ".cpp" and not is_test and path.name != "main.cpp":
        if not path.with_name(path.stem + "_test.cpp").exists():
            found.append(f"{path}: has no {path.stem}_test.cpp beside it")
    return found


def order_faults(needs):
    """A cycle among rooms would have no ground floor."""
    floor = {}
    while len(floor) < len(needs):
        ready = [room for room in needs if room not in floor and needs[room] <= floor.keys()]
        if not ready:
            return [f"rooms in a circle: {sorted(set(needs) - floor.keys())}"]
        floor.update(dict.fromkeys(ready, len(floor)))
    return []


def document_faults(needs):
    table = pathlib.Path("docs/ARCHITECTURE.md").read_text()
    for room in needs:
        if f"`{room}`" not in table:
            yield f"docs/ARCHITECTURE.md: says nothing of the room `{room}`"
    for named in re.findall(r"^\| \d \| `([\w/]+)`", table, re.M):
        if named not in needs:
            yield f"docs/ARCHITECTURE.md: has a room `{named}` that CMakeLists.txt has not"
    for readme in pathlib.Path("src").rglob("README.md"):
        lines = len(readme.read_text().splitlines())
        if lines > README_LINES_MAX:
            yield f"{readme}: {lines} lines, at most {README_LINES_MAX}"


def main():
    needs = needs_by_room(pathlib.Path(sys.argv[1]).read_text())
    paths = sorted(p for p in pathlib.Path("src").rglob("*") if p.suffix in {".hpp", ".cpp"})
    found = order_faults(needs) + list(document_faults(needs))
    for path in paths:
        room = room_of(path.relative_to("src"), needs)
        found += faults(path, path.read_text(), room, needs)
    print(*found, f"{len(paths)} files, {len(found)} faults", sep="\n")
    return 1 if found else 0


sys.exit(main())
