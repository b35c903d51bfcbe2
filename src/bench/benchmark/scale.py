"""How the heap that push needs, and its requests, grow with the base, the tags, and the images pushed at once.

The heap is the smallest -Xmx, in steps of some MB, with which Maven and the pushes in it succeed within three times the time
that they take with a large heap. The registries are stand-ins that make up the base's bytes and drop what they are sent.
"""

import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field

from benchmark import chart, report, samples
from benchmark.build import BENCH, PLUGIN, WORK, build
from benchmark.registry import expect
from benchmark.stand_in import BASE_REPOSITORY, BASE_TAG

_MEGA = 1_000_000
_LARGE_HEAP = 512
_GRACE = 20  # seconds, for a machine that has other things to do
_CHART = report.DOCS.with_name("scale.svg")


@dataclass(frozen=True)
class Shape:
    """What is pushed."""

    layers: int = 20
    base_bytes: int = 200 * _MEGA
    tags: int = 2
    images: int = 1


# By what grows.
SERIES = {
    "layers": [(layers, Shape(layers=layers)) for layers in (10, 100, 127)],
    "GB": [(size, Shape(base_bytes=size * 1000 * _MEGA)) for size in (1, 4, 10)],
    "tags": [(tags, Shape(tags=tags)) for tags in (1, 2, 10, 50)],
    "images": [(images, Shape(images=images)) for images in (1, 2, 4, 8)],
}
TITLES = {
    "layers": "layers of the base",
    "GB": "GB of the base",
    "tags": "tags",
    "images": "images pushed at once",
}


@dataclass(frozen=True)
class Found:
    """Of one shape: the smallest heap in MB, the requests by method, and the seconds that it took with a large heap."""

    heap: int
    requests: dict = field(hash=False)
    seconds: float


