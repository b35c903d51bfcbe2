package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.image.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Seeds any registry with images and reads back what it holds, with nothing but the JDK's HTTP, so that it agrees with the
 * plugin only where both follow the specification.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution-spec</a>
 */
public final class RegistryFixture {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST_TYPES = String.join(
            ",",
            TestBaseImage.MediaTypes.OCI.index(),
            TestBaseImage.MediaTypes.OCI.manifest(),
            TestBaseImage.MediaTypes.DOCKER.index(),
            TestBaseImage.MediaTypes.DOCKER.manifest());

    private final URI url;
    private final Map<String, String> headers;
    private final HttpClient http;

    private RegistryFixture(URI url, Map<String, String> headers, HttpClient http) {
        this.url = url;
        this.headers = new TreeMap<>(headers);
        this.http = http;
    }

    /** The registry at {@code http://HOST:PORT} or {@code https://HOST:PORT}. */
    public static RegistryFixture at(URI url) {
        return new RegistryFixture(url, Map.of(), httpClient().build());
    }

    /** As {@link #at(URI)}. */
    public static RegistryFixture at(String url) {
        return at(URI.create(url));
    }

    public RegistryFixture withBasicAuth(String user, String password) {
        return withHeader("Authorization", RegistryAccess.basicAuthorization(user, password));
    }

    /** Sends this header with each request. */
    public RegistryFixture withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new RegistryFixture(url, more, http);
    }

    /** Trusts what is in an {@link EmbeddedRegistry#trustStore()}. */
    public RegistryFixture withTrustStore(Path trustStore) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(ServerCertificate.readTrustStore(trustStore));
            SSLContext ssl = SSLContext.getInstance("TLS");
            ssl.init(null, trust.getTrustManagers(), null);
            return new RegistryFixture(
                    url, headers, httpClient().sslContext(ssl).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpClient.Builder httpClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    }

    /** Pushes an image, what is missing of it, under a tag. Layers stream. */
    public Manifest push(String repository, String tag, TestBaseImage image) {
        pushBlobs(repository, image);
        return pushManifest(repository, tag, image.manifest());
    }

    /** Pushes an index, with all its images and indexes, under a tag. */
    public Manifest push(String repository, String tag, TestImageIndex index) {
        for (TestBaseImage image : index.images()) {
            pushBlobs(repository, image);
            pushManifest(repository, image.manifest().digest().toString(), image.manifest());
        }
        for (TestImageIndex inner : index.indexes()) {
            pushManifest(repository, inner.manifest().digest().toString(), inner.manifest());
        }
        return pushManifest(repository, tag, index.manifest());
    }

    private void pushBlobs(String repository, TestBaseImage image) {
        pushBlob(repository, TestLayer.ofBytes(image.configBytes()));
        image.layers().forEach(layer -> pushBlob(repository, layer));
    }

    /** Pushes a blob, unless it is there. */
    public void pushBlob(String repository, TestLayer blob) {
        if (hasBlob(repository, blob.digest())) {
            return;
        }
        HttpResponse<String> upload = send("POST", "/v2/" + repository + "/blobs/uploads/", text());
        expect(upload, 202);
        String location = upload.headers().firstValue("Location").orElseThrow();
        URI target = url.resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + blob.digest());
        HttpRequest put = request(target)
                .header("Content-Type", "application/octet-stream")
                .PUT(streamed(blob))
                .build();
        expect(send(put, text()), 201);
    }

    private static BodyPublisher streamed(TestLayer blob) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return blob.content().open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                blob.bytes());
    }

    /** Pushes a manifest under a tag or its digest; what it names has to be there. */
    public Manifest pushManifest(String repository, String tagOrDigest, Manifest manifest) {
        HttpRequest put = request(url.resolve("/v2/" + repository + "/manifests/" + tagOrDigest))
                .header("Content-Type", manifest.mediaType())
                .PUT(BodyPublishers.ofByteArray(manifest.bytes()))
                .build();
        expect(send(put, text()), 201);
        return manifest;
    }

    /** Has a blob of one repository appear in another. Says whether the registry did it. */
    public boolean mount(String repository, Digest digest, String from) {
        String path = "/v2/" + repository + "/blobs/uploads/?mount=" + digest + "&from=" + from;
        HttpResponse<String> response = send("POST", path, text());
        expect(response, 201, 202);
        return response.statusCode() == 201;
    }

    /** The manifest or index that a tag or digest names. */
    public Optional<Manifest> manifest(String repository, String tagOrDigest) {
        HttpRequest get = request(url.resolve("/v2/" + repository + "/manifests/" + tagOrDigest))
                .header("Accept", MANIFEST_TYPES)
                .build();
        HttpResponse<byte[]> response = send(get, BodyHandlers.ofByteArray());
        expect(response, 200, 404);
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(new Manifest(
                        response.headers().firstValue("Content-Type").orElseThrow(), response.body()));
    }

    /** The config of the image that a tag or digest names. */
    public JsonNode config(String repository, String tagOrDigest) {
        Manifest manifest = manifest(repository, tagOrDigest).orElseThrow();
        return json(blob(repository, manifest.configDigest()));
    }

    /** The tags that the registry lists, sorted; empty where it cannot list any, as an embedded one cannot. */
    public Optional<List<String>> tags(String repository) {
        HttpResponse<byte[]> response = send("GET", "/v2/" + repository + "/tags/list", BodyHandlers.ofByteArray());
        expect(response, 200, 404, 405);
        List<String> tags = new ArrayList<>();
        if (response.statusCode() == 200) {
            json(response.body()).path("tags").forEach(tag -> tags.add(tag.asText()));
        }
        return response.statusCode() == 405
                ? Optional.empty()
                : Optional.of(tags.stream().sorted().toList());
    }

    public boolean hasBlob(String repository, Digest digest) {
        HttpResponse<Void> response = send("HEAD", "/v2/" + repository + "/blobs/" + digest, BodyHandlers.discarding());
        expect(response, 200, 404);
        return response.statusCode() == 200;
    }

    /** A whole blob, a small one. */
    public byte[] blob(String repository, Digest digest) {
        try (InputStream in = openBlob(repository, digest)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A blob of any size. The caller closes it. */
    public InputStream openBlob(String repository, Digest digest) {
        HttpResponse<InputStream> response =
                send("GET", "/v2/" + repository + "/blobs/" + digest, BodyHandlers.ofInputStream());
        expect(response, 200);
        return response.body();
    }

    /** The entries of a layer's tar, gzipped or not, in order. */
    public List<LayerEntry> layerEntries(String repository, Digest layer) {
        List<LayerEntry> entries = new ArrayList<>();
        try (InputStream blob = openBlob(repository, layer);
                TarArchiveInputStream tar = new TarArchiveInputStream(decompressed(blob))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(LayerEntry.of(entry));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static InputStream decompressed(InputStream blob) throws IOException {
        BufferedInputStream in = new BufferedInputStream(blob);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in) : in;
    }

    private HttpRequest.Builder request(URI target) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target);
        headers.forEach(builder::setHeader);
        return builder;
    }

    private <T> HttpResponse<T> send(String method, String path, BodyHandler<T> handler) {
        HttpRequest request = request(url.resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return send(request, handler);
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(request + " was interrupted", e);
        }
    }

    private static BodyHandler<String> text() {
        return BodyHandlers.ofString();
    }

    private static void expect(HttpResponse<?> response, Integer... statuses) {
        if (!List.of(statuses).contains(response.statusCode())) {
            throw new IllegalStateException(
                    response.request() + " was answered with " + response.statusCode() + ": " + response.body());
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
