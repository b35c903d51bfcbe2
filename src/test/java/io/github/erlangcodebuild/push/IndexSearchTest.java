package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestImageIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which image of an index is taken, and what is read to find it. */
class IndexSearchTest {

    private static final TestBaseImage AMD64 = image("amd64");
    private static final TestBaseImage ARM64 = image("arm64");

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final TestPush push;

    IndexSearchTest(@TempDir Path directory) {
        push = new TestPush(directory).from(source).to(target);
    }

    /** An image, with a layer that no other one has. */
    private static TestBaseImage image(String architecture) {
        return TestBaseImage.oci().platform("linux", architecture).root("author", architecture);
    }

    private static TestBaseImage image(String architecture, String variant) {
        return image(architecture).variant(variant);
    }

    @Test
    void theConfigDecidesWhereNoEntrySaysItsPlatform() {
        assertThat(taken(TestImageIndex.oci().imageWithoutPlatform(ARM64).imageWithoutPlatform(AMD64)))
                .isEqualTo(digest(AMD64));
        assertThat(push.log().warnings()).isEmpty();
    }

    @Test
    void anEntryThatSaysThePlatformGoesBeforeThoseThatSayNoneAndTheyAreNotRead() {
        TestBaseImage told = image("amd64").root("author", "told");

        assertThat(taken(TestImageIndex.oci().imageWithoutPlatform(AMD64).image(told)))
                .isEqualTo(digest(told));
        assertThat(reads())
                .containsExactly(
                        "/v2/base/manifests/1",
                        "/v2/base/manifests/" + digest(told),
                        "/v2/base/blobs/" + told.manifest().configDigest());
    }

    @Test
    void theFirstOfSeveralForThePlatformIsTaken() {
        TestBaseImage second = image("amd64").root("author", "second");

        assertThat(taken(TestImageIndex.oci().image(AMD64).image(second))).isEqualTo(digest(AMD64));
        assertThat(taken(TestImageIndex.oci().imageWithoutPlatform(second).imageWithoutPlatform(AMD64)))
                .isEqualTo(digest(second));
    }

    static final List<TestImageIndex> NESTED = List.of(
            TestImageIndex.oci()
                    .index(TestImageIndex.oci().image(ARM64))
                    .index(TestImageIndex.oci().image(AMD64)),
            TestImageIndex.oci().index(TestImageIndex.docker().image(ARM64).image(AMD64), "linux", "amd64"),
            TestImageIndex.oci()
                    .index(TestImageIndex.oci().image(ARM64), "linux", "amd64")
                    .imageWithoutPlatform(AMD64),
            TestImageIndex.oci()
                    .attestation()
                    .index(TestImageIndex.oci()
                            .index(TestImageIndex.oci()
                                    .imageWithoutPlatform(AMD64)
                                    .attestation())));

    @ParameterizedTest
    @FieldSource("NESTED")
    void anIndexInAnIndexIsSearched(TestImageIndex index) {
        assertThat(taken(index)).isEqualTo(digest(AMD64));
    }

    static final List<TestImageIndex> OTHER_THINGS = List.of(
            TestImageIndex.oci().attestation(),
            TestImageIndex.oci()
                    .imageWithoutPlatform(AMD64)
                    .with("annotations", Map.of("vnd.docker.reference.type", "attestation-manifest")),
            TestImageIndex.oci()
                    .image(AMD64)
                    .with("annotations", Map.of("vnd.docker.reference.type", "attestation-manifest")),
            TestImageIndex.oci().imageWithoutPlatform(AMD64).with("artifactType", "application/vnd.example.sbom"),
            TestImageIndex.oci().imageWithoutPlatform(AMD64).with("mediaType", "application/vnd.example"),
            TestImageIndex.oci());

    @ParameterizedTest
    @FieldSource("OTHER_THINGS")
    void whatIsNoImageIsNotEvenRead(TestImageIndex index) {
        source.fixture().push("base", "1", index);

        assertThat(push.failure().problem())
                .isEqualTo("The base image " + source.host()
                        + "/base:1 is not made for linux/amd64, which the toolchain was"
                        + " built for. Its index names no image.");
        assertThat(reads()).containsExactly("/v2/base/manifests/1");
    }