class StandIn:
    """A stand_in process."""

    def __init__(self, layers=0, layer_bytes=0):
        self._process = subprocess.Popen(
            [
                "setpriv",
                "--pdeathsig",
                "KILL",
                sys.executable,
                "-B",
                "-m",
                "benchmark.stand_in",
                str(layers),
                str(layer_bytes),
            ],
            cwd=BENCH,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.host = f"127.0.0.1:{int(self._process.stdout.readline())}"

    def requests(self):
        """By method, since the last call."""
        return json.loads(self.get("/requests"))

    def get(self, path):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://{self.host}{path}") as answer:
            return answer.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()


def main():
    arguments = _parse()
    remark = report.busy()
    if remark:
        print(remark, file=sys.stderr)
    built = build(arguments.no_build)
    bundle = samples.make_bundle(WORK / "bundle")
    found = {}
    chosen = {name: points for name, points in SERIES.items() if name in arguments.only}
    for points in chosen.values():
        for _, shape in points:
            if shape not in found:
                with StandIn(shape.layers, shape.base_bytes // shape.layers) as bases:
                    found[shape] = _measure(built, bundle, bases, shape, arguments.step)
                print(f"{shape}: {found[shape]}", flush=True)
    _write(chosen, found, remark, arguments)


def _parse():
    parser = argparse.ArgumentParser(prog="src/bench/scale", description=__doc__)
    parser.add_argument("--no-build", action="store_true", help="take the plugin as it was built last")
    parser.add_argument("--only", nargs="+", choices=SERIES, default=list(SERIES), help="what grows (all)")
    parser.add_argument("--step", type=int, default=4, help="how exactly the heap is found, in MB (4)")
    parser.add_argument("--docs", action="store_true", help="put table and chart into docs")
    return parser.parse_args()


def _measure(built, bundle, bases, shape, step):
    bases.requests()
    seconds, requests = _push(built, bundle, bases, shape, _LARGE_HEAP, None)
    expect(seconds is not None, f"{shape} fails with {_LARGE_HEAP} MB of heap; see {WORK}/scale/output")
    fails, passes = 0, _LARGE_HEAP
    guess = 32  # one that is near saves most of the search
    while passes - fails > step:
        took, _ = _push(built, bundle, bases, shape, guess, 3 * seconds + _GRACE)
        if took is None:
            fails = guess
        else:
            passes = guess
        if passes == _LARGE_HEAP:
            guess = min(2 * fails, _LARGE_HEAP - step)
        else:
            guess = (fails + passes) // 2 // step * step
    return Found(passes, requests, seconds)


def _push(built, bundle, bases, shape, heap, patience):
    """Seconds of the process, or None when it failed or took longer than PATIENCE; and the requests by method."""
    place = WORK / "scale"
    shutil.rmtree(place, ignore_errors=True)
    with StandIn() as target, _Output(place) as output:
        _write_poms(place, bundle, bases, target, shape)
        start = time.perf_counter()
        process = subprocess.Popen(
            [*built.maven(), f"-T{shape.images}", "validate"],
            cwd=place,
            env=os.environ | {"MAVEN_OPTS": f"-Xmx{heap}m"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            code = process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        seconds = time.perf_counter() - start
        requests = collections.Counter(bases.requests()) + collections.Counter(target.requests())
        if code != 0:
            return None, requests
        _require_pushed(target, shape)
        return seconds, requests


class _Output:
    """The file that gets what Maven prints."""

    def __init__(self, place):
        place.mkdir(parents=True)
        self._path = place / "output"

    def __enter__(self):
        self._file = open(self._path, "wb")
        return self._file

    def __exit__(self, *_):
        self._file.close()


def _write_poms(place, bundle, bases, target, shape):
    """A reactor with a module for each image; push runs in its first phase, which has no other plugin."""
    group, artifact, version = PLUGIN.split(":")
    configuration = {
        "registry": target.host,
        "repository": "${project.artifactId}",
        "baseImage": f"{bases.host}/{BASE_REPOSITORY}:{BASE_TAG}",
        "toolchain": bundle,
        "erlangVersion": samples.OTP_VERSION,
        "tags": ",".join(_tags(shape)),
        "allowInsecureRegistries": "true",
        "allowBaseMismatch": "true",
    }
    coordinates = f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
    settings = "".join(f"<{name}>{value}</{name}>" for name, value in configuration.items())
    managed = (
        f"<plugin>{coordinates}<version>{version}</version><configuration>{settings}</configuration><executions>"
        "<execution><phase>validate</phase><goals><goal>push</goal></goals></execution></executions></plugin>"
    )
    identity = "<groupId>bench</groupId><artifactId>all</artifactId><version>1</version>"
    modules = "".join(f"<module>{name}</module>" for name in _repositories(shape))
    (place / "pom.xml").write_text(
        f"<project><modelVersion>4.0.0</modelVersion>{identity}<packaging>pom</packaging><modules>{modules}</modules>"
        f"<build><pluginManagement><plugins>{managed}</plugins></pluginManagement></build></project>\n"
    )
    for name in _repositories(shape):
        (place / name).mkdir()
        (place / name / "pom.xml").write_text(
            f"<project><modelVersion>4.0.0</modelVersion><parent>{identity}</parent><artifactId>{name}</artifactId>"
            f"<packaging>pom</packaging><build><plugins><plugin>{coordinates}</plugin></plugins></build></project>\n"
        )


def _tags(shape):
    return [samples.OTP_VERSION, *(f"tag-{number}" for number in range(1, shape.tags))]


def _repositories(shape):
    return [f"image-{number}" for number in range(1, shape.images + 1)]


def _require_pushed(target, shape):
    for repository in _repositories(shape):
        for tag in _tags(shape):
            manifest = json.loads(target.get(f"/v2/{repository}/manifests/{tag}"))
            found = len(manifest["layers"])
            expect(found == shape.layers + 1, f"{repository}:{tag} has {found} layers, not {shape.layers + 1}")


def _write(series, found, remark, arguments):
    lines = [
        f"Measured on {report.today()}, {report.machine()}. Where nothing else is said: a base of 20 layers and 200 MB,"
        f" 2 tags, 1 image. The heap is found in steps of {arguments.step} MB; requests are those to both registries.",
        *([remark] if remark else []),
        "",
        "| | | smallest heap | HEAD | GET | POST | PATCH | PUT | all requests | seconds |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, points in series.items():
        for value, shape in points:
            of = found[shape]
            methods = [of.requests.get(method, 0) for method in ("HEAD", "GET", "POST", "PATCH", "PUT")]
            cells = [TITLES[name], value, f"{of.heap} MB", *methods, sum(methods), f"{of.seconds:.1f}"]
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines += ["", f"![Heap and requests]({_CHART.name})", ""]
    table = "\n".join(lines)
    heaps = {TITLES[name]: [(value, found[shape].heap) for value, shape in points] for name, points in series.items()}
    requests = {
        TITLES[name]: [(value, sum(found[shape].requests.values())) for value, shape in points]
        for name, points in series.items()
    }
    drawing = chart.draw({"smallest heap, MB": heaps, "requests": requests})
    (WORK / _CHART.name).write_text(drawing)
    (WORK / "scale.md").write_text(table)
    print("\n" + table)
    if arguments.docs:
        report.replace_in_docs("scale", table)
        _CHART.write_text(drawing)
