"""Builds what is measured and what measures, under target/bench. Needs the network; nothing after it does."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1]
PROJECT = BENCH.parents[1]
WORK = PROJECT / "target" / "bench"
CRANE_VERSION = "v0.19.0"
PLUGIN = "io.github.erlang-codebuild:erlang-codebuild-maven-plugin:0.1.0-SNAPSHOT"
FLOOR = "io.github.erlang-codebuild:benchmark-floor-maven-plugin:0.1.0-SNAPSHOT"
_LOCAL_REPOSITORY = PROJECT / "target" / "local-repo"
_SETTINGS = WORK / "settings.xml"


@dataclass(frozen=True)
class Built:
    crane: Path = WORK / "bin" / "crane"
    delay_link: Path = WORK / "bin" / "delay-link"
    jib: Path = WORK / "jib"

    def jib_class_path(self):
        return f"{self.jib / 'classes'}:{(self.jib / 'class-path').read_text().strip()}"

    def maven(self):
        """The words that start a Maven that has the plugin and asks nobody for anything."""
        return [
            *("mvn", "--batch-mode", "--offline", "--no-transfer-progress"),
            *("--settings", str(_SETTINGS), f"-Dmaven.repo.local={_LOCAL_REPOSITORY}"),
        ]


def build(skip_plugin):
    """Builds it all; with SKIP_PLUGIN the plugin is left as the last run or build has installed it."""
    built = Built()
    WORK.mkdir(parents=True, exist_ok=True)
    if not skip_plugin:
        _run("mvn", "-B", "-ntp", "-Dmaven.test.skip=true", "-Dsurefire.skip=true", "-Dspotless.check.skip=true", "pre-integration-test")
    _settings()
    # Fills the plugins' local repository with what they depend on.
    online = [word for word in built.maven() if word != "--offline"]
    _run(*online, f"{PLUGIN}:help", directory=WORK)
    _run(*online, "-f", str(BENCH / "floor" / "pom.xml"), "install")
    _run("mvn", "-B", "-ntp", "-f", str(BENCH / "jib" / "pom.xml"), "process-classes")
    if not built.crane.exists():
        crane = f"github.com/google/go-containerregistry/cmd/crane@{CRANE_VERSION}"
        _run("go", "install", crane, environment={"GOBIN": str(built.crane.parent)})
    _run("go", "build", "-o", str(built.delay_link), ".", directory=BENCH / "delay-link")
    return built


def _settings():
    """Those of the builds in src/it: what this project's own build has fetched is not fetched again."""
    output = WORK / "users-repository"
    _run("mvn", "-B", "-ntp", "help:evaluate", "-Dexpression=settings.localRepository", f"-Doutput={output}")
    users = output.read_text().strip()
    template = (PROJECT / "src" / "it" / "settings.xml").read_text()
    _SETTINGS.write_text(template.replace("@localRepositoryUrl@", Path(users).as_uri()))


def _run(*command, directory=PROJECT, environment=None):
    """Runs quietly, and shows all that was printed when it fails."""
    done = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{done.stdout}\nbenchmark: '{' '.join(command)}' failed")