    @Test
    void theFailureNamesThePlatformsThatThereAre() {
        source.fixture()
                .push(
                        "base",
                        "1",
                        TestImageIndex.oci()
                                .attestation()
                                .image(TestBaseImage.windows())
                                .image(image("arm", "v7"))
                                .imageWithoutPlatform(ARM64)
                                .index(TestImageIndex.oci().image(image("s390x"))));

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .endsWith(
                        " is not made for linux/amd64, which the toolchain was built for. It is made for linux/arm/v7,"
                                + " linux/arm64, linux/s390x, windows/amd64.");
        assertThat(target.blobRequests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"amd64, v3, v2, ''", "amd64, v4, v2, v1", "arm64, v9, v8.2, ''", "arm64, v9, v9.1, v8"})
    void thePlainArchitectureGoesBeforeItsVariants(String architecture, String first, String second, String plain) {
        push.bundle(TestBundle.otp("27.1").architecture(architecture));
        TestBaseImage wanted = plain.isEmpty() ? image(architecture) : image(architecture, plain);
        List<TestBaseImage> images = List.of(image(architecture, first), image(architecture, second), wanted);

        TestImageIndex told = TestImageIndex.oci();
        images.forEach(told::image);
        assertThat(taken(told)).isEqualTo(digest(wanted));
        TestImageIndex untold = TestImageIndex.oci();
        images.forEach(untold::imageWithoutPlatform);
        assertThat(taken(untold)).isEqualTo(digest(wanted));
        assertThat(push.log().warnings()).isEmpty();
    }

    static Stream<TestImageIndex> variantsAlone() {
        return Stream.of(
                TestImageIndex.oci().image(image("amd64", "v3")).image(image("amd64", "v2")),
                TestImageIndex.oci()
                        .imageWithoutPlatform(image("amd64", "v3"))
                        .imageWithoutPlatform(image("amd64", "v2")));
    }

    @ParameterizedTest
    @MethodSource("variantsAlone")
    void theLowestOfVariantsAloneIsTakenWithAWarning(TestImageIndex index) {
        assertThat(taken(index)).isEqualTo(digest(image("amd64", "v2")));

        assertThat(push.log().warnings())
                .containsExactly(
                        "The base image " + source.host() + "/base:1 has no image for plain linux/amd64. The one"
                                + " for linux/amd64/v2 is used, which does not run on every processor: check it with a build.");
    }

    @Test
    void anImageForAVariantOutsideAnIndexIsWarnedOfToo() {
        source.fixture().push("base", "1", image("amd64", "v3"));

        push.push();

        assertThat(push.log().warnings()).singleElement().asString().contains("linux/amd64/v3 is used");
    }

    @Test
    void noMoreThanSoManyManifestsAreReadOnTheWay() {
        TestImageIndex index = TestImageIndex.oci();
        for (int i = 0; i <= IndexSearch.MOST_MANIFESTS; i++) {
            index.imageWithoutPlatform(image("arm64").root("author", i));
        }
        source.fixture().push("base", "1", index);

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .endsWith("leads to more than 40 manifests that may be for linux/amd64, and none of the first 40 is.");
        assertThat(failure.remedy()).contains("baseImage=" + source.host() + "/base@sha256:");
        assertThat(reads()).hasSize(1 + 2 * IndexSearch.MOST_MANIFESTS);
    }

    @Test
    void indexesInIndexesHaveAnEndToo() {
        TestImageIndex index = TestImageIndex.oci().image(AMD64);
        for (int i = 0; i <= IndexSearch.MOST_MANIFESTS; i++) {
            index = TestImageIndex.oci().index(index, "linux", "amd64");
        }
        source.fixture().push("base", "1", index);

        assertThat(push.failure().problem()).contains("leads to more than 40 manifests");
        assertThat(reads()).hasSize(1 + IndexSearch.MOST_MANIFESTS);
    }

    @Test
    void aManifestThatIsNamedTwiceIsReadOnce() {
        source.fixture()
                .push(
                        "base",
                        "1",
                        TestImageIndex.oci().imageWithoutPlatform(ARM64).imageWithoutPlatform(ARM64));

        assertThat(push.failure().problem()).endsWith("It is made for linux/arm64.");
        assertThat(reads()).hasSize(3);
    }

    private Digest taken(TestImageIndex index) {
        source.fixture().push("base", "1", index);
        source.clearRequests();
        return push.plan().image().base().digest();
    }

    private static Digest digest(TestBaseImage image) {
        return image.manifest().digest();
    }

    /** What was asked of the base, by the push alone. */
    private List<String> reads() {
        return source.requests().stream()
                .filter(request ->
                        request.method().equals("GET") && request.path().startsWith("/v2/base/"))
                .map(request -> request.path())
                .toList();
    }
}
