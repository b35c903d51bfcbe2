"""The benchmark's command line."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from benchmark import network, report, samples, works
from benchmark.build import WORK, Built, build
from benchmark.registry import expect
from benchmark.tls import make as make_tls
from benchmark.tools import NAMES, tools

_INSIDE = "ERLANG_CODEBUILD_BENCHMARK_NAMESPACE"
_MEMORY = Path("/dev/shm/erlang-codebuild-benchmark")
_UNITS = {"k": 10**3, "m": 10**6, "g": 10**9}


def main():
    arguments = _parse()
    if _INSIDE not in os.environ:
        _require_programs()
        build(arguments.no_build)
        enter_namespace()
    remark = report.busy()
    if remark:
        print(remark, file=sys.stderr)
    network.prepare()
    bundle = arguments.bundle or samples.make_bundle(WORK / "bundle")
    tls = make_tls(WORK / "tls") if arguments.tls else None
    setting = works.start(arguments.data, arguments.layers, arguments.layer_size, bundle, tls)
    try:
        trials = _trials(arguments, setting)
    finally:
        works.stop(setting)
    report.write(arguments, setting, trials, remark)


def enter_namespace():
    """Starts this program again where it has the network and the process numbers to itself: nothing outlives it."""
    os.environ[_INSIDE] = "yes"
    os.execvp(
        "unshare",
        ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable, *sys.argv],
    )


def _trials(arguments, setting):
    built = Built()
    measured_tools = tools(built, arguments.tools, setting.tls, arguments.maven_opts)
    clients = [network.Client(delay, number, built.delay_link) for number, delay in enumerate(arguments.delays)]
    trials, digests = [], {}
    for work in arguments.work:
        for client in clients:
            for number in range(arguments.rounds):
                # Each round begins with another tool, so that none always follows the same one.
                turn = number % len(measured_tools)
                for tool in measured_tools[turn:] + measured_tools[:turn]:
                    outcome = works.run(work, setting, tool, client)
                    if tool.name == "push":
                        first = digests.setdefault("push", outcome.digest)
                        expect(outcome.digest == first, f"push made {outcome.digest}, and {first} before")
                    trial = report.Trial(work, client.milliseconds, number + 1, tool.name, outcome)
                    report.progress(trial)
                    trials.append(trial)
    return trials


def _parse():
    parser = argparse.ArgumentParser(prog="src/bench/run", description=__doc__)
    parser.add_argument("--layers", type=int, default=20, help="of the base (20)")
    parser.add_argument("--layer-size", type=_bytes, default="50m", help="of each layer: 50m, 1g (50m)")
    parser.add_argument("--rounds", type=int, default=5, help="of every tool at every work and delay (5)")
    parser.add_argument("--delays", type=_numbers, default="0,20,80", help="round-trip times in ms (0,20,80)")
    parser.add_argument("--work", type=_names(works.TITLES), default=",".join(works.TITLES), help="which (all)")
    parser.add_argument("--tools", type=_names(NAMES), default=",".join(NAMES), help="which (all)")
    parser.add_argument("--bundle", type=_bundle, help="a toolchain.json to use in place of a made one")
    parser.add_argument("--data", type=Path, default=_MEMORY, help=f"where the registries keep their data ({_MEMORY})")
    parser.add_argument("--tls", action="store_true", help="speak TLS to the registries")
    parser.add_argument("--maven-opts", default="", help="MAVEN_OPTS of push, such as -Xmx96m")
    parser.add_argument("--no-build", action="store_true", help="take the plugin as it was built last")
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/internals/performance.md")
    return parser.parse_args()


def _bytes(text):
    unit = _UNITS.get(text[-1:].lower(), 1)
    try:
        return int(text.rstrip("kmgKMG")) * unit
    except ValueError:
        raise argparse.ArgumentTypeError(f"no size: {text}; write 50m or 1g") from None


def _numbers(text):
    try:
        return [float(part) if "." in part else int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"no numbers: {text}") from None


def _names(known):
    def parse(text):
        names = text.split(",")
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
        return names

    return parse


def _bundle(text):
    path = Path(text).resolve()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text} is no file")
    return path


def _require_programs():
    if os.geteuid() != 0:
        sys.exit("benchmark: network namespaces and TUN devices need root")
    packages = {
        "docker-registry": "docker-registry",
        "go": "golang, 1.18 or later",
        "ip": "iproute2",
        "javac": "a JDK",
        "mvn": "maven",
        "nsenter": "util-linux",
        "openssl": "openssl",
        "/usr/bin/time": "time",
    }
    for program, package in packages.items():
        if subprocess.run(["sh", "-c", f"command -v {program}"], capture_output=True, check=False).returncode != 0:
            sys.exit(f"benchmark: {program} is missing; install {package}")
