"""A real registry: Debian's docker-registry, with its own log as the witness of what was asked of it."""

import hashlib
import http.client
import json
import socket
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime

from benchmark.network import ADDRESS

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


@dataclass(frozen=True)
class Request:
    """One request as the registry saw it. Times are seconds since the epoch."""

    began: float
    seconds: float
    method: str
    uri: str
    status: int

    def subject(self):
        """What it was about: ping, manifest, blob or upload."""
        path = self.uri.split("?")[0]
        if "/manifests/" in path:
            return "manifest"
        if "/blobs/uploads/" in path:
            return "upload"
        return "blob" if "/blobs/" in path else "ping"


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Registry:
    """A docker-registry process on ADDRESS, on a free port, that keeps its data in DIRECTORY; TLS may be None."""

    def __init__(self, directory, tls):
        directory.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self.host = f"{ADDRESS}:{self.port}"
        self._log = directory / "log"
        config = directory / "config.yml"
        config.write_text(
            "version: 0.1\n"
            "log:\n  level: info\n  formatter: json\n  accesslog:\n    disabled: true\n"
            f"storage:\n  filesystem:\n    rootdirectory: {directory / 'data'}\n"
            f"http:\n  addr: {self.host}\n"
            + (f"  tls:\n    certificate: {tls.certificate}\n    key: {tls.key}\n" if tls else "")
        )
        self._tls = tls and tls.context()
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(["docker-registry", "serve", str(config)], stdout=log, stderr=subprocess.STDOUT)
        self._await_start()

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def mark(self):
        """A place in the log, for requests_since."""
        return self._log.stat().st_size

    def requests_since(self, mark):
        """The requests answered since then, by the time at which they came."""
        self._await_quiet_log()
        with open(self._log, encoding="utf-8") as log:
            log.seek(mark)
            # Go's HTTP server has its say in lines of its own, of a connection that was given up, say.
            lines = [json.loads(line) for line in log if line.startswith("{")]
        requests = [_parsed(line) for line in lines if line["msg"].startswith("response completed")]
        return sorted(requests, key=lambda request: request.began)

    # --- The client's side, for seeding and for looking at what was pushed ---

    def request(self, method, path, body=None, headers=None):
        """Status, headers (names in lower case) and body of an answer; path begins with /v2/."""
        if self._tls:
            connection = http.client.HTTPSConnection(ADDRESS, self.port, context=self._tls)
        else:
            connection = http.client.HTTPConnection(ADDRESS, self.port)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def manifest(self, repository, reference):
        """The bytes and the media type of a manifest."""
        status, headers, body = self.request(
            "GET",
            f"/v2/{repository}/manifests/{reference}",
            headers={"Accept": f"{DOCKER_MANIFEST}, {OCI_MANIFEST}"},
        )
        expect(status == 200, f"{self.host}/{repository}:{reference} answers {status}")
        return body, headers["content-type"]

    def blob(self, repository, digest):
        status, _, body = self.request("GET", f"/v2/{repository}/blobs/{digest}")
        expect(status == 200, f"{self.host}/{repository}@{digest} answers {status}")
        return body

    def blob_bytes(self, repository, digest):
        """How long a blob is; -1 when it is not there."""
        status, headers, _ = self.request("HEAD", f"/v2/{repository}/blobs/{digest}")
        return int(headers["content-length"]) if status == 200 else -1

    def push_blob(self, repository, content):
        digest = digest_of(content)
        status, headers, _ = self.request("POST", f"/v2/{repository}/blobs/uploads/", body=b"")
        expect(status == 202, f"POST for an upload to {repository} answers {status}")
        location = headers["location"].split(self.host, 1)[-1]
        separator = "&" if "?" in location else "?"
        status, _, body = self.request(
            "PUT",
            f"{location}{separator}digest={digest}",
            body=content,
            headers={"Content-Type": "application/octet-stream"},
        )
        expect(status == 201, f"PUT of {digest} to {repository} answers {status}: {body!r}")
        return digest

    def mount_blob(self, repository, digest, from_repository):
        status, _, _ = self.request(
            "POST", f"/v2/{repository}/blobs/uploads/?mount={digest}&from={from_repository}", body=b""
        )
        expect(status == 201, f"mounting {digest} from {from_repository} answers {status}")

    def push_manifest(self, repository, tag, content, media_type):
        status, _, body = self.request(
            "PUT", f"/v2/{repository}/manifests/{tag}", body=content, headers={"Content-Type": media_type}
        )
        expect(status == 201, f"PUT of the manifest of {repository}:{tag} answers {status}: {body!r}")

    def _await_start(self):
        for _ in range(300):
            if self._process.poll() is not None:
                raise RuntimeError(f"docker-registry does not run:\n{self._log.read_text()}")
            try:
                self.request("GET", "/v2/")
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise RuntimeError(f"docker-registry does not answer on {self.host}")

    def _await_quiet_log(self):
        """A request is written down just after its answer has gone out."""
        size = -1
        while size != self.mark():
            size = self.mark()
            time.sleep(0.1)


def expect(condition, problem):
    """Fails the benchmark: figures of work that was not done are worth nothing."""
    if not condition:
        raise AssertionError(problem)


def _parsed(line):
    # ".123456789Z": strptime takes six digits at most
    written = datetime.fromisoformat(line["time"][:19] + "+00:00").timestamp() + float(
        "0." + (line["time"][20:].rstrip("Z") or "0")
    )
    seconds = _seconds(line["http.response.duration"])
    return Request(
        began=written - seconds,
        seconds=seconds,
        method=line["http.request.method"],
        uri=line["http.request.uri"],
        status=line["http.response.status"],
    )


def _seconds(text):
    """Of a Go duration such as 1m2.5s, 12.3ms or 45µs."""
    units = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
    total, number, rest = 0.0, "", text
    while rest:
        if rest[0] in "0123456789.":
            number, rest = number + rest[0], rest[1:]
            continue
        unit = rest[:2] if rest[:2] in units else rest[:1]
        total, number, rest = total + float(number) * units[unit], "", rest[len(unit) :]
    return total


def _free_port():
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]
