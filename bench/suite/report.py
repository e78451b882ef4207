"""Medians, spreads, paired ratios and verdicts, as the page `docs/benchmarks.md` shows them."""

import statistics

# What the request path is to reach: scenario, how it is said, compared with whom, how, bound.
TARGETS = [
    ("request_1k", "CPU a request, 1 KB chat", "nginx", "ratio", 0.80),
    ("request_10k", "CPU a request, 10 KB chat", "nginx", "ratio", 0.85),
    ("stream_1000", "CPU a relayed event, 1,000 streams at 20 ms", "nginx", "ratio", 0.88),
    ("rewrite_anthropic_face", "the same, Anthropic's client, OpenAI's provider", "stream_1000", "own", 1.6),
    ("rewrite_openai_face", "the same, OpenAI's client, Anthropic's provider", "stream_1000", "own", 1.6),
    ("latency_p50", "added latency at 1,000 requests/s, p50, µs beyond the relay", "relay", "minus", 10),
    ("latency_p99", "latency at 1,000 requests/s, p99", "nginx", "ratio", 1.0),
    ("memory_per_stream", "memory of an open idle stream, of 9,900, KB", None, "value", 6),
    ("rest", "memory at rest, MB", None, "value", 20),
    ("event_9900_to_100", "CPU an event, 9,900 streams against 100", None, "value", 1.2),
    ("request_beside_9900", "CPU a request beside 9,900 idle streams, against none", None, "value", 1.2),
    ("https_1k", "CPU a request, HTTPS on both sides", "nginx", "ratio", 1.0),
]

TITLES = {
    "request_1k": "Request, 1 KB chat, 64 connections: CPU µs",
    "request_10k": "Request, 10 KB chat, 64 connections: CPU µs",
    "stream_1000": "Relayed event, 1,000 streams at 20 ms: CPU µs",
    "rewrite_anthropic_face": "Rewritten event, Anthropic's client and OpenAI's provider: CPU µs",
    "rewrite_openai_face": "Rewritten event, OpenAI's client and Anthropic's provider: CPU µs",
    "latency_p50": "Latency at 1,000 requests/s, p50: µs",
    "latency_p99": "Latency at 1,000 requests/s, p99: µs",
    "memory_per_stream": "Memory of an idle stream, of 9,900: KB",
    "rest": "Memory at rest: MB",
    "event_100": "Event, 10,000 a second in 100 streams: CPU µs",
    "event_9900": "Event, 10,000 a second in 9,900 streams: CPU µs",
    "loops_1": "Throughput, one loop on one core: requests/s",
    "loops_2": "Throughput, two loops on both cores, the load on one of them: requests/s",
    "https_1k": "Request, 1 KB, HTTPS on both sides: CPU µs",
}


class Results:
    """All figures: scenario → proxy → round → value."""

    def __init__(self, records):
        self.table = {}
        for each in records:
            rounds = self.table.setdefault(each["scenario"], {}).setdefault(each["proxy"], {})
            rounds[each["round"]] = each["value"]

    def values(self, scenario, proxy):
        return list(self.table.get(scenario, {}).get(proxy, {}).values())

    def paired(self, scenario, proxy, other, operation, other_scenario=None):
        """Round by round, so that what slows the machine for a while slows both."""
        mine = self.table.get(scenario, {}).get(proxy, {})
        theirs = self.table.get(other_scenario or scenario, {}).get(other, {})
        return [operation(mine[number], theirs[number]) for number in mine if number in theirs]


def spread(values, digits=1):
    if not values:
        return "–"
    middle = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


def ratio(left, right):
    return left / right


def target_values(results, target):
    scenario, _, other, how, _ = target
    if how == "ratio":
        return results.paired(scenario, "quorum", other, ratio)
    if how == "minus":
        return results.paired(scenario, "quorum", other, lambda left, right: left - right)
    if how == "own":
        return results.paired(scenario, "quorum", "quorum", ratio, other)
    return results.values(scenario, "quorum")


def target_lines(results):
    lines = ["| what | against | target | measured, median (least to most) | |", "| --- | --- | --- | --- | --- |"]
    for target in TARGETS:
        _, title, other, how, bound = target
        values = target_values(results, target)
        if not values:
            continue
        against = {"own": "our own splice", None: "–"}.get(how if how == "own" else other, other)
        sign = "×" if how in ("ratio", "own") else ""
        verdict = "met" if statistics.median(values) <= bound else "**missed**"
        lines.append(f"| {title} | {against} | ≤ {bound:g}{sign} | {spread(values, 2)}{sign} | {verdict} |")
    return lines


def table_lines(results, proxies):
    names = [name for name in [*proxies, "direct"] if any(name in by for by in results.table.values())]
    lines = ["| what | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for scenario, title in TITLES.items():
        if scenario in results.table:
            cells = (spread(results.values(scenario, name)) for name in names)
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return lines


def ratio_lines(results, proxies):
    """Every proxy beside nginx, paired."""
    lines = ["| × nginx, paired medians | " + " | ".join(proxies) + " |", "| --- |" + " --- |" * len(proxies)]
    for scenario in ("request_1k", "request_10k", "stream_1000", "https_1k"):
        if "nginx" not in results.table.get(scenario, {}):
            continue
        cells = []
        for name in proxies:
            values = results.paired(scenario, name, "nginx", ratio)
            cells.append(f"{statistics.median(values):.2f}" if values else "–")
        lines.append(f"| {TITLES[scenario].split(':')[0]} | " + " | ".join(cells) + " |")
    return lines


def page(records, about):
    results, proxies = Results(records), about["proxies"]
    lines = [about["machine"], "", *about["notes"], ""]
    lines += ["### Targets", "", *target_lines(results), ""]
    lines += ["### All of it", "", f"{about['rounds']} interleaved rounds in random order; median (least to most).", ""]
    lines += [*table_lines(results, proxies), "", *ratio_lines(results, proxies), ""]
    lines += ["### How it was run", "", "```", *about["commands"], "```"]
    return lines


def write(path, lines, marker="measured"):
    begin, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    text = path.read_text()
    head, rest = text.split(begin, 1)
    path.write_text(head + begin + "\n" + "\n".join(lines) + "\n" + end + rest.split(end, 1)[1])
