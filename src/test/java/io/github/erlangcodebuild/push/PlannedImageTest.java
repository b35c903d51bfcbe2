package io.github.erlangcodebuild.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.ManifestFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class PlannedImageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = "sha256:" + "1".repeat(64);
    private static final String SECOND = "sha256:" + "2".repeat(64);
    private static final String TOOLCHAIN = "sha256:" + "e".repeat(64);
    private static final String TOOLCHAIN_DIFF = "sha256:" + "d".repeat(64);
    private static final String BASE_CONFIG = """
            {"architecture": "amd64", "os": "linux", "variant": "v2", "created": "2024-05-06T07:08:09.123456789Z",
             "config": {"Entrypoint": ["dockerd-entrypoint.sh"], "Cmd": ["bash"], "User": "codebuild-user",
               "WorkingDir": "/work", "Env": ["LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "EMPTY="],
               "Labels": {"vendor": "AWS"}, "Volumes": {"/data": {}}, "ExposedPorts": {"8080/tcp": {}},
               "StopSignal": "SIGINT", "Shell": ["/bin/bash", "-c"], "OnBuild": ["RUN true"],
               "Healthcheck": {"Test": ["CMD", "true"]}},
             "rootfs": {"type": "layers", "diff_ids": ["sha256:%s", "sha256:%s"]},
             "history": [{"created_by": "ADD"}, {"created_by": "ENV", "empty_layer": true}, {"created_by": "RUN"}]}
            """.formatted("a".repeat(64), "b".repeat(64));

    @Test
    void theBasesLayersComeFirstUntouchedThenTheToolchain() {
        JsonNode layers = manifest(plan()).path("layers");

        assertThat(layers).hasSize(3);
        assertThat(layers.get(0).toString())
                .isEqualTo("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+zstd\",\"digest\":\"" + FIRST
                        + "\",\"size\":10,\"annotations\":{\"a\":\"b\"}}");
        assertThat(layers.get(1).path("digest").asText()).isEqualTo(SECOND);
        assertThat(layers.get(2).toString())
                .isEqualTo("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"" + TOOLCHAIN
                        + "\",\"size\":45899613}");
    }

    @Test
    void anImageHasAsManyLayersAsDockerTakes() {
        assertThat(manifest(PlannedImage.of(layers(124), toolchain("amd64"), ImageSettings.none()))
                        .path("layers"))
                .hasSize(125);
    }

    @Test
    void anImageOfMoreLayersThanDockerTakesIsRefused() {
        assertThatThrownBy(() -> PlannedImage.of(layers(125), toolchain("amd64"), ImageSettings.none()))
                .isInstanceOfSatisfying(ActionableException.class, failure -> {
                    assertThat(failure.problem())
                            .isEqualTo(
                                    "The image would have 126 layers: 125 of the base image example.com/base:1, and the"
                                            + " toolchain. Docker, with which CodeBuild pulls it, takes at most 125.");
                    assertThat(failure.remedy()).contains("at most 124 layers", "crane flatten example.com/base:1");
                });
    }

    @Test
    void everythingInTheBasesConfigIsKept() {
        JsonNode config = config(plan());
        JsonNode container = config.path("config");

        assertThat(config.path("variant").asText()).isEqualTo("v2");
        assertThat(container.path("Entrypoint").toString()).isEqualTo("[\"dockerd-entrypoint.sh\"]");
        assertThat(container.path("Cmd").toString()).isEqualTo("[\"bash\"]");
        assertThat(container.path("User").asText()).isEqualTo("codebuild-user");
        assertThat(container.path("WorkingDir").asText()).isEqualTo("/work");
        assertThat(container.path("Volumes").has("/data")).isTrue();
        assertThat(container.path("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(container.path("StopSignal").asText()).isEqualTo("SIGINT");
        assertThat(container.path("Shell").toString()).isEqualTo("[\"/bin/bash\",\"-c\"]");
        assertThat(container.path("OnBuild").toString()).isEqualTo("[\"RUN true\"]");
        assertThat(container.path("Healthcheck").path("Test")).hasSize(2);
        assertThat(container.path("Labels").path("vendor").asText()).isEqualTo("AWS");
    }

    @Test
    void pathGetsErlangInFrontAndTheOtherVariablesStayAsTheyAre() {
        assertThat(strings(config(plan()).path("config").path("Env")))
                .containsExactly("LANG=C.UTF-8", "PATH=/usr/local/erlang/bin:/usr/local/bin:/usr/bin:/bin", "EMPTY=");
    }

    @Test
    void aBaseThatHasErlangInFrontOfItsPathKeepsThatPath() {
        String config = BASE_CONFIG.replace("PATH=/usr/local/bin", "PATH=/usr/local/erlang/bin:/usr/local/bin");

        assertThat(strings(config(plan(config, ImageSettings.none()))
                        .path("config")
                        .path("Env")))
                .contains("PATH=/usr/local/erlang/bin:/usr/local/bin:/usr/bin:/bin");
    }

    @Test
    void aBaseWithoutPathGetsTheUsualOne() {
        String config = BASE_CONFIG.replace("\"PATH=/usr/local/bin:/usr/bin:/bin\", ", "");

        assertThat(strings(config(plan(config, ImageSettings.none()))
                        .path("config")
                        .path("Env")))
                .contains("PATH=/usr/local/erlang/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }

    @Test
    void theUsersVariablesWinOverTheBasesButErlangStaysInThePath() {
        ImageSettings settings = ImageSettings.of(Map.of(), Map.of("LANG", "C", "PATH", "/opt/bin", "NEW", "a=b"));

        assertThat(strings(config(plan(BASE_CONFIG, settings)).path("config").path("Env")))
                .containsExactly("LANG=C", "PATH=/usr/local/erlang/bin:/opt/bin", "EMPTY=", "NEW=a=b");
    }

    @Test
    void labelsSayWhatTheImageHoldsAndWhatItStandsOn() {
        JsonNode labels = config(plan()).path("config").path("Labels");

        assertThat(labels.path("erlang.version").asText()).isEqualTo("27.1");
        assertThat(labels.path("rebar3.version").asText()).isEqualTo("3.25.1");
        assertThat(labels.path("description").asText()).contains("Erlang/OTP 27.1", "rebar3 3.25.1");
        assertThat(labels.path("org.opencontainers.image.title").asText()).isEqualTo("erlang-codebuild");
        assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo("27.1");
        assertThat(labels.path("org.opencontainers.image.created").asText()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(labels.path("org.opencontainers.image.base.name").asText()).isEqualTo("example.com/base:1");
        assertThat(labels.path("org.opencontainers.image.base.digest").asText()).isEqualTo("sha256:" + "f".repeat(64));
    }

    @Test
    void theUsersLabelsWin() {
        ImageSettings settings = ImageSettings.of(Map.of("vendor", "us", "description", "ours"), Map.of());
        JsonNode labels = config(plan(BASE_CONFIG, settings)).path("config").path("Labels");

        assertThat(labels.path("vendor").asText()).isEqualTo("us");
        assertThat(labels.path("description").asText()).isEqualTo("ours");
    }

    @Test
    void theToolchainsDiffIdComesLast() {
        assertThat(strings(config(plan()).path("rootfs").path("diff_ids")))
                .last()
                .isEqualTo(TOOLCHAIN_DIFF);
    }

    @Test
    void historyGetsAnEntryWhereItIsCompleteAndStaysAwayWhereItIsNot() {
        assertThat(config(plan()).path("history")).hasSize(4);
        String incomplete = BASE_CONFIG.replace("{\"created_by\": \"ADD\"}, ", "");
        assertThat(config(plan(incomplete, ImageSettings.none())).path("history"))
                .hasSize(2);
    }

    @Test
    void theTimeOfCreationIsTheLaterOneOfBaseAndBundle() {
        assertThat(config(plan()).path("created").asText()).isEqualTo("2026-11-23T00:00:00Z");
        String younger = BASE_CONFIG.replace("2024-05-06", "2030-05-06");
        assertThat(config(plan(younger, ImageSettings.none())).path("created").asText())
                .isEqualTo("2030-05-06T07:08:09.123456789Z");
    }

    @Test
    void theSameInputsGiveTheSameDigestAndOthersAnother() {
        assertThat(plan().digest()).isEqualTo(plan().digest());
        assertThat(plan(BASE_CONFIG, ImageSettings.of(Map.of("a", "b"), Map.of()))
                        .digest())
                .isNotEqualTo(plan().digest());
    }

    @Test
    void theDigestIsThatOfTheCompactManifestAndTheManifestNamesTheConfigsDigest() throws IOException {
        PlannedImage image = plan();

        assertThat(image.digest()).isEqualTo(Digest.of(image.manifest()));
        assertThat(manifest(image).path("config").path("digest").asText())
                .isEqualTo(Digest.of(image.config()).toString());
    }

    @Test
    void aDockerBaseGivesADockerImage() {
        PlannedImage image =
                PlannedImage.of(base(ManifestFormat.DOCKER, BASE_CONFIG), toolchain("amd64"), ImageSettings.none());

        assertThat(manifest(image).path("mediaType").asText())
                .isEqualTo("application/vnd.docker.distribution.manifest.v2+json");
        assertThat(image.configDescriptor().mediaType()).isEqualTo("application/vnd.docker.container.image.v1+json");
        assertThat(image.toolchainLayer().mediaType()).isEqualTo("application/vnd.docker.image.rootfs.diff.tar.gzip");
    }

    @Test
    void aToolchainForAnotherArchitectureIsRefused() {
        assertThatThrownBy(() -> PlannedImage.of(
                        base(ManifestFormat.OCI, BASE_CONFIG), toolchain("arm64"), ImageSettings.none()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("linux/arm64")
                .hasMessageContaining("linux/amd64")
                .hasMessageContaining("example.com/base:1");
    }

    @Test
    void aBaseWithMoreLayersThanDiffIdsIsRefused() {
        String config = BASE_CONFIG.replace(", \"sha256:" + "b".repeat(64) + "\"", "");

        assertThatThrownBy(() -> plan(config, ImageSettings.none()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("2 layers")
                .hasMessageContaining("1 diff ID");
    }

    private static PlannedImage plan() {
        return plan(BASE_CONFIG, ImageSettings.none());
    }

    private static PlannedImage plan(String config, ImageSettings settings) {
        return PlannedImage.of(base(ManifestFormat.OCI, config), toolchain("amd64"), settings);
    }

    private static BaseImage base(ManifestFormat format, String config) {
        return new BaseImage(
                ImageReference.parse("example.com/base:1"),
                new Digest("f".repeat(64)),
                format,
                List.of(
                        layer("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+zstd\",\"digest\":\"" + FIRST
                                + "\",\"size\":10,\"annotations\":{\"a\":\"b\"}}"),
                        layer("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"" + SECOND
                                + "\",\"size\":20}")),
                json(config));
    }

    /** A base of so many layers, all the same. */
    private static BaseImage layers(int count) {
        BaseImage two = base(ManifestFormat.OCI, BASE_CONFIG);
        ObjectNode config = two.config();
        ArrayNode diffIds = config.withObject("rootfs").putArray("diff_ids");
        Stream.generate(() -> FIRST).limit(count).forEach(diffIds::add);
        return new BaseImage(
                two.reference(),
                two.digest(),
                two.format(),
                Collections.nCopies(count, two.layers().get(0)),
                config);
    }

    private static BaseLayer layer(String descriptor) {
        ObjectNode json = json(descriptor);
        return new BaseLayer(
                new ContentDescriptor(
                        json.path("mediaType").asText(),
                        Digest.parse(json.path("digest").asText()).orElseThrow(),
                        json.path("size").asLong()),
                json);
    }

    private static ToolchainDescriptor toolchain(String architecture) {
        String json = """
                {"schemaVersion": 1, "erlang": {"otpVersion": "27.1", "ertsVersion": "15.1"},
                 "rebar3": {"version": "3.25.1"}, "platform": {"os": "linux", "architecture": "%s"},
                 "layer": {"file": "toolchain.tar.gz", "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                   "size": 45899613, "digest": "%s", "diffId": "%s", "uncompressedSize": 105523200},
                 "created": "2026-11-23T00:00:00Z"}
                """.formatted(architecture, TOOLCHAIN, TOOLCHAIN_DIFF);
        return ToolchainDescriptor.parse(json.getBytes(UTF_8), URI.create("file:/toolchain.json"));
    }

    private static JsonNode manifest(PlannedImage image) {
        return json(new String(image.manifest(), StandardCharsets.UTF_8));
    }

    private static JsonNode config(PlannedImage image) {
        return json(new String(image.config(), UTF_8));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
