"""Starts the real binary and a scripted provider, and talks to both as a stranger would."""

import contextlib
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUORUM = pathlib.Path(os.environ.get("QUORUM_BINARY", ROOT / "build/release/quorum"))

# Nothing of the caller's own keys or settings may reach the binary under test.
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")


def clean_environment(**extra):
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, **{name: str(value) for name, value in extra.items()}}


def wait_until(condition, seconds=10.0, what="the condition"):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come within {seconds} s")


class Answer:
    """What a scripted provider does with one request."""

    def __init__(self, body=b"", status=200, headers=(), pieces=None, delay=0.0, cut=False,
                 stall=0.0):
        self.status, self.headers = status, dict(headers)
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.pieces, self.delay, self.cut, self.stall = pieces, delay, cut, stall


def chunk(text=None, finish=None, model="gpt-4-0613", **extra):
    delta = {} if text is None else {"role": "assistant", "content": text}
    event = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model,
             "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **extra}
    return b"data: " + json.dumps(event).encode() + b"\n\n"


def usage_chunk(prompt, completion, model="gpt-4-0613"):
    event = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model,
             "choices": [], "usage": {"prompt_tokens": prompt, "completion_tokens": completion,
                                      "total_tokens": prompt + completion}}
    return b"data: " + json.dumps(event).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def completion(text, prompt=7, written=3, model="gpt-4-0613"):
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
            "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None,
                         "message": {"role": "assistant", "content": text, "refusal": None}}],
            "usage": {"prompt_tokens": prompt, "completion_tokens": written,
                      "total_tokens": prompt + written}}


class Provider:
    """An OpenAI-compatible upstream that answers as `script(body, headers)` says."""

    def __init__(self, script):
        self.script = script
        self.requests = []  # (path, headers, raw body)
        self.left = []  # Moments at which Quorum closed an answer early.
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.respond(Answer({"object": "list", "data": []}))

            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("content-length", 0)))
                provider.requests.append((self.path, dict(self.headers), raw))
                self.respond(provider.script(json.loads(raw), self.headers))

            def respond(self, answer):
                if answer.stall:
                    time.sleep(answer.stall)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.pieces is None:
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(answer.body)))
                    self.end_headers()
                    self.wfile.write(answer.body)
                    return
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.stream(answer)

            def stream(self, answer):
                try:
                    for piece in answer.pieces:
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                        self.wfile.flush()
                        if answer.delay:
                            time.sleep(answer.delay)
                except OSError:
                    provider.left.append(time.monotonic())
                    self.close_connection = True
                    return
                if answer.cut:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                else:
                    self.wfile.write(b"0\r\n\r\n")

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *_):
                pass  # A gateway that leaves is part of the tests.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Quorum:
    """`quorum serve` on a free port with a data folder of its own."""

    def __init__(self, data=None, **environment):
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="quorum-e2e-"))
        self.keeps_data = data is not None
        self.environment = environment
        self.process = None
        self.start()

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = open(self.data / "serve.log", "ab")
        # An empty working folder: no .env of somebody's project is read.
        self.process = subprocess.Popen(
            [QUORUM, "serve"], cwd=self.data, stdout=self.log, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=clean_environment(PORT=self.port, QUORUM_DATA_DIR=self.data, **self.environment))
        wait_until(self.is_healthy, 30, "a healthy server")

    def is_healthy(self):
        if self.process.poll() is not None:
            raise AssertionError(f"quorum serve ended with {self.process.returncode}:\n"
                                 + (self.data / "serve.log").read_text()[-2000:])
        with contextlib.suppress(OSError):
            return self.get("/health").status == 200
        return False

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def request(self, method, path, body=None, headers=None, timeout=60):
        connection = self.connect(timeout)
        headers = dict(headers or {})
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        reply = Reply(response.status, response.headers, response.read())
        connection.close()
        return reply

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, body, **options):
        return self.request("POST", path, body, **options)

    def stream(self, path, body=None, headers=None, timeout=60):
        """The open response: read lines from it, close its connection when done."""
        connection = self.connect(timeout)
        data = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, data,
                           {"Content-Type": "application/json", **(headers or {})})
        response = connection.getresponse()
        response.owner = connection
        return response

    def raw(self, data, timeout=10, half_close=False):
        """Bytes in, bytes out, until the server closes or goes quiet."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as peer:
            peer.sendall(data)
            if half_close:
                peer.shutdown(socket.SHUT_WR)
            got = b""
            with contextlib.suppress(OSError):
                while piece := peer.recv(65536):
                    got += piece
            return got

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("quorum serve did not stop within 20 s of SIGTERM") from None
        self.log.close()
        if not self.keeps_data:
            shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_events(response):
    """Server-sent events of an open response, as (id, name, data) until it ends."""
    fields = {}
    for line in response:
        line = line.decode().rstrip("\r\n")
        if not line:
            if "data" in fields:
                yield fields.get("id"), fields.get("event"), fields["data"]
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            fields[name] = fields[name] + "\n" + value if name == "data" and name in fields else value


def run_cli(*arguments, timeout=120, data=None, **environment):
    with tempfile.TemporaryDirectory(prefix="quorum-cli-") as scratch:
        folder = pathlib.Path(data or scratch)
        return subprocess.run([QUORUM, *map(str, arguments)], cwd=folder, timeout=timeout,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=clean_environment(QUORUM_DATA_DIR=folder, **environment))


def main(unittest):
    if not QUORUM.exists():
        sys.exit(f"{QUORUM} is not there. Say: make build")
    unittest.main(verbosity=2, warnings="ignore")
