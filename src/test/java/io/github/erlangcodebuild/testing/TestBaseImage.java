package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.image.Digest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a base image together: its layers, config and manifest, to be pushed with {@link RegistryFixture#push}.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI image-spec, config</a>
 */
public final class TestBaseImage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MediaTypes mediaTypes;
    private final List<TestLayer> layers = new ArrayList<>();
    private final ObjectNode root = JSON.createObjectNode();
    private final ObjectNode runtime = JSON.createObjectNode();
    private final ArrayNode history = JSON.createArrayNode();

    private TestBaseImage(MediaTypes mediaTypes) {
        this.mediaTypes = mediaTypes;
        root.put("created", "2026-01-01T00:00:00Z");
        platform("linux", "amd64");
    }

    /** A linux/amd64 image without layers, in Docker's format v2.2. */
    public static TestBaseImage docker() {
        return new TestBaseImage(MediaTypes.DOCKER);
    }

    /** A linux/amd64 image without layers, in OCI's format. */
    public static TestBaseImage oci() {
        return new TestBaseImage(MediaTypes.OCI);
    }

    /** A Windows image of one small layer. */
    public static TestBaseImage windows() {
        return docker().platform("windows", "amd64")
                .osVersion("10.0.20348.2113")
                .layer(TestLayer.ofTextFiles(Map.of("Files/License.txt", "a license\n")));
    }

    /** What build tools put into an index beside an image: no image, for the platform unknown/unknown. */
    static TestBaseImage attestation() {
        byte[] statement = "{\"_type\":\"https://in-toto.io/Statement/v0.1\"}".getBytes(StandardCharsets.UTF_8);
        return oci().platform("unknown", "unknown")
                .layer(TestLayer.ofBytes(statement).withMediaType("application/vnd.in-toto+json"));
    }

    public TestBaseImage layer(TestLayer layer) {
        layers.add(layer);
        return this;
    }

    /** Adds layers of pseudo-random bytes, no two alike, the same each time. */
    public TestBaseImage syntheticLayers(int count, long bytesEach) {
        for (int i = 0; i < count; i++) {
            layer(TestLayer.synthetic(layers.size(), bytesEach));
        }
        return this;
    }

    public TestBaseImage platform(String os, String architecture) {
        return root("os", os).root("architecture", architecture);
    }

    public TestBaseImage variant(String variant) {
        return root("variant", variant);
    }

    public TestBaseImage osVersion(String version) {
        return root("os.version", version);
    }

    public TestBaseImage entrypoint(String... command) {
        return config("Entrypoint", command);
    }

    public TestBaseImage cmd(String... arguments) {
        return config("Cmd", arguments);
    }

    /** Each {@code NAME=value}. */
    public TestBaseImage env(String... variables) {
        return config("Env", variables);
    }

    public TestBaseImage user(String user) {
        return config("User", user);
    }

    public TestBaseImage workingDirectory(String directory) {
        return config("WorkingDir", directory);
    }

    public TestBaseImage labels(Map<String, String> labels) {
        return config("Labels", labels);
    }

    public TestBaseImage volume(String path) {
        runtime.withObjectProperty("Volumes").putObject(path);
        return this;
    }

    /** A port such as {@code 8080/tcp}. */
    public TestBaseImage port(String port) {
        runtime.withObjectProperty("ExposedPorts").putObject(port);
        return this;
    }

    /** A line of history, with the layer it made or, if it is empty, without. */
    public TestBaseImage history(String createdBy, boolean emptyLayer) {
        ObjectNode line =
                history.addObject().put("created", "2026-01-01T00:00:00Z").put("created_by", createdBy);
        if (emptyLayer) {
            line.put("empty_layer", true);
        }
        return this;
    }

    /** Any field of {@code config}, such as {@code StopSignal}, {@code Shell}, {@code OnBuild}, {@code Healthcheck}. */
    public TestBaseImage config(String field, Object value) {
        runtime.set(field, JSON.valueToTree(value));
        return this;
    }

    /** Any field beside {@code config}, such as {@code author}. */
    public TestBaseImage root(String field, Object value) {
        root.set(field, JSON.valueToTree(value));
        return this;
    }

    List<TestLayer> layers() {
        return List.copyOf(layers);
    }

    MediaTypes mediaTypes() {
        return mediaTypes;
    }

    /** The platform of this image as an index tells it. */
    ObjectNode platform() {
        ObjectNode platform = JSON.createObjectNode();
        for (String field : List.of("architecture", "os", "os.version", "variant")) {
            JsonNode value = root.get(field);
            if (value != null) {
                platform.set(field, value);
            }
        }
        return platform;
    }

    byte[] configBytes() {
        ObjectNode config = root.deepCopy();
        config.set("config", runtime);
        if (!history.isEmpty()) {
            config.set("history", history);
        }
        ArrayNode diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        layers.forEach(layer -> diffIds.add(layer.diffId().toString()));
        return bytes(config);
    }

    /** This image's manifest, as it will be pushed. */
    public Manifest manifest() {
        byte[] config = configBytes();
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaTypes.manifest());
        manifest.putObject("config")
                .put("mediaType", mediaTypes.config())
                .put("size", config.length)
                .put("digest", Digest.of(config).toString());
        ArrayNode descriptors = manifest.putArray("layers");
        for (TestLayer layer : layers) {
            descriptors
                    .addObject()
                    .put("mediaType", layer.mediaType().orElse(mediaTypes.layer()))
                    .put("size", layer.bytes())
                    .put("digest", layer.digest().toString());
        }
        return new Manifest(mediaTypes.manifest(), bytes(manifest));
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of one family of formats. */
    enum MediaTypes {
        DOCKER(
                "application/vnd.docker.distribution.manifest.list.v2+json",
                "application/vnd.docker.distribution.manifest.v2+json",
                "application/vnd.docker.container.image.v1+json",
                "application/vnd.docker.image.rootfs.diff.tar.gzip"),
        OCI(
                "application/vnd.oci.image.index.v1+json",
                "application/vnd.oci.image.manifest.v1+json",
                "application/vnd.oci.image.config.v1+json",
                "application/vnd.oci.image.layer.v1.tar+gzip");

        private final String index;
        private final String manifest;
        private final String config;
        private final String layer;

        MediaTypes(String index, String manifest, String config, String layer) {
            this.index = index;
            this.manifest = manifest;
            this.config = config;
            this.layer = layer;
        }

        String index() {
            return index;
        }

        String manifest() {
            return manifest;
        }

        String config() {
            return config;
        }

        String layer() {
            return layer;
        }
    }
}
