"""Asks through one client module what the matrix wants, one JSON object a line in and out.

A module has ROWS: dicts of a row's words (name, face, finishes, cannot) and, under "whole", "stream" and
"models", functions of (origin, request[, heard]) that return an outcome. `heard()` is true when the stream
is to be left at once.
"""
import importlib
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

MODES = ("whole", "stream")

lock = threading.Lock()
turns = {}  # What an SDK said in its own objects, kept here until it is asked to go on.


def say(message):
    with lock:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def told(error):
    response = getattr(error, "response", None)
    headers = (getattr(error, "litellm_response_headers", None) or getattr(response, "headers", None)
               or getattr(error, "headers", None) or {})
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    return {
        "type": type(error).__name__,
        "message": str(error),
        "status": status if isinstance(status, int) else None,
        "retryAfter": headers.get("retry-after"),
    }


def answer(rows, job):
    number, mode, request = job["number"], job["mode"], job["request"]
    row = rows[job["row"]]
    pieces = 0

    def heard():
        nonlocal pieces
        pieces += 1
        if job["leave"] and pieces == 1:
            say({"number": number, "heard": True})
        return job["leave"]

    try:
        if "after" in request:
            request["after"]["turn"] = turns.pop(request["after"]["turn"])
        if mode == "models":
            outcome = row["models"](job["origin"])
        else:
            outcome = row["stream"](job["origin"], request, heard) if mode == "stream" else row["whole"](job["origin"], request)
            turns[number] = outcome.pop("turn", None)
            outcome["turn"] = number
        say({"number": number, "outcome": outcome})
    except Exception as error:  # What an SDK raises is what is tested.
        say({"number": number, "error": told(error)})


def main():
    rows = importlib.import_module(sys.argv[1]).ROWS
    say([
        {"modes": [mode for mode in MODES if mode in row], "lists": "models" in row,
         **{key: row[key] for key in ("name", "face", "finishes", "cannot", "targets") if key in row}}
        for row in rows
    ])
    with ThreadPoolExecutor(8) as pool:
        for line in sys.stdin:
            pool.submit(answer, rows, json.loads(line))


main()
