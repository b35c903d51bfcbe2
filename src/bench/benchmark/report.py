"""What came out: a line for each trial at once, tables at the end, and the raw figures for whoever wants to look closer."""

import collections
import csv
import json
import os
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timezone
from statistics import median

from benchmark.build import PROJECT, WORK
from benchmark.tools import Floor, PushAgain
from benchmark.works import TITLES

_RUNS = WORK / "runs"
DOCS = PROJECT / "docs" / "internals" / "performance.md"
_MEGA = 1_000_000
# At most this share of crane's time, without added round-trip time (the targets of push).
_TARGETS = {"cold": 0.9, "same-registry": 0.6, "unchanged": 0.3}


@dataclass(frozen=True)
class Trial:
    """One run of one tool at one work over one link."""

    work: str
    delay: float
    number: int
    tool: str
    outcome: object

    def figures(self):
        """By name; seconds and bytes."""
        measured, requests = self.outcome.measured, [request for _, request in self.outcome.requests]
        methods = collections.Counter(request.method for request in requests)
        return {
            "seconds": self.outcome.seconds,
            "process_seconds": measured.wall,
            "processor_seconds": measured.processor,
            "peak_rss_bytes": measured.peak_rss,
            "disk_written_bytes": measured.written,
            "connections": measured.connections,
            "sent_bytes": measured.sent,
            "received_bytes": measured.received,
            "requests": len(requests),
            "blob_requests": sum(request.subject() in ("blob", "upload") for request in requests),
            **{f"requests_{method.lower()}": methods[method] for method in ("HEAD", "GET", "POST", "PATCH", "PUT")},
            **self.outcome.parts,
        }


def busy():
    """A sentence that says so when others use the machine, for then all but the counts is noise; else nothing."""
    load = os.getloadavg()[0]
    return f"This machine was busy (load {load:.1f}): the times say little." if load > 1 else ""


def progress(trial):
    figures = trial.figures()
    print(
        f"{trial.work:14} {trial.delay:4g} ms  round {trial.number}  {trial.tool:12}"
        f" {figures['seconds']:6.2f} s  process {figures['process_seconds']:6.2f} s"
        f"  {figures['peak_rss_bytes'] / _MEGA:5.0f} MB RSS  {figures['requests']:3} requests"
        f"  {figures['connections']:3} connections",
        flush=True,
    )


