"""The works: what is in the registries before a tool is run, and what it then has to do."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from benchmark import samples
from benchmark.build import WORK
from benchmark.registry import Registry
from benchmark.tools import Job, require_pushed

BASE_REPOSITORY = "base"
BASE_TAG = "1"
TITLES = {
    "cold": "Cold: the base is in another registry, the target is empty",
    "same-registry": "Same registry: the base is in another repository of the target's registry",
    "unchanged": "Nothing changed: the tool has pushed this very image before",
    "new-toolchain": "One new toolchain: the target has the base's layers under another toolchain",
}


@dataclass
class Setting:
    """The registries, and what is pushed. One for a whole run."""

    data: Path
    bases: Registry
    steady: Registry  # the target of the works that do not need an empty one
    base: dict  # the base's manifest
    bundle: object
    root: object
    tls: object  # of the registries; None for plain HTTP
    used: int = 0
    known: bool = False  # whether the steady registry has the base under another toolchain
    prepared: set = field(default_factory=set)

    def job(self, registry, repository):
        reference = f"{self.bases.host}/{BASE_REPOSITORY}:{BASE_TAG}"
        elsewhere = f"{self.bases.host}/{self.fresh_repository()}"
        return Job(reference, registry.host, repository, self.bundle, self.root, elsewhere)

    def fresh_repository(self):
        self.used += 1
        return f"fresh-{self.used}"


@dataclass(frozen=True)
class Outcome:
    """One run of one tool."""

    measured: object
    seconds: float  # the tool's own
    parts: dict  # where the rest of the time went, by name, in seconds
    requests: list
    digest: str


def start(data, layers, layer_bytes, bundle, tls):
    """Starts the registries, whose data is below DATA, and fills that of the bases; a base of these sizes is made once and kept."""
    place = data / f"base-{layers}x{layer_bytes}"
    whole = place / "whole"
    if not whole.exists():
        shutil.rmtree(place, ignore_errors=True)
    repositories = place / "data" / "docker" / "registry" / "v2" / "repositories"
    for repository in repositories.glob("*") if repositories.exists() else ():
        if repository.name != BASE_REPOSITORY:
            shutil.rmtree(repository)
    bases = Registry(place, tls)
    if not whole.exists():
        samples.seed_base(bases, BASE_REPOSITORY, BASE_TAG, layers, layer_bytes)
        whole.touch()
    root = WORK / "root" / json.loads(bundle.read_text())["layer"]["digest"][-16:]
    samples.unpack(bundle, root)
    steady = data / "steady"
    shutil.rmtree(steady, ignore_errors=True)
    base = json.loads(bases.manifest(BASE_REPOSITORY, BASE_TAG)[0])
    return Setting(data, bases, Registry(steady, tls), base, bundle, root, tls)


def stop(setting):
    setting.bases.stop()
    setting.steady.stop()
    shutil.rmtree(setting.data / "steady")


def run(work, setting, tool, client):
    return {"cold": _cold, "same-registry": _same, "unchanged": _unchanged, "new-toolchain": _new}[work](
        setting, tool, client
    )


def _cold(setting, tool, client):
    # A registry that keeps a blob of one repository has it for all of them: only an empty one is cold.
    directory = setting.data / "cold"
    target = Registry(directory, setting.tls)
    try:
        return _measured(setting, tool, client, target, "erlang")
    finally:
        target.stop()
        shutil.rmtree(directory)


def _same(setting, tool, client):
    return _measured(setting, tool, client, setting.bases, setting.fresh_repository())


def _unchanged(setting, tool, client):
    repository = f"unchanged-{tool.name}"
    if repository not in setting.prepared:
        _measured(setting, tool, client, setting.steady, repository)
        setting.prepared.add(repository)
    return _measured(setting, tool, client, setting.steady, repository)


def _new(setting, tool, client):
    if not setting.known:
        samples.copy_with_another_toolchain(setting.bases, BASE_REPOSITORY, setting.steady, "known", "26.2.5")
        setting.known = True
    repository = setting.fresh_repository()
    content, media_type = setting.steady.manifest("known", "26.2.5")
    image = json.loads(content)
    for blob in [image["config"], *image["layers"]]:
        setting.steady.mount_blob(repository, blob["digest"], "known")
    for tag in ("26.2.5", "latest"):
        setting.steady.push_manifest(repository, tag, content, media_type)
    return _measured(setting, tool, client, setting.steady, repository)


def _measured(setting, tool, client, target, repository):
    job = setting.job(target, repository)
    registries = {id(registry): registry for registry in (setting.bases, target)}.values()
    marks = [(registry, registry.mark()) for registry in registries]
    directory = WORK / "run"
    shutil.rmtree(directory, ignore_errors=True)
    measured = tool.run(client, job, directory)
    requests = [(registry is target, request) for registry, mark in marks for request in registry.requests_since(mark)]
    requests.sort(key=lambda pair: pair[1].began)
    digest = require_pushed(tool, job, target, setting.base)
    return Outcome(measured, tool.own_seconds(measured), tool.parts(measured), requests, digest)
