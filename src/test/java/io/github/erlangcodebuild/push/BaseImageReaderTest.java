package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestImageIndex;
import io.github.erlangcodebuild.testing.TestLayer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which base images are taken, and which are refused before anything is pushed. */
class BaseImageReaderTest {

    private static final String MANIFEST = "/v2/base/manifests/1";

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final Path directory;

    BaseImageReaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private boolean pushed;

    @AfterEach
    void whatIsRefusedLeavesNothingBehind() {
        if (!pushed) {
            assertThat(target.tags("erlang")).isEmpty();
            assertThat(target.blobRequests()).isEmpty();
        }
    }

    static Stream<TestImageIndex> indexes() {
        return Stream.of(TestImageIndex.docker(), TestImageIndex.oci()).map(index -> index.attestation()
                .image(TestPush.base().platform("linux", "arm64").variant("v8"))
                .image(TestPush.base())
                .image(TestBaseImage.windows())
                .attestation());
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void thePlatformOfTheToolchainIsPickedFromAnIndex(TestImageIndex index) {
        source.fixture().push("base", "1", index);

        for (String architecture : new String[] {"amd64", "arm64"}) {
            TestBundle bundle = TestBundle.otp("27.1").architecture(architecture);
            PushResult result = push().bundle(bundle).push();
            pushed = true;

            assertThat(result.image().base().platform()).hasToString("linux/" + architecture);
            assertThat(target.fixture()
                            .config("erlang", "27.1")
                            .path("architecture")
                            .asText())
                    .isEqualTo(architecture);
        }
    }

    @Test
    void anIndexWithoutThePlatformIsRefused() {
        source.fixture()
                .push(
                        "base",
                        "1",
                        TestImageIndex.oci()
                                .image(TestPush.base().platform("linux", "arm64"))
                                .attestation());

        assertThat(push().failure().problem())
                .isEqualTo(
                        "The base image " + source.host()
                                + "/base:1 is not made for linux/amd64, which the toolchain was built for. It is made for linux/arm64.");
    }

    @Test
    void anImageForAnotherPlatformIsRefused() {
        source.fixture().push("base", "1", TestPush.base().platform("linux", "arm64"));

        assertThat(push().failure().problem())
                .contains("The toolchain was built for linux/amd64", "is for linux/arm64");
    }

    @Test
    void aWindowsImageIsRefused() {
        source.fixture().push("base", "1", TestBaseImage.windows());

        assertThat(push().failure().problem())
                .isEqualTo("The base image " + source.host() + "/base:1 is a Windows image.");
    }

    @Test
    void aBaseOfTooManyLayersIsRefusedInADryRunToo() {
        TestBaseImage base = TestBaseImage.oci();
        for (int i = 0; i < 125; i++) {
            base.layer(TestLayer.synthetic(1, 10));
        }
        source.fixture().push("base", "1", base);
        source.clearRequests();

        assertThat(push().failure().problem()).startsWith("The image would have 126 layers: ");
        assertThatThrownBy(push()::plan).hasMessageStartingWith("The image would have 126 layers: ");
        assertThat(source.requests())
                .filteredOn(request -> request.path().startsWith("/v2/base/"))
                .extracting(request -> request.path())
                .containsOnly(MANIFEST, "/v2/base/blobs/" + base.manifest().configDigest());
    }

    @Test
    void aManifestOfSchema1IsRefused() {
        answer(
                "application/vnd.docker.distribution.manifest.v1+json",
                "{'schemaVersion':1,'name':'base','tag':'1','fsLayers':[],'history':[]}");

        ActionableException failure = push().failure();
        assertThat(failure.problem()).contains("has a manifest of a kind that is not supported", "v1+json");
        assertThat(failure.remedy()).contains("Docker V2.2 or OCI");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'schemaVersion':2,'mediaType':'application/vnd.example'}  | kind that is not supported (application/vnd.example)
            {'schemaVersion':9}                                        | kind that is not supported (it does not say which)
            []                                                         | kind that is not supported (it does not say which)
            login                                                      | not the JSON that it should be (Unrecognized token 'login'
            """)
    void whatIsNoManifestIsRefusedAtOnce(String body, String words) {
        source.answerNext("GET", MANIFEST, 200, Map.of(), json(body), EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .contains("base image " + source.host() + "/base:1")
                .contains(words);
        assertThat(failure.remedy()).doesNotContain("tried");
        assertThat(push.log().retries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'layers':[]                                                              | names no config
            'layers':[],'config':{'mediaType':'x','size':9000000,'digest':'DIGEST'}  | its config has 9000000 bytes
            'config':{'mediaType':'x','size':1},'layers':[]                          | its manifest has the digest ''
            'config':{'mediaType':'x','size':1,'digest':'DIGEST'},'layers':[{'size':1}] | its manifest has the digest ''
            'config':{'mediaType':'x','size':1,'digest':'DIGEST'},'layers':[null]    | cannot be used
            """)
    void aManifestThatSaysTooLittleIsRefused(String fields, String words) {
        answer(
                "application/vnd.docker.distribution.manifest.v2+json",
                "{'schemaVersion':2,'mediaType':'application/vnd.docker.distribution.manifest.v2+json',"
                        + fields.replace("DIGEST", "sha256:" + "0".repeat(64)) + "}");

        assertThat(push().failure().problem())
                .startsWith("The base image " + source.host() + "/base:1 cannot be used: ")
                .contains(words);
    }

    @Test
    void aLayerWithADigestThatIsNotSha256IsRefusedAndIsNoMatterOfTls() {
        answer(
                "application/vnd.docker.distribution.manifest.v2+json",
                "{'schemaVersion':2,'mediaType':'application/vnd.docker.distribution.manifest.v2+json',"
                        + "'layers':[{'mediaType':'x','size':1,'digest':'sha512:00'}]}");

        assertThat(push().failure().problem()).contains("sha512:00").doesNotContain("TLS");
    }

    @Test
    void aManifestThatIsNotTheOneAskedForIsRefused() {
        TestBaseImage base = TestPush.base();
        source.fixture().push("base", "1", base);
        String other = TestBaseImage.docker().syntheticLayers(1, 1).manifest().toString();
        source.answerNext("GET", "/v2/base/manifests/", 200, Map.of(), other, EmbeddedRegistry.ALWAYS);

        assertThat(push().from(source.host() + "/base@" + base.manifest().digest())
                        .failure()
                        .problem())
                .contains("answered with manifest", base.manifest().digest().toString());
    }

    @Test
    void aBaseThatIsNotThereIsToldWithTheRegistrysWords() {
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot pull the base image " + source.host() + "/base:1: ")
                .contains("no such repository or image (HTTP 404");
        assertThat(failure.remedy()).contains("spelling");
        assertThat(push.log().retries()).isEmpty();
    }

    private TestPush push() {
        return new TestPush(directory).from(source).to(target);
    }

    private void answer(String mediaType, String manifest) {
        source.answerNext(
                "GET", MANIFEST, 200, Map.of("Content-Type", mediaType), json(manifest), EmbeddedRegistry.ALWAYS);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