def write(arguments, setting, trials, remark):
    """Prints the tables, with a remark below their title, and writes them and all figures to target/bench."""
    WORK.mkdir(parents=True, exist_ok=True)
    rows = [
        {"work": trial.work, "delay_ms": trial.delay, "round": trial.number, "tool": trial.tool, **trial.figures()}
        for trial in trials
    ]
    (WORK / "trials.json").write_text(json.dumps(rows, indent=1) + "\n")
    names = dict.fromkeys(name for row in rows for name in row)
    with open(WORK / "trials.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(names))
        writer.writeheader()
        writer.writerows(rows)
    shutil.rmtree(_RUNS, ignore_errors=True)
    _RUNS.mkdir()
    for trial in trials:
        _write_requests(trial)
    tables = _markdown(arguments, setting, trials, remark)
    (WORK / "report.md").write_text(tables)
    print("\n" + tables)
    if arguments.docs:
        replace_in_docs("benchmark", tables)
    print(f"All figures: {WORK}/trials.json, trials.csv; each run's requests and output: {_RUNS}")


def replace_in_docs(name, text):
    """Puts text between the two marks of that name in docs/internals/performance.md."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, rest = DOCS.read_text().split(begin)
    DOCS.write_text(before + begin + text + end + rest.split(end)[1])


def machine():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")]
    return f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), Linux {platform.release().split('-')[0]}"


def today():
    return datetime.now(timezone.utc).strftime("%Y-%m-%d")


def _write_requests(trial):
    name = f"{trial.work}-{trial.delay:g}ms-{trial.tool}-{trial.number}"
    began = trial.outcome.measured.began
    with open(_RUNS / f"{name}.requests", "w", encoding="utf-8") as file:
        for is_target, request in trial.outcome.requests:
            print(
                f"{request.began - began:8.3f} s  for {request.seconds:7.3f} s  {'target' if is_target else 'base  '}"
                f"  {request.status}  {request.method:5} {request.uri.split('&_state')[0].split('?_state')[0]}",
                file=file,
            )
    with open(_RUNS / f"{name}.output", "w", encoding="utf-8") as file:
        for seconds, line in trial.outcome.measured.lines:
            print(f"{seconds:8.3f} s  {line}", file=file)


def _markdown(arguments, setting, trials, remark):
    names = list(dict.fromkeys(trial.tool for trial in trials if trial.tool != PushAgain.name))
    lines = [
        f"Measured on {today()}, {machine()}: a base of {arguments.layers} layers of {_mb(arguments.layer_size)},"
        f" a toolchain layer of {_mb(setting.job(setting.steady, '').layer['size'])};"
        f" {'TLS' if arguments.tls else 'plain HTTP'}; the registries' data in"
        f" {'memory' if arguments.data.is_relative_to('/dev/shm') else arguments.data}; medians of {arguments.rounds} interleaved runs.",
        *([remark] if remark else []),
        "",
    ]
    for work in arguments.work:
        lines += [
            f"### {TITLES[work]}",
            "",
            "| added round trip | tool | time | ÷ crane | whole process | processor | peak RSS | written to disk"
            " | requests | connections | sent | received |",
            "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        ]
        for delay in arguments.delays:
            for name in names:
                lines.append(_row(trials, work, delay, name))
        lines.append("")
    lines += _start(trials) + _targets(arguments, trials)
    return "\n".join(lines) + "\n"


def _row(trials, work, delay, tool):
    of = _median(trials, work, delay, tool)
    crane = _median(trials, work, delay, "crane")
    ratio = f"{of['seconds'] / crane['seconds']:.2f}" if crane else ""
    cells = [
        f"{delay:g} ms",
        tool,
        f"{of['seconds']:.2f} s",
        ratio,
        f"{of['process_seconds']:.2f} s",
        f"{of['processor_seconds']:.2f} s",
        _mb(of["peak_rss_bytes"]),
        _mb(of["disk_written_bytes"]),
        f"{of['requests']:g}",
        f"{of['connections']:g}",
        _mb(of["sent_bytes"]),
        _mb(of["received_bytes"]),
    ]
    return "| " + " | ".join(cells) + " |"


def _start(trials):
    pushes = [trial.figures() for trial in trials if trial.tool == "push"]
    if not pushes:
        return []
    starts, loadings = [
        median(figures[name] for figures in pushes) for name in ("maven_start_seconds", "plugin_loading_seconds")
    ]
    return [
        "The time of `push` is the goal's own. The whole process has besides it Maven's start"
        f" ({starts:.2f} s) and Maven's loading of the plugin with its libraries ({loadings:.2f} s).",
        "",
    ]


def _targets(arguments, trials):
    rows = []
    for work in arguments.work:
        for delay in arguments.delays:
            push, crane = _median(trials, work, delay, "push"), _median(trials, work, delay, "crane")
            if push and crane and work in _TARGETS:
                ratio, most = push["seconds"] / crane["seconds"], _TARGETS[work]
                others = [_median(trials, work, delay, name) for name in (PushAgain.name, Floor.name)]
                cells = [f"{of['seconds'] / crane['seconds']:.2f}" if of else "" for of in others]
                what = f"{work}, {delay:g} ms"
                rows.append(_target(what, f"at most {most} × crane", f"{ratio:.2f}", ratio <= most, *cells))
    pushes = [trial.figures() for trial in trials if trial.tool == "push"]
    unchanged = [trial.figures() for trial in trials if trial.tool == "push" and trial.work == "unchanged"]
    if unchanged:
        most = max(figures["blob_requests"] for figures in unchanged)
        # The base's config is a blob of the base's repository, and must be read to know what the image would be.
        text = "no request for a blob but the base's config"
        rows.append(_target("unchanged", text, f"{most}", most <= 1))
    if pushes:
        most = max(figures["disk_written_bytes"] for figures in pushes)
        text = "no layer of the base is written"
        rows.append(_target("disk", text, _mb(most), most < arguments.layer_size))
    if not rows:
        return []
    return [
        "### Targets",
        "",
        "| | target | measured | | second push in one Maven | floor |",
        "|---|---|---:|---|---:|---:|",
        *rows,
        "",
    ]


def _target(what, target, measured, met, again="", floor=""):
    return f"| {what} | {target} | {measured} | {'met' if met else '**not met**'} | {again} | {floor} |"


def _median(trials, work, delay, tool):
    chosen = [trial.figures() for trial in trials if (trial.work, trial.delay, trial.tool) == (work, delay, tool)]
    return {name: median(figures[name] for figures in chosen) for name in chosen[0]} if chosen else {}


def _mb(size):
    return f"{size / _MEGA:.0f} MB" if size >= 10 * _MEGA else f"{size / _MEGA:.1f} MB"
