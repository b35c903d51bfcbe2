package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.bundle.BundleLocation;
import io.github.erlangcodebuild.bundle.LocalFileReader;
import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.testing.LayerEntry;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real OTP on a real base, pushed by the real goal to a real registry, and run in a real container. The bundle comes from
 * {@code build-toolchain.sh}, with a kerl that installs this distribution's OTP.
 */
@Tag("acceptance")
class RealToolchainAcceptance {

    /** Kept between runs: making the base and the bundle takes minutes. */
    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();

    private static final Path DESCRIPTOR = MADE.resolve("toolchain.json");
    private static final String BASE = "debian:minimal";
    private static final String REPOSITORY = "team/erlang-codebuild";

    private static DockerRegistry bases;
    private static DockerRegistry registry;
    private static Manifest base;
    private static String buildLog;
    private static ToolchainDescriptor bundle;
    private static NestedMaven.Result push;
    private static String image;

    @BeforeAll
    static void pushOnce() throws Exception {
        Shell.run("make-base.sh", MADE.toString());
        buildLog = Shell.run("make-bundle.sh", MADE.toString(), BASE);
        bundle = ToolchainDescriptor.parse(Files.readAllBytes(DESCRIPTOR), DESCRIPTOR.toUri());
        bases = DockerRegistry.start(MADE);
        registry = DockerRegistry.start(MADE);
        base = bases.fixture().push("debian", "minimal", realBase());
        bases.fixture().push("debian", "other", realBase());
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
    void theToolchainIsProvenBeforeItIsPacked() {
        assertThat(buildLog)
                .containsSubsequence("crypto: OpenSSL", "a project, run: compiled by ", "a NIF, called: 42", "Packing");
    }

    @Test
    void whatTheScriptWroteIsWhatThePluginReads() throws IOException {
        ToolchainBundle read = ToolchainBundle.read(
                BundleLocation.parse(DESCRIPTOR.toString(), MADE),
                new LocalFileReader(),
                otpVersion(),
                Optional.empty());

        assertThat(read.descriptor().kerl())
                .contains(new ToolchainDescriptor.Kerl(
                        "4.4.0", "--disable-debug --without-javac --without-wx --without-odbc"));
        assertThat(read.descriptor().builtOn()).hasValueSatisfying(builtOn -> {
            assertThat(builtOn.image()).isEqualTo(BASE);
            assertThat(builtOn.osRelease()).isPresent();
            assertThat(builtOn.glibc())
                    .hasValueSatisfying(version -> assertThat(version).matches("2\\.\\d+"));
            assertThat(builtOn.openssl())
                    .hasValueSatisfying(version -> assertThat(version).startsWith("3."));
        });
        read.copyLayer(OutputStream.nullOutputStream());
    }

    @Test
    void aBaseThatTheToolchainWasNotCompiledOnIsRefusedUnlessItIsAllowed() {
        Map<String, String> other = Map.of(
                "erlang-codebuild.baseImage", bases.host() + "/debian:other", "erlang-codebuild.repository", "other");
        NestedMaven.Result refused = push(MADE.resolve("work"), other).run("push");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output())
                .contains("The toolchain was compiled on " + BASE + ", but is to be put onto " + bases.host()
                        + "/debian:other.")
                .contains("-Derlang-codebuild.allowBaseMismatch=true");
        assertThat(registry.fixture().manifest("other", otpVersion())).isEmpty();

        NestedMaven.Result allowed = push(MADE.resolve("work"), other)
                .with(Map.of("erlang-codebuild.allowBaseMismatch", "true"))
                .run("push");
        assertThat(allowed.exitCode()).as(allowed.output()).isZero();
        assertThat(registry.fixture()
                        .manifest("other", otpVersion())
                        .orElseThrow()
                        .layerDigests())
                .isEqualTo(pushed(otpVersion()).layerDigests());
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
                .contains("rebar " + bundle.rebar3().version(), "Erlang/OTP " + release);
    }

    @Test
    void aProjectBuildsInAContainerWithTheImagesOwnPath() {
        assertThat(inContainer("echo PATH=$PATH && command -v erl && command -v rebar3"
                        + " && cp -R /examples/app /tmp/app && cd /tmp/app && rebar3 eunit"))
                .contains("PATH=/usr/local/erlang/bin:/usr/local/sbin:")
                .contains("/usr/local/erlang/bin/erl", "/usr/local/bin/rebar3")
                .contains("4 tests, 0 failures");
    }

    @Test
    void opensslServesCryptoAndSslInAContainer() {
        assertThat(inContainer("erl -noshell -eval '{ok, _} = application:ensure_all_started(ssl),"
                        + " io:format(\"~p\", [crypto:info_lib()]), halt().'"))
                .contains("OpenSSL 3.");
    }

    @Test
    void theExampleBuildsByItsBuildspecAndItsReleaseRunsOnTheBareBase(@TempDir Path artifacts) {
        assertThat(Shell.run(
                        "run-buildspec-in-image.sh",
                        image,
                        "examples/app/buildspec.yml",
                        "--artifacts",
                        artifacts.toString()))
                .contains("rebar " + bundle.rebar3().version(), "4 tests, 0 failures", "Build SUCCEEDED");

        assertThat(Shell.run("run-release.sh", bases.host() + "/" + BASE, artifacts.toString()))
                .contains("{ok,<<\"A\">>}");
    }

    @Test
    void theBuildspecOnTheImageAndTheOldWayOnTheBaseAreTimedSideBySide() {
        Shell.run("get-otp-source.sh", MADE.toString());
        String times = Shell.run("time-buildspecs.sh", image, bases.host() + "/debian:minimal", MADE.toString());
        System.out.println(times);
        assertThat(times)
                .contains("Running command command -v erl", "Build SUCCEEDED")
                .contains("Configured OTP", "The compilation of OTP starts");
    }

    @Test
    void theSameBundleUnpackedFromS3BuildsAProjectOnTheBaseItself() {
        assertThat(Shell.run(
                        "run-buildspec-in-image.sh",
                        bases.host() + "/" + BASE,
                        "examples/app/buildspec-s3.yml",
                        "--bundle",
                        MADE.toString()))
                .contains("Unpacked Erlang/OTP " + otpVersion(), "4 tests, 0 failures", "Build SUCCEEDED");
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
                .environment("MAVEN_HOME", NestedMaven.mavenHome())
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
        parameters.put("erlang-codebuild.toolchain", DESCRIPTOR.toString());
        parameters.put("erlang-codebuild.baseImage", bases.host() + "/" + BASE);
        parameters.put("erlang-codebuild.registry", registry.host());
        parameters.put("erlang-codebuild.repository", REPOSITORY);
        parameters.put("erlang-codebuild.allowInsecureRegistries", "true");
        parameters.putAll(more);
        return NestedMaven.in(directory).with(parameters);
    }

    private static String otpVersion() {
        return bundle.erlang().otpVersion();
    }

    private static Manifest pushed(String tag) {
        return registry.fixture().manifest(REPOSITORY, tag).orElseThrow();
    }

    private static String inContainer(String command) {
        return Shell.run("run-in-image.sh", image, command);
    }
}
