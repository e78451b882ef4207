"""The scenarios: each measures one proxy once, and is repeated in interleaved rounds by `bench/run`."""

import time

from suite.processes import LOAD_CORE, Load, Upstream, keep_off_the_proxies_core
from suite.proxies import STARTS

# The fake provider reads these words wherever they stand in a model's name.
ENDLESS = "gpt-4-events-0-gap-{}"
IDLE = ENDLESS.format(600_000)


class Figure:
    """One measured number."""

    def __init__(self, scenario, proxy, value, unit, **more):
        self.scenario, self.proxy, self.value, self.unit, self.more = scenario, proxy, value, unit, more

    def record(self, number):
        return {"scenario": self.scenario, "round": number, "proxy": self.proxy, "value": self.value,
                "unit": self.unit, **self.more}


class Bench:
    """What scenarios need: the place, how long to look, and the proxies that run all the time."""

    def __init__(self, place, seconds, scale=1.0):
        self.place, self.quorum, self.seconds, self.scale = place, place.quorum, seconds, scale
        self.running, self.upstream = {}, None
        keep_off_the_proxies_core()

    def start(self, names):
        self.upstream = Upstream(self.quorum)
        for name in names:
            self.running[name] = STARTS[name](self.place, self.upstream.port)

    def stop(self):
        for proxy in self.running.values():
            proxy.stop()
        if self.upstream:
            self.upstream.stop()

    def load(self, proxy, *flags, milliseconds):
        return Load(self.quorum, proxy.port, "--key", proxy.key, "--duration-ms", milliseconds, *proxy.flags, *flags)

    def window(self, proxy, upstream, unit):
        """CPU of the proxy for each of what the provider counts, over `seconds`; microseconds."""
        before, cpu = upstream.state()[unit], proxy.cpu()
        time.sleep(self.seconds)
        spent, after = proxy.cpu() - cpu, upstream.state()[unit]
        if after == before:
            raise RuntimeError(f"{proxy.name}: nothing passed")
        return spent / (after - before) * 1e6, (after - before) / self.seconds


def requests(bench, proxy, upstream, body, *flags):
    load = bench.load(proxy, "--body", body, "--connections", 64, *flags,
                      milliseconds=int(bench.seconds * 1000) + 1_000)
    time.sleep(0.5)
    value, rate = bench.window(proxy, upstream, "requests")
    load.report()
    return value, rate


def streams(bench, proxy, upstream, count, gap_ms, *flags, model=ENDLESS, slack_ms=2_500):
    """Opens so many streams, and measures when all are open; the slow need more slack for that."""
    count = max(1, int(count * bench.scale))
    ramp = min(4_000, max(200, count))
    load = bench.load(proxy, "--stream", "--connections", count, "--model", model.format(gap_ms),
                      "--ramp-ms", ramp, *flags, milliseconds=int(bench.seconds * 1000) + ramp + slack_ms)
    try:
        upstream.wait_for_streams(count, (ramp + slack_ms) / 1000)
        value, rate = bench.window(proxy, upstream, "events")
        load.report()
    finally:
        load.stop()
    return value, rate


def request_1k(bench, name):
    value, rate = requests(bench, bench.running[name], bench.upstream, 1024)
    return [Figure("request_1k", name, value, "µs", per_second=rate)]


def request_10k(bench, name):
    value, rate = requests(bench, bench.running[name], bench.upstream, 10240)
    return [Figure("request_10k", name, value, "µs", per_second=rate)]


def stream_1000(bench, name):
    value, rate = streams(bench, bench.running[name], bench.upstream, 1000, 20)
    return [Figure("stream_1000", name, value, "µs", per_second=rate)]


def rewrite(bench, _):
    """The same streams, the client's dialect not being the provider's, both ways."""
    quorum = bench.running["quorum"]
    to_openai, _ = streams(bench, quorum, bench.upstream, 1000, 20, "--dialect", "anthropic")
    to_anthropic, _ = streams(bench, quorum, bench.upstream, 1000, 20, model="claude-sonnet-4-5-events-0-gap-{}")
    return [Figure("rewrite_anthropic_face", "quorum", to_openai, "µs"),
            Figure("rewrite_openai_face", "quorum", to_anthropic, "µs")]


