"""The measuring tools as tests need them: a provider that breaks its word, and a load that notices."""

import json
import os
import pathlib
import re
import resource
import socket
import subprocess
import urllib.request

from harness import QUORUM, Quorum, clean_environment

FACES = ("openai", "completions", "responses", "anthropic", "gemini", "ollama")
# Who answers: in the client's own dialect for some faces, in another for the rest.
VENDORS = {"openai": "gpt-4", "anthropic": "claude-sonnet-4-5"}
STREAM_FAULTS = ("429", "500", "503", "stall", "pause", "cut", "reset", "half-open", "garbage", "noise", "babble",
                 "unfinished", "error")
WHOLE_FAULTS = ("429", "500", "503", "stall", "pause", "cut", "reset", "half-open", "garbage")
# What a client may see of a broken answer. All else, above all a clean end, is a lie.
HONEST = {"status", "cut", "error"}

HARD_LIMIT = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (HARD_LIMIT, HARD_LIMIT))


class Upstream:
    """`quorum bench upstream`."""

    def __init__(self, *flags):
        self.process = subprocess.Popen([QUORUM, "bench", "upstream", "--json", *flags], env=clean_environment(),
                                        stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]
        self.url = f"http://127.0.0.1:{self.port}"

    def state(self):
        with urllib.request.urlopen(f"{self.url}/bench/state", timeout=30) as answer:
            return json.load(answer)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Load:
    """`quorum bench load`; `report` waits for its end."""

    def __init__(self, quorum, *flags):
        command = [QUORUM, "bench", "load", "--json", "--port", quorum.port, *flags]
        self.process = subprocess.Popen(list(map(str, command)), env=clean_environment(), stdout=subprocess.PIPE,
                                        text=True)

    def report(self, seconds=120):
        told, _ = self.process.communicate(timeout=seconds)
        return json.loads(told)


def flaws(report):
    return {kind for kind, count in report["flaws"].items() if count and kind != "total"}


class Served(Quorum):
    """Quorum before the fake provider, with little patience, and what it holds."""

    def __init__(self, upstream, **environment):
        super().__init__(OPENAI_API_KEY="sk-up", OPENAI_BASE_URL=upstream.url + "/v1", ANTHROPIC_API_KEY="sk-up",
                         ANTHROPIC_BASE_URL=upstream.url, LLM_TIMEOUT=2, LOG_LEVEL="ERROR", **environment)

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def resident_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def cpu_seconds(self):
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def open_stream(self, model="gpt-4-events-0-gap-20"):
        """A socket on which a stream has begun."""
        body = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": "Go on."}]})
        peer = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        peer.sendall(f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                     f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        got = b""
        while b"data: " not in got:
            piece = peer.recv(65536)
            if not piece:
                raise AssertionError(f"no stream began: {got!r}")
            got += piece
        return peer
