package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the goal accepts, podman and containerd unpack alike; what it refuses gets no tag in a real registry. */
@Tag("acceptance")
class VerifiedLayersAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();
    private static final String LIB = "usr/local/erlang/lib/";
    private static final TestLayer OTHER_BLOB = TestLayer.ofTextFiles(Map.of("usr/local/bin/other", "of the base\n"));

    private static DockerRegistry registry;

    private final Path directory;

    VerifiedLayersAcceptance(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void start() throws Exception {
        registry = DockerRegistry.start(MADE);
        registry.fixture()
                .push("base", "1", TestBaseImage.docker().layer(OTHER_BLOB).env("PATH=/usr/bin"));
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
    }

    @Test
    void podmanAndContainerdUnpackAlikeWhatIsAccepted() throws IOException {
        String segment = "ä".repeat(127) + "x"; // 255 bytes
        String deep = LIB + (segment + "/").repeat(3) + "y".repeat(1023 - LIB.length() - 3 * 256);
        assertThat(deep.getBytes(StandardCharsets.UTF_8)).hasSize(1023);
        TestBundle bundle = TestBundle.otp("27.1")
                .append(
                        TarEntry.directory(LIB),
                        TarEntry.pax(
                                "mtime", "1764000000.25", "uid", "0", "gid", "0", "uname", "root", "gname", "root"),
                        TarEntry.executable(LIB + "program", "#!/bin/sh\n"),
                        TarEntry.hardLink(LIB + "same-program", LIB + "program").mode(0755),
                        TarEntry.file(LIB + "private", "x").mode(0600),
                        TarEntry.symlink(LIB + "elsewhere", "/etc/passwd"),
                        TarEntry.symlink(LIB + "up", "../../../../../../tmp"),
                        TarEntry.pax("path", deep),
                        TarEntry.file(LIB + "deep", "deep"),
                        TarEntry.pax("linkpath", deep),
                        TarEntry.symlink(LIB + "to-deep", "short"));

        NestedMaven.Result push = push(bundle, "accepted", "27.1");

        assertThat(push.exitCode()).as(push.output()).isZero();
        String image = registry.host() + "/accepted:27.1";
        String podman = Shell.run("unpack-image.sh", "podman", image, "usr/local");
        String containerd = Shell.run("unpack-image.sh", "containerd", image, "usr/local");
        assertThat(containerd).isEqualTo(podman);
        assertThat(podman.lines())
                .contains(
                        "-rwxr-xr-x 0:0 2 ./erlang/lib/program ",
                        "-rwxr-xr-x 0:0 2 ./erlang/lib/same-program ",
                        "-rw------- 0:0 1 ./erlang/lib/private ",
                        "lrwxrwxrwx 0:0 1 ./erlang/lib/elsewhere /etc/passwd",
                        "-rw-r--r-- 0:0 1 ./" + deep.substring("usr/local/".length()) + " ",
                        "lrwxrwxrwx 0:0 1 ./erlang/lib/to-deep " + deep)
                .as("the base's file beside it")
                .anyMatch(line -> line.endsWith(" ./bin/other "));
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                arguments(
                        "diffId",
                        bundle().descriptorField(
                                        "layer.diffId", OTHER_BLOB.diffId().toString())),
                arguments("size", bundle().descriptorField("layer.size", bundle().layerBytes().length + 7)),
                arguments(
                        "uncompressedSize",
                        bundle().descriptorField("layer.uncompressedSize", bundle().tarBytes().length + 512)),
                arguments(
                        "a layer of the base",
                        bundle().descriptorField(
                                        "layer.digest", OTHER_BLOB.digest().toString())),
                arguments(
                        "another blob",
                        bundle().descriptorField(
                                        "layer.digest", OTHER_BLOB.digest().toString())
                                .descriptorField("layer.size", OTHER_BLOB.bytes())
                                .descriptorField(
                                        "layer.diffId", OTHER_BLOB.diffId().toString())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aDescriptorThatLiesOfALayerThatIsThereGetsNoTag(String what, TestBundle lying) throws IOException {
        String repository = "lie/" + what.toLowerCase(Locale.ROOT).replace(' ', '-');
        registry.fixture().pushBlob(repository, OTHER_BLOB);
        NestedMaven.Result honest = push(bundle(), repository, "honest");
        assertThat(honest.exitCode()).as(honest.output()).isZero();

        NestedMaven.Result refused = push(lying, repository, "lying");

        assertThat(refused.exitCode()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("The toolchain layer ", "is damaged, or belongs to another descriptor");
        assertThat(registry.fixture().tags(repository))
                .hasValueSatisfying(tags -> assertThat(tags).containsExactly("honest"));
    }

    @Test
    void aLayerThatIsThereIsVerifiedAndNotSent() throws IOException {
        assertThat(push(bundle(), "again", "one").exitCode()).isZero();

        NestedMaven.Result again = push(bundle(), "again", "two");

        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output())
                .contains("The repository has the toolchain layer already. Verifying it", "0 B in 0 blobs");
    }

    private NestedMaven.Result push(TestBundle bundle, String repository, String tag) throws IOException {
        return NestedMaven.in(MADE.resolve("work"))
                .with(Map.of(
                        "erlang-codebuild.registry",
                        registry.host(),
                        "erlang-codebuild.repository",
                        repository,
                        "erlang-codebuild.tags",
                        tag,
                        "erlang-codebuild.baseImage",
                        registry.host() + "/base:1",
                        "erlang-codebuild.allowBaseMismatch",
                        "true",
                        "erlang-codebuild.allowInsecureRegistries",
                        registry.host(),
                        "erlang-codebuild.toolchain",
                        bundle.writeTo(directory).toString()))
                .run("push");
    }

    private static TestBundle bundle() {
        return TestBundle.otp("27.1");
    }
}
