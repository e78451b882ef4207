"""Processes of a measurement: started on a core, asked for their CPU and memory, stopped by their id."""

import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROXY_CORE, LOAD_CORE = "0", "1"

# Ten thousand streams are twenty thousand descriptors of a proxy.
DESCRIPTORS = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


def keep_off_the_proxies_core():
    """We ourselves take nothing from what is measured; children are pinned one by one."""
    os.sched_setaffinity(0, {int(LOAD_CORE)})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args}: ended with {process.returncode} before it listened")
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{process.args}: nothing listens on {port} after {seconds} s")


def family(pid):
    """The process and all that came from it."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def cpu_seconds(pid):
    """User and system time of all threads and children: what `/proc/PID/stat` tells in ticks, in nanoseconds."""
    total = 0
    for each in family(pid):
        for task in pathlib.Path(f"/proc/{each}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def resident_kb(pid):
    return sum(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{each}/status").read_text())[1])
               for each in family(pid))


class Process:
    def __init__(self, command, core, port=None, environment=None, cwd=None, log=None):
        self.command = [str(word) for word in command]
        self.log = open(log, "ab") if log else subprocess.DEVNULL
        self.popen = subprocess.Popen(["taskset", "-c", core, *self.command], cwd=cwd, env=environment,
                                      stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        if port:
            wait_for_port(port, self.popen)

    @property
    def pid(self):
        return self.popen.pid

    def cpu(self):
        return cpu_seconds(self.pid)

    def rss_kb(self):
        return resident_kb(self.pid)

    def stop(self):
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(5)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        if self.log is not subprocess.DEVNULL:
            self.log.close()


class Upstream(Process):
    """`quorum bench upstream` on the load's core."""

    def __init__(self, quorum, *flags):
        self.port = free_port()
        super().__init__([quorum, "bench", "upstream", "--port", self.port, *flags], LOAD_CORE, self.port)

    def state(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/bench/state", timeout=30) as answer:
            return json.load(answer)

    def wait_for_streams(self, count, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (open_now := self.state()["streams"]) >= count:
                return
            time.sleep(0.1)
        raise RuntimeError(f"only {open_now} of {count} streams opened in {seconds} s")


class Load:
    """`quorum bench load`; its report is checked: a measurement with flaws is none."""

    def __init__(self, quorum, port, *flags, core=LOAD_CORE):
        command = ["taskset", "-c", core, quorum, "bench", "load", "--json", "--port", port, *flags]
        self.popen = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)

    def report(self):
        report = json.loads(self.popen.communicate()[0] or '{"flaws":{"total":1},"example":"it failed"}')
        if report["flaws"]["total"]:
            raise RuntimeError(f"the load saw flaws: {report['example']} {report['flaws']}")
        return report

    def stop(self):
        if self.popen.returncode is None:
            self.popen.kill()
            self.popen.communicate()
