"""TLS for the registries, and trust in them for the tools: as real registries have it, at the cost of its handshakes."""

import os
import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmark.network import ADDRESS

_PASSWORD = "changeit"


@dataclass(frozen=True)
class Tls:
    """A certificate for ADDRESS with its key (PEM), and a trust store that holds nothing else."""

    certificate: Path
    key: Path
    trust: Path

    def for_go(self):
        """The environment in which a Go program trusts the registries."""
        return {"SSL_CERT_FILE": str(self.certificate)}

    def for_java(self):
        """The options with which a JVM does."""
        return [f"-Djavax.net.ssl.trustStore={self.trust}", f"-Djavax.net.ssl.trustStorePassword={_PASSWORD}"]

    def context(self):
        """For a Python client that does."""
        return ssl.create_default_context(cafile=self.certificate)


def make(directory):
    """Makes a certificate, valid for two days."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    tls = Tls(directory / "certificate.pem", directory / "key.pem", directory / "trust")
    subject = ["-subj", "/CN=benchmark", "-addext", f"subjectAltName=IP:{ADDRESS}"]
    files = ["-keyout", str(tls.key), "-out", str(tls.certificate)]
    _run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files)
    store = ["-keystore", str(tls.trust), "-storepass", _PASSWORD]
    _run("keytool", "-importcert", "-noprompt", "-alias", "registry", "-file", str(tls.certificate), *store)
    return tls


def _run(*command):
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")
