package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same pushes to registries of several makers: Amazon ECR is none of them, so what all of them take is the aim. */
@Tag("acceptance")
class RegistriesAcceptance {

    private static final Path PROGRAMS = Path.of("target/acceptance").toAbsolutePath();
    private static final TestBaseImage BASE =
            TestBaseImage.docker().syntheticLayers(5, 3_000_000).env("PATH=/usr/bin");
    private static final int BLOBS = 7;

    /** One whose layers are compressed, which skopeo takes as they are. */
    private static final TestBaseImage GZIP_BASE = TestBaseImage.docker()
            .layer(TestLayer.ofTextFiles(Map.of("etc/os-release", "NAME=Test\n")))
            .layer(TestLayer.ofTextFiles(Map.of("etc/motd", "Hello\n")));

    private static RealRegistry bases;

    private final Map<Maker, RealRegistry> registries = new EnumMap<>(Maker.class);
    private final Path directory;

    RegistriesAcceptance(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Whose registry it is. Not zot's: the module proxy that CI builds from refuses all of its modules. */
    enum Maker {
        DISTRIBUTION(DockerRegistry::start, false),
        DISTRIBUTION_3(DockerRegistry::startVersion3, false),
        GO_CONTAINERREGISTRY(GoRegistry::crane, true),
        CUE(GoRegistry::ocimem, false);

        @SuppressWarnings("ImmutableEnumChecker") // a method
        private final Start start;

        /** Whether the blobs of one repository are there in all of them, so that none needs to be mounted. */
        private final boolean keepsBlobsTogether;

        Maker(Start start, boolean keepsBlobsTogether) {
            this.start = start;
            this.keepsBlobsTogether = keepsBlobsTogether;
        }

        private interface Start {
            RealRegistry in(Path directory) throws IOException, InterruptedException;
        }
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bases = DockerRegistry.start(PROGRAMS);
        bases.fixture().push("base", "1", BASE);
    }

    @AfterAll
    static void stop() throws IOException {
        bases.close();
    }

    /** Empty ones for each test: some of them find a blob in whichever repository it is. */
    @BeforeEach
    void startEmpty() throws IOException, InterruptedException {
        for (Maker maker : Maker.values()) {
            registries.put(maker, maker.start.in(PROGRAMS));
        }
    }

    @AfterEach
    void stopAll() throws IOException {
        for (RealRegistry registry : registries.values()) {
            registry.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFirstPushSendsEverythingAndTheSecondNothing(Maker maker) {
        PushResult first = push(maker).repository("team/first").push();
        assertThat(first.transfer().sent()).isEqualTo(BLOBS);
        whole(maker, "team/first", first);

        PushResult second = push(maker).repository("team/first").push();
        assertThat(second.transfer().upToDate()).isTrue();
        assertThat(second.transfer().sentBytes()).isZero();
        assertThat(second.image().digest()).isEqualTo(first.image().digest());
    }

    @ParameterizedTest
    @EnumSource
    void noLayerOfABaseInTheSameRegistryIsSent(Maker maker) {
        RealRegistry registry = registry(maker);
        registry.fixture().push("base", "1", BASE);

        PushResult result = push(maker)
                .from(registry.host() + "/base:1")
                .repository("team/same")
                .push();

        int layers = BASE.manifest().layerDigests().size();
        assertThat(
                        maker.keepsBlobsTogether
                                ? result.transfer().present()
                                : result.transfer().mounted())
                .as("layers that are not sent, of %s", result.transfer())
                .isEqualTo(layers);
        assertThat(result.transfer().sent()).isEqualTo(BLOBS - layers);
        whole(maker, "team/same", result);
    }

    @ParameterizedTest
    @EnumSource
    void aNewToolchainSendsItsLayerAndTheConfigAlone(Maker maker) {
        push(maker).repository("team/new").push();

        PushResult result = push(maker)
                .repository("team/new")
                .bundle(TestBundle.otp("27.1").padding(100_000))
                .push();

        assertThat(result.transfer().sent()).isEqualTo(2);
        assertThat(result.transfer().present()).isEqualTo(BLOBS - 2);
        whole(maker, "team/new", result);
    }

    @ParameterizedTest
    @EnumSource
    void eachOfSeveralTagsNamesTheImage(Maker maker) {
        PushResult result = push(maker)
                .repository("team/tags")
                .tags("27.1", "27", "latest", "stable")
                .push();

        for (String tag : List.of("27.1", "27", "latest", "stable")) {
            assertThat(pushed(maker, "team/tags", tag).digest())
                    .isEqualTo(result.image().digest());
        }
        assertThat(push(maker)
                        .repository("team/tags")
                        .tags("27.1", "another")
                        .push()
                        .transfer()
                        .sent())
                .isZero();
    }

    /** The copy is made as a user is told to whose registry takes OCI's format alone. */
    @ParameterizedTest
    @EnumSource
    void aCopyOfTheBaseInOcisFormatMakesAnImageInThatFormat(Maker maker) {
        bases.fixture().push("gzip", "1", GZIP_BASE);
        String copy = registry(maker).host() + "/copies/gzip:1";
        Shell.runProgram(
                "skopeo",
                "copy",
                "--format",
                "oci",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                "docker://" + bases.host() + "/gzip:1",
                "docker://" + copy);

        PushResult result = push(maker).from(copy).repository("team/oci").push();

        assertThat(result.transfer().sent()).as("toolchain and config").isEqualTo(2);
        whole(maker, "team/oci", result, GZIP_BASE);
        assertThat(pushed(maker, "team/oci", "27.1").mediaType()).isEqualTo(ManifestFormat.OCI.manifestType());
    }

    @Test
    void version3OfDistributionLetsItsUsersInAlone() throws IOException, InterruptedException {
        Path users = directory.resolve("users");
        Shell.runProgram("htpasswd", "-cbB", users.toString(), "joe", "pass:wörd");
        try (RealRegistry registry = DockerRegistry.startVersion3ForUsers(PROGRAMS, users)) {
            TestPush push =
                    new TestPush(directory).from(bases.host() + "/base:1").to(registry.host());
            assertThat(push.failure().problem()).contains(registry.host() + " wants a login (HTTP 401");

            PushResult result =
                    push.credentials(registry.host(), "joe", "pass:wörd").push();

            assertThat(result.transfer().sent()).isEqualTo(BLOBS);
            assertThat(push.push().transfer().upToDate()).isTrue();
        }
    }

    @Test
    void allOfThemHoldTheSameManifestByteForByte() {
        for (Maker maker : Maker.values()) {
            push(maker).repository("team/equal").push();
        }

        assertThat(registries.keySet())
                .extracting(maker -> pushed(maker, "team/equal", "27.1"))
                .hasSize(Maker.values().length)
                .containsOnly(pushed(Maker.DISTRIBUTION, "team/equal", "latest"));
    }

    private TestPush push(Maker maker) {
        return new TestPush(directory)
                .from(bases.host() + "/base:1")
                .to(registry(maker).host());
    }

    private RealRegistry registry(Maker maker) {
        return Objects.requireNonNull(registries.get(maker));
    }

    private Manifest pushed(Maker maker, String repository, String tag) {
        return registry(maker).fixture().manifest(repository, tag).orElseThrow();
    }

    private void whole(Maker maker, String repository, PushResult result) {
        whole(maker, repository, result, BASE);
    }

    private void whole(Maker maker, String repository, PushResult result, TestBaseImage base) {
        Manifest pushed = pushed(maker, repository, "27.1");
        assertThat(pushed.digest()).isEqualTo(result.image().digest());
        assertThat(pushed(maker, repository, "latest")).isEqualTo(pushed);
        for (Digest layer : pushed.layerDigests()) {
            assertThat(Digest.of(registry(maker).fixture().blob(repository, layer)))
                    .isEqualTo(layer);
        }
        assertThat(pushed.layerDigests())
                .startsWith(base.manifest().layerDigests().toArray(Digest[]::new));
    }
}
