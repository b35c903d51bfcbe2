"""The programs that are measured. Each puts the toolchain onto the base and pushes the image under two tags."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmark.build import PLUGIN, Built
from benchmark.process import measure
from benchmark.registry import digest_of, expect

PATH = "/usr/local/erlang/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OTHER_TAG = "latest"


@dataclass(frozen=True)
class Job:
    """What is to be done: references without a scheme, and the bundle packed and unpacked."""

    base: str
    target: str  # host and port
    repository: str
    bundle: Path
    root: Path

    @property
    def tag(self):
        return json.loads(self.bundle.read_text())["erlang"]["otpVersion"]

    @property
    def layer(self):
        return json.loads(self.bundle.read_text())["layer"]


class Push:
    """The goal, in a Maven of its own."""

    name = "push"
    keeps_the_layer = True

    def __init__(self, built, maven_opts=""):
        self._built = built
        self._environment = {"MAVEN_OPTS": maven_opts} if maven_opts else {}

    def run(self, client, job, directory):
        parameters = {
            "baseImage": job.base,
            "toolchain": job.bundle,
            "erlangVersion": job.tag,
            "registry": job.target,
            "repository": job.repository,
            "tags": f"{job.tag},{OTHER_TAG}",
            "allowInsecureRegistries": "true",
            "allowBaseMismatch": "true",
        }
        command = [*self._built.maven(), f"{PLUGIN}:push"]
        command += [f"-Derlang-codebuild.{name}={value}" for name, value in parameters.items()]
        return measure(client, command, directory, self._environment)

    @staticmethod
    def own_seconds(measured):
        """From the line with which Maven hands over to the goal until the one that it prints when the goal is back."""
        began = _time_of(measured, ":push (default-cli)")
        return _time_of(measured, "BUILD SUCCESS") - began


class Crane:
    """Three processes, as its documentation has it. The tarball is the layer already, and is taken as it is."""

    name = "crane"
    keeps_the_layer = True

    def __init__(self, built):
        self._crane = str(built.crane)

    def run(self, client, job, directory):
        image = f"{job.target}/{job.repository}:{job.tag}"
        layer = str(job.bundle.with_name(job.layer["file"]))
        labels = ["--label", f"erlang.version={job.tag}"]
        steps = [
            ["append", "--insecure", "--base", job.base, "--new_layer", layer, "--new_tag", image],
            ["mutate", "--insecure", image, "--env", f"PATH={PATH}", *labels, "--tag", image],
            ["tag", "--insecure", image, OTHER_TAG],
        ]
        first, *others = [measure(client, [self._crane, *step], directory, {}) for step in steps]
        for other in others:
            first = first.plus(other)
        return first

    @staticmethod
    def own_seconds(measured):
        return measured.wall


class CraneInOne(Crane):
    """What crane can do with one process less: mutate appends the layer too."""

    name = "crane-in-one"

    def run(self, client, job, directory):
        image = f"{job.target}/{job.repository}:{job.tag}"
        layer = str(job.bundle.with_name(job.layer["file"]))
        options = ["--append", layer, "--env", f"PATH={PATH}", "--label", f"erlang.version={job.tag}"]
        steps = [["mutate", "--insecure", job.base, *options, "--tag", image], ["tag", "--insecure", image, OTHER_TAG]]
        first, second = [measure(client, [self._crane, *step], directory, {}) for step in steps]
        return first.plus(second)


class JibCore:
    """Jib Core's pipeline, from the unpacked toolchain, on a host that has never run it: its caches are empty."""

    name = "jib"
    keeps_the_layer = False  # it packs and compresses anew

    def __init__(self, built):
        self._class_path = built.jib_class_path()

    def run(self, client, job, directory):
        cache = directory / "cache"
        image = f"{job.target}/{job.repository}"
        arguments = [job.base, str(job.root), image, job.tag, OTHER_TAG, PATH, str(cache)]
        try:
            return measure(client, ["java", "-cp", self._class_path, "JibPipeline", *arguments], directory, {})
        finally:
            shutil.rmtree(cache, ignore_errors=True)

    @staticmethod
    def own_seconds(measured):
        return measured.wall


def tools(built: Built, names, maven_opts):
    known = {"push": lambda: Push(built, maven_opts), "crane": lambda: Crane(built)}
    known |= {"crane-in-one": lambda: CraneInOne(built), "jib": lambda: JibCore(built)}
    return [known[name]() for name in names]


def require_pushed(tool, job, registry, base):
    """Fails unless the image is there: both tags, the base's layers and one more, every blob. Returns its digest."""
    content, _ = registry.manifest(job.repository, job.tag)
    other, _ = registry.manifest(job.repository, OTHER_TAG)
    where = f"{tool.name}: {registry.host}/{job.repository}"
    expect(content == other, f"{where}: the two tags name different images")
    manifest = json.loads(content)
    layers = [layer["digest"] for layer in manifest["layers"]]
    base_layers = [layer["digest"] for layer in base["layers"]]
    expect(layers[:-1] == base_layers, f"{where}: not the base's {len(base_layers)} layers and one more: {layers}")
    if tool.keeps_the_layer:
        expect(layers[-1] == job.layer["digest"], f"{where}: its layer is {layers[-1]}, not the bundle's")
    for blob in [manifest["config"], *manifest["layers"]]:
        found = registry.blob_bytes(job.repository, blob["digest"])
        expect(found == blob["size"], f"{where}: {blob['digest']} has {found} bytes, not {blob['size']}")
    config = json.loads(registry.blob(job.repository, manifest["config"]["digest"]))
    expect(f"PATH={PATH}" in config["config"]["Env"], f"{where}: its PATH is not set: {config['config']}")
    expect(config["config"]["Labels"]["erlang.version"] == job.tag, f"{where}: its label is not set")
    return digest_of(content)


def _time_of(measured, text):
    return next(seconds for seconds, line in measured.lines if text in line)
