"""What is pushed: a base image of random bytes, and a toolchain bundle."""

import gzip
import io
import json
import random
import tarfile

from benchmark.registry import DOCKER_MANIFEST, digest_of

_LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip"
_CONFIG_TYPE = "application/vnd.docker.container.image.v1+json"

OTP_VERSION = "27.3.4.1"
# As many as a kerl-built OTP has, of a size that gives 149 MB of tar and 64 MB of tar.gz.
_FILES = 2770
_FILE_BYTES = 53_000
_RANDOM_SHARE = 0.43


def seed_base(registry, repository, tag, layers, layer_bytes):
    """Pushes a base image; each layer is a tar.gz with one file of random bytes, which gzip stores as they are."""
    pushed = []
    for number in range(layers):
        tar = _tar([_file(f"layer-{number}", random.Random(number).randbytes(layer_bytes))])
        layer = gzip.compress(tar, compresslevel=0, mtime=0)
        pushed.append((registry.push_blob(repository, layer), len(layer), digest_of(tar)))
    push_image(registry, repository, tag, pushed)


def copy_with_another_toolchain(source, repository, target, target_repository, tag):
    """Pushes the base with some other layer on it, as an earlier push of another toolchain would have left it."""
    base, _ = source.manifest(repository, "1")
    base = json.loads(base)
    config = json.loads(source.blob(repository, base["config"]["digest"]))
    for layer in base["layers"]:
        target.push_blob(target_repository, source.blob(repository, layer["digest"]))
    tar = _tar([_file("usr/local/erlang/OTP_VERSION", b"26.2.5\n")])
    other = gzip.compress(tar, mtime=0)
    diff_ids = config["rootfs"]["diff_ids"]
    layers = [(layer["digest"], layer["size"], diff_id) for layer, diff_id in zip(base["layers"], diff_ids, strict=True)]
    layers.append((target.push_blob(target_repository, other), len(other), digest_of(tar)))
    push_image(target, target_repository, tag, layers)


def push_image(registry, repository, tag, layers):
    """LAYERS are digests, sizes and diff IDs; they must be there already."""
    config, manifest = image(layers)
    registry.push_blob(repository, config)
    registry.push_manifest(repository, tag, manifest, DOCKER_MANIFEST)


def image(layers):
    """The config and the manifest of a Docker image of these layers: digest, size in bytes and diff ID of each."""
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
            "rootfs": {"type": "layers", "diff_ids": [diff_id for _, _, diff_id in layers]},
        }
    ).encode()
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": DOCKER_MANIFEST,
            "config": {"mediaType": _CONFIG_TYPE, "size": len(config), "digest": digest_of(config)},
            "layers": [{"mediaType": _LAYER_TYPE, "size": size, "digest": digest} for digest, size, _ in layers],
        }
    ).encode()
    return config, manifest


def make_bundle(directory):
    """Writes toolchain.json and toolchain.tar.gz, valid for push and as large as a real one; the former's path."""
    descriptor = directory / "toolchain.json"
    if descriptor.exists():
        return descriptor
    directory.mkdir(parents=True, exist_ok=True)
    tar = _tar(_toolchain())
    layer = gzip.compress(tar, compresslevel=6, mtime=0)
    (directory / "toolchain.tar.gz").write_bytes(layer)
    descriptor.write_text(
        json.dumps(
            {
                "schemaVersion": 1,
                "erlang": {"otpVersion": OTP_VERSION, "ertsVersion": "15.2.7"},
                "rebar3": {"version": "3.25.1"},
                "kerl": {"version": "4.4.0", "configureOptions": "--without-wx"},
                "platform": {"os": "linux", "architecture": "amd64"},
                "builtOn": {"image": "benchmark", "osRelease": "none", "glibc": "2.34", "openssl": "3.0.8"},
                "layer": {
                    "file": "toolchain.tar.gz",
                    "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                    "size": len(layer),
                    "digest": digest_of(layer),
                    "diffId": digest_of(tar),
                    "uncompressedSize": len(tar),
                },
                "created": "2026-11-23T00:00:00Z",
            },
            indent=2,
        )
    )
    return descriptor


def unpack(bundle, directory):
    """The layer's files as a directory, for Jib's pipeline, which takes nothing else."""
    if not directory.exists():
        with tarfile.open(bundle.with_name(json.loads(bundle.read_text())["layer"]["file"])) as tar:
            tar.extractall(directory)


def _toolchain():
    chance = random.Random(27)
    random_bytes = int(_FILE_BYTES * _RANDOM_SHARE)
    text = (b"-module(sample). -export([start/0]). start() -> ok.\n" * (1 + _FILE_BYTES // 50))[: _FILE_BYTES - random_bytes]
    erlang = "usr/local/erlang/"
    elf = bytes([0x7F, *b"ELF", 2, 1, 1]) + bytes(11) + bytes([62]) + bytes(45)
    entries = [
        *map(_directory, ("etc", "etc/profile.d", "usr", "usr/local", "usr/local/bin", erlang + "bin", erlang + "lib")),
        *map(_directory, ("usr/local/erlang", erlang + "erts-15.2.7", erlang + "erts-15.2.7/bin")),
        *map(_directory, (erlang + "releases", erlang + "releases/27")),
        _file("etc/profile.d/erlang.sh", b"export PATH=/usr/local/erlang/bin:$PATH\n"),
        _file("usr/local/bin/rebar3", b"#!/usr/bin/env escript\n", 0o755),
        _file(erlang + "bin/erl", b"#!/bin/sh\n", 0o755),
        _link(erlang + "bin/epmd", "../erts-15.2.7/bin/epmd"),
        _file(erlang + "erts-15.2.7/bin/epmd", elf, 0o755),
        _file(erlang + "releases/27/OTP_VERSION", OTP_VERSION.encode() + b"\n"),
        *(_file(f"{erlang}lib/{number:04}.beam", chance.randbytes(random_bytes) + text) for number in range(_FILES)),
    ]
    return sorted(entries, key=lambda entry: entry[0].name + ("/" if entry[0].isdir() else ""))


def _tar(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for header, content in entries:
            tar.addfile(header, io.BytesIO(content))
    return out.getvalue()


def _file(name, content, mode=0o644):
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = len(content), mode, 1
    return header, content


def _directory(name):
    header = tarfile.TarInfo(name)
    header.type, header.mode, header.mtime = tarfile.DIRTYPE, 0o755, 1
    return header, b""


def _link(name, target):
    header = tarfile.TarInfo(name)
    header.type, header.linkname, header.mode, header.mtime = tarfile.SYMTYPE, target, 0o777, 1
    return header, b""
