"""A registry of 10 GB on a machine that does not have them: it makes up the layers that it serves, and hashes and drops
what it is sent. Blobs belong to repositories, as in distribution; uploads are checked against their digests.

    python3 -m benchmark.stand_in LAYERS LAYER_BYTES

listens on a free port of 127.0.0.1, which it prints, has a base image BASE_REPOSITORY:BASE_TAG of so many layers (0: none),
and answers /requests with the number of requests by method since the last time it was asked.
"""

import collections
import hashlib
import json
import random
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from benchmark.registry import DOCKER_MANIFEST, digest_of
from benchmark.samples import image

BASE_REPOSITORY = "base"
BASE_TAG = "1"
_BLOCK = 1 << 20


class Layer:
    """Bytes that are the same block again and again after a first one that is the layer's own."""

    def __init__(self, number, size, block):
        self.size = size
        self._own = number.to_bytes(16, "big")
        self._block = block
        whole = hashlib.sha256()
        for part in self.parts():
            whole.update(part)
        self.digest = f"sha256:{whole.hexdigest()}"

    def parts(self):
        yield self._own[: self.size]
        left = self.size - len(self._own)
        while left > 0:
            yield self._block[:left]
            left -= _BLOCK


class Store:
    """What the repositories hold: the bytes of a manifest or config, a Layer, or just the size of what was dropped."""

    def __init__(self, layers, layer_bytes):
        self.lock = threading.Lock()
        self.blobs = collections.defaultdict(dict)  # repository: digest: content or size
        self.manifests = collections.defaultdict(dict)  # repository: tag or digest: (content, media type)
        self.uploads = {}
        self.requests = collections.Counter()
        if layers:
            self._make_base(layers, layer_bytes)

    def _make_base(self, count, layer_bytes):
        block = memoryview(random.Random(1).randbytes(_BLOCK))
        layers = [Layer(number, layer_bytes, block) for number in range(count)]
        config, manifest = image([(layer.digest, layer.size, layer.digest) for layer in layers])
        held = {layer.digest: layer for layer in layers} | {digest_of(config): config}
        self.blobs[BASE_REPOSITORY].update(held)
        self.put_manifest(BASE_REPOSITORY, BASE_TAG, manifest, DOCKER_MANIFEST)

    def put_manifest(self, repository, tag, content, media_type):
        """Whether it was taken: all that it names must be there."""
        named = json.loads(content)
        with self.lock:
            if any(blob["digest"] not in self.blobs[repository] for blob in [named["config"], *named["layers"]]):
                return False
            self.manifests[repository][tag] = self.manifests[repository][digest_of(content)] = content, media_type
            return True


class Handler(BaseHTTPRequestHandler):
    """The part of the distribution-spec that a push needs."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    store = Store(0, 0)

    def handle_request(self):
        path = urlsplit(self.path).path
        if path == "/requests":
            with self.store.lock:
                counted = dict(self.store.requests)
                self.store.requests.clear()
            return self._answer(200, json.dumps(counted).encode())
        with self.store.lock:
            self.store.requests[self.command] += 1
        if path == "/v2/":
            return self._answer(200, b"{}")
        for kind, serve in (
            ("/blobs/uploads/", self._upload),
            ("/manifests/", self._manifest),
            ("/blobs/", self._blob),
        ):
            repository, found, name = path.removeprefix("/v2/").partition(kind)
            if found:
                return serve(repository, name)
        return self._answer(404)

    do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = handle_request

    def _manifest(self, repository, name):
        if self.command == "PUT":
            content = b"".join(map(bytes, self._body()))
            taken = self.store.put_manifest(repository, name, content, self.headers["Content-Type"])
            return self._answer(201 if taken else 400, b"", {"Docker-Content-Digest": digest_of(content)})
        with self.store.lock:
            content, media_type = self.store.manifests[repository].get(name, (None, None))
        if content is None:
            return self._answer(404)
        return self._answer(200, content, {"Content-Type": media_type, "Docker-Content-Digest": digest_of(content)})

    def _blob(self, repository, digest):
        with self.store.lock:
            blob = self.store.blobs[repository].get(digest)
        if blob is None:
            return self._answer(404)
        if isinstance(blob, bytes):
            return self._answer(200, blob)
        self._headers(200, {"Content-Length": blob.size if isinstance(blob, Layer) else blob})
        if self.command == "GET":
            for part in blob.parts():
                self.wfile.write(part)

    def _upload(self, repository, name):
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        if self.command == "POST":
            for _ in self._body():
                pass
            digest = query.get("mount")
            with self.store.lock:
                held = self.store.blobs[query.get("from", "")].get(digest)
                if held is not None:
                    self.store.blobs[repository][digest] = held
                    name = None
                else:
                    name = str(uuid.uuid4())
                    self.store.uploads[name] = [hashlib.sha256(), 0]
            if name is None:
                return self._answer(201, b"", {"Location": f"/v2/{repository}/blobs/{digest}"})
            return self._answer(202, b"", {"Location": f"/v2/{repository}/blobs/uploads/{name}"})
        upload = self.store.uploads[name]
        for part in self._body():
            upload[0].update(part)
            upload[1] += len(part)
        if self.command == "PATCH":
            return self._answer(202, b"", {"Location": f"/v2/{repository}/blobs/uploads/{name}"})
        if f"sha256:{upload[0].hexdigest()}" != query["digest"]:
            return self._answer(400)
        with self.store.lock:
            self.store.blobs[repository][query["digest"]] = upload[1]
        return self._answer(201, b"", {"Location": f"/v2/{repository}/blobs/{query['digest']}"})

    def _body(self):
        """The request's body in parts; each is valid until the next one is asked for."""
        buffer = memoryview(bytearray(_BLOCK))
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            while length := int(self.rfile.readline().split(b";")[0], 16):
                yield from self._read(length, buffer)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
        else:
            yield from self._read(int(self.headers.get("Content-Length", 0)), buffer)

    def _read(self, length, buffer):
        while length:
            count = self.rfile.readinto(buffer[: min(length, _BLOCK)])
            if not count:
                raise ConnectionError("the body ended too early")
            yield buffer[:count]
            length -= count

    def _answer(self, status, content=b"", headers=None):
        self._headers(status, {"Content-Length": len(content), **(headers or {})})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _headers(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def log_message(self, *_):
        """Says nothing: requests are counted, not listed."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A push with too small a heap goes away in the middle: that is found out on the other side."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


if __name__ == "__main__":
    Handler.store = Store(int(sys.argv[1]), int(sys.argv[2]))
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
