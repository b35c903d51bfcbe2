"""The programs that are measured. Each puts the toolchain onto the base and pushes the image under two tags."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmark.build import FLOOR, PLUGIN, Built
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
    elsewhere: str  # a repository of the base's registry that has nothing

    @property
    def tag(self):
        return json.loads(self.bundle.read_text())["erlang"]["otpVersion"]

    @property
    def layer(self):
        return json.loads(self.bundle.read_text())["layer"]


# Maven prints this line when it has loaded the plugin and filled in the parameters, just before it runs the goal.
_READY = "-- end configuration --"
_READY_LOG = "-Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.internal.DefaultMavenPluginManager=debug"


class Push:
    """The goal, in a Maven of its own."""

    name = "push"
    keeps_the_layer = True

    def __init__(self, built, tls, maven_opts):
        self._built = built
        self._insecure = tls is None
        self._environment = {"MAVEN_OPTS": " ".join([_READY_LOG, *(tls.for_java() if tls else []), maven_opts])}

    def run(self, client, job, directory):
        parameters = self._parameters(job, job.target, job.repository)
        command = [*self._built.maven(), f"{PLUGIN}:push"]
        command += [f"-Derlang-codebuild.{name}={value}" for name, value in parameters.items()]
        return measure(client, command, directory, self._environment)

    def _parameters(self, job, registry, repository):
        return {
            "baseImage": job.base,
            "toolchain": job.bundle,
            "erlangVersion": job.tag,
            "registry": registry,
            "repository": repository,
            "tags": f"{job.tag},{OTHER_TAG}",
            "allowInsecureRegistries": str(self._insecure).lower(),
            "allowBaseMismatch": "true",
        }

    @staticmethod
    def own_seconds(measured):
        """The goal's own time: what Maven does before and after it is not in it."""
        return _time_of(measured, "BUILD SUCCESS") - _time_of(measured, _READY)

    @staticmethod
    def parts(measured):
        """Where the rest of the process's time went, in seconds."""
        announced = _time_of(measured, ":push (default-cli)")
        return {"maven_start_seconds": announced, "plugin_loading_seconds": _time_of(measured, _READY) - announced}


class PushAgain(Push):
    """The goal's second run in one Maven, after one that pushes elsewhere: what of the time is Java's first use of code."""

    name = "push-again"

    def run(self, client, job, directory):
        executions = [
            self._execution("first", self._parameters(job, *job.elsewhere.split("/"))),
            self._execution("second", self._parameters(job, job.target, job.repository)),
        ]
        group, artifact, version = PLUGIN.split(":")
        directory.mkdir(parents=True)
        (directory / "pom.xml").write_text(
            "<project><modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>again</artifactId>"
            "<version>1</version><packaging>pom</packaging><build><plugins><plugin>"
            f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"
            f"<executions>{''.join(executions)}</executions></plugin></plugins></build></project>\n"
        )
        return measure(client, [*self._built.maven(), "validate"], directory, self._environment)

    @staticmethod
    def _execution(name, parameters):
        settings = "".join(f"<{parameter}>{value}</{parameter}>" for parameter, value in parameters.items())
        return (
            f"<execution><id>{name}</id><phase>validate</phase><goals><goal>push</goal></goals>"
            f"<configuration>{settings}</configuration></execution>"
        )

    @staticmethod
    def own_seconds(measured):
        return _time_of(measured, "BUILD SUCCESS") - _times_of(measured, _READY)[-1]

    @staticmethod
    def parts(_):
        return {}


class Floor(Push):
    """The least that a goal can do for the same outcome, in a Maven of its own. It knows no TLS."""

    name = "floor"

    def run(self, client, job, directory):
        layer = job.layer
        parameters = {
            "base": job.base,
            "layer": job.bundle.with_name(layer["file"]),
            "digest": layer["digest"],
            "diffId": layer["diffId"],
            "target": job.target,
            "repository": job.repository,
            "tags": f"{job.tag},{OTHER_TAG}",
        }
        command = [*self._built.maven(), f"{FLOOR}:push"]
        command += [f"-Dfloor.{name}={value}" for name, value in parameters.items()]
        return measure(client, command, directory, self._environment)


class _Program:
    """A tool that is nothing but its processes."""

    @staticmethod
    def own_seconds(measured):
        return measured.wall

    @staticmethod
    def parts(_):
        return {}


class Crane(_Program):
    """Three processes, as its documentation has it. The tarball is the layer already, and is taken as it is."""

    name = "crane"
    keeps_the_layer = True

    def __init__(self, built, tls):
        self._crane = str(built.crane)
        self._insecure = [] if tls else ["--insecure"]
        self._environment = tls.for_go() if tls else {}

    def run(self, client, job, directory):
        image = f"{job.target}/{job.repository}:{job.tag}"
        layer = str(job.bundle.with_name(job.layer["file"]))
        labels = ["--label", f"erlang.version={job.tag}"]
        return self._steps(
            client,
            directory,
            ["append", "--base", job.base, "--new_layer", layer, "--new_tag", image],
            ["mutate", image, "--env", f"PATH={PATH}", *labels, "--tag", image],
            ["tag", image, OTHER_TAG],
        )

    def _steps(self, client, directory, *steps):
        first, *others = [
            measure(client, [self._crane, *step, *self._insecure], directory, self._environment) for step in steps
        ]
        for other in others:
            first = first.plus(other)
        return first


class CraneInOne(Crane):
    """What crane can do with one process less: mutate appends the layer too."""

    name = "crane-in-one"

    def run(self, client, job, directory):
        image = f"{job.target}/{job.repository}:{job.tag}"
        layer = str(job.bundle.with_name(job.layer["file"]))
        options = ["--append", layer, "--env", f"PATH={PATH}", "--label", f"erlang.version={job.tag}"]
        append = ["mutate", job.base, *options, "--tag", image]
        return self._steps(client, directory, append, ["tag", image, OTHER_TAG])


class JibCore(_Program):
    """Jib Core's pipeline, from the unpacked toolchain, on a host that has never run it: its caches are empty."""

    name = "jib"
    keeps_the_layer = False  # it packs and compresses anew

    def __init__(self, built, tls):
        self._java = ["java", *(tls.for_java() if tls else []), "-cp", built.jib_class_path(), "JibPipeline"]

    def run(self, client, job, directory):
        cache = directory / "cache"
        image = f"{job.target}/{job.repository}"
        arguments = [job.base, str(job.root), image, job.tag, OTHER_TAG, PATH, str(cache)]
        try:
            return measure(client, [*self._java, *arguments], directory, {})
        finally:
            shutil.rmtree(cache, ignore_errors=True)


def tools(built: Built, names, tls, maven_opts):
    """Those of these names. TLS is that of the registries, or None; then there is no floor, which does not speak it."""
    ours = {tool.name: tool(built, tls, maven_opts) for tool in _OURS}
    wanted = [name for name in names if not (tls and name == Floor.name)]
    return [ours[name] if name in ours else _OTHERS[name](built, tls) for name in wanted]


_OURS = (Push, PushAgain, Floor)
_OTHERS = {tool.name: tool for tool in (Crane, CraneInOne, JibCore)}
NAMES = (*(tool.name for tool in _OURS), *_OTHERS)


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
    found = _times_of(measured, text)
    expect(len(found) == 1, f"'{text}' was printed {len(found)} times")
    return found[0]


def _times_of(measured, text):
    return [seconds for seconds, line in measured.lines if text in line]
