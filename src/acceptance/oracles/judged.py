"""Findings that people have looked at. judged.txt has one on each line, with its reason behind a #; * stands for any text. Empty lines
and lines that begin with # are passed over."""

import re
import sys
from pathlib import Path

FILE = Path(__file__).with_name("judged.txt")


def read(oracle):
    """The patterns of an oracle, with their reasons."""
    judged = {}
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        finding, hash_mark, reason = line.partition(" # ")
        name, _, pattern = finding.strip().partition(" ")
        if not hash_mark or not reason.strip() or not pattern:
            sys.exit(f"{FILE.name}:{number}: write ORACLE FINDING # REASON")
        if name == oracle:
            judged[pattern.strip()] = reason.strip()
    return judged


def report(oracle, findings):
    """Prints what nobody has judged, and what was judged and is found no more. Returns the exit code, 0 when there is neither."""
    judged = read(oracle)
    used = set()
    new = []
    for finding in findings:
        patterns = [p for p in judged if re.fullmatch(".*".join(map(re.escape, p.split("*"))), finding, re.DOTALL)]
        used.update(patterns)
        if not patterns:
            new.append(finding)
    for finding in new:
        print(f"NEW      {finding}")
    stale = [pattern for pattern in judged if pattern not in used]
    for pattern in stale:
        print(f"STALE    {pattern}: is found no more, so take it out of {FILE.name}")
    print(f"{oracle}: {len(findings)} findings, {len(findings) - len(new)} of them judged by {len(used)} lines of {FILE.name}")
    if new:
        print(f"Mend each new one, or write it into src/acceptance/oracles/{FILE.name} with the reason why it may stay:")
        print(f"  {oracle} FINDING # REASON")
    return 1 if new or stale else 0
