"""Runs a program in a client namespace and measures it."""

import os
import subprocess
import time
from dataclasses import dataclass

from benchmark.registry import expect


@dataclass(frozen=True)
class Measurement:
    """Times in seconds, sizes in bytes. Sizes on the wire count TCP and IP headers too."""

    wall: float
    processor: float
    peak_rss: int
    written: int
    connections: int
    sent: int
    received: int
    lines: tuple  # (seconds since the start, text) of what it printed
    began: float  # seconds since the epoch

    def plus(self, later):
        """The two, one after the other, as one."""
        return Measurement(
            wall=self.wall + later.wall,
            processor=self.processor + later.processor,
            peak_rss=max(self.peak_rss, later.peak_rss),
            written=self.written + later.written,
            connections=self.connections + later.connections,
            sent=self.sent + later.sent,
            received=self.received + later.received,
            lines=self.lines + later.lines,
            began=self.began,
        )


def measure(client, command, directory, environment):
    """Runs a command to its end. The GNU time program is its parent, since a large parent's RSS would count as its own."""
    directory.mkdir(parents=True, exist_ok=True)
    usage = directory / "usage"
    before = client.counters()
    began, start = time.time(), time.perf_counter()
    process = subprocess.Popen(
        [*client.enter(), "/usr/bin/time", "--format=%U %S %M %O", f"--output={usage}", *command],
        cwd=directory,
        env={"PATH": os.environ["PATH"], "HOME": str(directory), "LANG": "C.UTF-8", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = [(time.perf_counter() - start, line.rstrip("\n")) for line in process.stdout]
    code = process.wait()
    wall = time.perf_counter() - start
    printed = "\n".join(text for _, text in lines)
    expect(code == 0, f"{' '.join(map(str, command))}\nended with {code}:\n{printed}")
    user, system, rss_kib, written_blocks = usage.read_text().split()
    wire = client.counters().since(before)
    return Measurement(
        wall=wall,
        processor=float(user) + float(system),
        peak_rss=int(rss_kib) * 1024,
        written=int(written_blocks) * 512,
        connections=wire.connections,
        sent=wire.sent,
        received=wire.received,
        lines=tuple(lines),
        began=began,
    )