def latency(bench, name):
    """1,000 requests a second, due whether or not answers come."""
    proxy = bench.running.get(name)
    port, key = (proxy.port, proxy.key) if proxy else (bench.upstream.port, "none")
    load = Load(bench.quorum, port, "--key", key, "--rate", 1000, "--connections", 64,
                "--duration-ms", int(bench.seconds * 1000))
    told = load.report()["latency_us"]
    return [Figure("latency_p50", name, told["p50"], "µs"), Figure("latency_p99", name, told["p99"], "µs")]


def memory(bench, name):
    """Memory at rest and for each of 9,900 idle streams; what a request costs beside them."""
    upstream = Upstream(bench.quorum)
    proxy = STARTS[name](bench.place, upstream.port)
    held = None
    try:
        time.sleep(0.5)
        at_rest = proxy.rss_kb()
        alone, _ = requests(bench, proxy, upstream, 1024)
        warm, count = proxy.rss_kb(), int(9_900 * bench.scale)
        held = bench.load(proxy, "--stream", "--connections", count, "--model", IDLE, "--ramp-ms", 4_000,
                          milliseconds=120_000)
        upstream.wait_for_streams(count, 60)
        time.sleep(0.5)
        full = proxy.rss_kb()
        figures = [Figure("rest", name, at_rest / 1024, "MB"),
                   Figure("memory_per_stream", name, (full - warm) / count, "KB")]
        if name in ("quorum", "nginx"):
            # The proxy's limit of descriptors leaves room for fewer connections.
            load = bench.load(proxy, "--connections", 32, milliseconds=int(bench.seconds * 1000) + 1_500)
            time.sleep(0.5)
            beside, _ = bench.window(proxy, upstream, "requests")
            load.report()
            figures.append(Figure("request_beside_9900", name, beside / alone, "×"))
        return figures
    finally:
        if held:
            held.stop()
        proxy.stop()
        upstream.stop()


def many_streams(bench, name):
    """The same 10,000 events a second, in 9,900 streams and in 100."""
    upstream = Upstream(bench.quorum)
    proxy = STARTS[name](bench.place, upstream.port)
    try:
        few, _ = streams(bench, proxy, upstream, 100, 10)
        many, _ = streams(bench, proxy, upstream, 9_900, 990)
        return [Figure("event_100", name, few, "µs"), Figure("event_9900", name, many, "µs"),
                Figure("event_9900_to_100", name, many / few, "×")]
    finally:
        proxy.stop()
        upstream.stop()


def loops(bench, _):
    """Throughput: one loop on the proxy's core, two loops on both (the load's among them)."""
    rates = {}
    for count, core in ((1, "0"), (2, f"0,{LOAD_CORE}")):
        proxy = STARTS["quorum"](bench.place, bench.upstream.port, loops=count, core=core)
        try:
            rates[count] = requests(bench, proxy, bench.upstream, 1024)[1]
        finally:
            proxy.stop()
    return [Figure("loops_1", "quorum", rates[1], "requests/s"),
            Figure("loops_2", "quorum", rates[2], "requests/s")]


def https(bench, name):
    """TLS on both sides, connections kept."""
    bench.place.make_certificate()
    upstream = Upstream(bench.quorum, "--tls-cert", bench.place.certificate, "--tls-key", bench.place.key)
    # Asked for its counts in clear text, so the counts come from the load instead.
    proxy = STARTS[name](bench.place, upstream.port, tls=True)
    try:
        url = ("--url", f"https://127.0.0.1:{proxy.port}", "--connections", 64)
        bench.load(proxy, *url, milliseconds=700).report()
        cpu = proxy.cpu()
        told = bench.load(proxy, *url, milliseconds=int(bench.seconds * 1000)).report()
        return [Figure("https_1k", name, (proxy.cpu() - cpu) / told["answers"] * 1e6, "µs")]
    finally:
        proxy.stop()
        upstream.stop()


PLAIN = ["quorum", "nginx", "haproxy", "envoy", "relay"]

# Name → what is done, for whom, and in how many of the rounds at most.
SCENARIOS = {
    "request_1k": (request_1k, PLAIN, None),
    "request_10k": (request_10k, PLAIN, None),
    "stream_1000": (stream_1000, PLAIN, None),
    "rewrite": (rewrite, ["quorum"], None),
    "latency": (latency, [*PLAIN, "direct"], None),
    "https": (https, ["quorum", "nginx"], None),
    "memory": (memory, PLAIN, 1),
    "many_streams": (many_streams, ["quorum", "nginx"], 2),
    "loops": (loops, ["quorum"], 3),
}
