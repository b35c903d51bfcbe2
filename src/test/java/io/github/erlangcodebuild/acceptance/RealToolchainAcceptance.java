package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.testing.LayerEntry;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OTP on a real base, pushed by the real goal to a real registry, and run in a real container. */
@Tag("acceptance")
class RealToolchainAcceptance {

    /** Kept between runs: making the base and the bundle takes minutes. */
    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();

    private static final String REPOSITORY = "team/erlang-codebuild";

    private static DockerRegistry bases;
    private static DockerRegistry registry;
    private static Manifest base;
    private static JsonNode bundle;
    private static NestedMaven.Result push;
    private static String image;

    @BeforeAll
    static void pushOnce() throws Exception {
        Shell.run("make-base.sh", MADE.toString());
        Shell.run("make-bundle.sh", MADE.toString());
        bundle = new ObjectMapper().readTree(MADE.resolve("toolchain.json").toFile());
        bases = DockerRegistry.start(MADE);
        registry = DockerRegistry.start(MADE);
        base = bases.fixture().push("debian", "minimal", realBase());
        image = registry.host() + "/" + REPOSITORY + ":" + otpVersion();
        push = push(MADE.resolve("work"), Map.of()).run("push");
        assertThat(push.exitCode()).as(push.output()).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        bases.close();
        registry.close();
    }

    @Test
    void theBasesLayersComeFirstAndUntouched() {
        Manifest pushed = pushed(otpVersion());
        assertThat(pushed.layerDigests()).startsWith(base.layerDigests().get(0)).hasSize(2);
        assertThat(pushed("latest")).isEqualTo(pushed);
        assertThat(push.output()).contains("Pushed: " + image, pushed.digest().toString());
    }

    @Test
    void epmdIsStillASymlink() {
        assertThat(registry.fixture()
                        .layerEntries(
                                REPOSITORY, pushed("latest").layerDigests().get(1)))
                .filteredOn(entry -> entry.name().equals("usr/local/erlang/bin/epmd"))
                .extracting(LayerEntry::type)
                .containsExactly(LayerEntry.Type.SYMLINK);
    }

    @Test
    void erlAndRebar3RunInAContainer() {
        String release = otpVersion().split("\\.", 2)[0];
        assertThat(inContainer("erl -noshell -eval 'io:format(erlang:system_info(otp_release)), halt().'"))
                .isEqualTo(release);
        assertThat(inContainer("rebar3 version"))
                .contains("rebar " + bundle.at("/rebar3/version").asText(), "Erlang/OTP " + release);
    }

    @Test
    void aProjectBuildsInAContainerWithTheImagesOwnPath() {
        assertThat(inContainer("/acceptance/build-sample.sh"))
                .contains("PATH=/usr/local/erlang/bin:/usr/local/sbin:")
                .contains("/usr/local/erlang/bin/erl", "/usr/local/bin/rebar3")
                .contains("0 failures");
    }

    @Test
    void theBuildspecBuildsAProjectInAContainer() {
        assertThat(Shell.run("run-buildspec-in-image.sh", image, "erlang-toolchain/project/buildspec.yml"))
                .contains("rebar " + bundle.at("/rebar3/version").asText(), "0 failures", "Build SUCCEEDED");
    }

    @Test
    void theSameBundleUnpackedFromS3BuildsAProjectOnTheBaseItself() {
        assertThat(Shell.run(
                        "run-buildspec-in-image.sh",
                        bases.host() + "/debian:minimal",
                        "erlang-toolchain/project/buildspec-s3.yml",
                        MADE.toString()))
                .contains("Unpacked Erlang/OTP " + otpVersion(), "0 failures", "Build SUCCEEDED");
    }

    @Test
    void theSamePushAgainMovesNothing() throws IOException {
        int before = registry.requests().size();
        NestedMaven.Result again = push(MADE.resolve("work"), Map.of()).run("push");
        List<String> requests = registry.requests();
        assertThat(again.output()).contains("Up to date: " + image, "moved    nothing");
        assertThat(requests.subList(before, requests.size()))
                .isNotEmpty()
                .noneMatch(request -> request.contains("/blobs/"))
                .noneMatch(request -> request.contains("\"PUT "));
    }

    @Test
    void anotherHostMakesTheSameImage(@TempDir Path host) throws IOException {
        Path mvn = Files.writeString(host.resolve("mvn"), """
                #!/bin/sh
                umask 077
                exec "$MAVEN_HOME/bin/mvn" "$@"
                """);
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        NestedMaven.Result elsewhere = push(host.resolve("work"), Map.of("erlang-codebuild.repository", "elsewhere"))
                .executable(mvn)
                .environment("MAVEN_HOME", System.getProperty("nested.mavenHome"))
                .environment("HOME", host.toString())
                .environment("TZ", "Pacific/Chatham")
                .environment("LC_ALL", "tr_TR.UTF-8")
                .mavenOpts("-Duser.home=" + host + " -Duser.language=tr -Duser.country=TR")
                .run("push");
        assertThat(elsewhere.exitCode()).as(elsewhere.output()).isZero();
        assertThat(registry.fixture().manifest("elsewhere", otpVersion())).contains(pushed(otpVersion()));
    }

    private static TestBaseImage realBase() {
        return TestBaseImage.docker()
                .layer(TestLayer.ofFile(MADE.resolve("base-layer.tar.gz")))
                .env("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .cmd("/bin/sh");
    }

    private static NestedMaven push(Path directory, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("erlang-codebuild.erlangVersion", otpVersion());
        parameters.put(
                "erlang-codebuild.toolchain", MADE.resolve("toolchain.json").toString());
        parameters.put("erlang-codebuild.baseImage", bases.host() + "/debian:minimal");
        parameters.put("erlang-codebuild.registry", registry.host());
        parameters.put("erlang-codebuild.repository", REPOSITORY);
        parameters.put("erlang-codebuild.allowInsecureRegistries", "true");
        parameters.putAll(more);
        return NestedMaven.in(directory).with(parameters);
    }

    private static String otpVersion() {
        return bundle.at("/erlang/otpVersion").asText();
    }

    private static Manifest pushed(String tag) {
        return registry.fixture().manifest(REPOSITORY, tag).orElseThrow();
    }

    private static String inContainer(String command) {
        return Shell.run("run-in-image.sh", image, command);
    }
}
