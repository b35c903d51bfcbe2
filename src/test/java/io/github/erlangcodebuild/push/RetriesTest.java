package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.RegistryRequest;
import io.github.erlangcodebuild.testing.TestLayer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may pass is tried again, whole; what is a "no" is not. */
class RetriesTest {

    private static final TestLayer LAYER = TestLayer.synthetic(1, 200_000);
    /** Of a push one of whose five blobs fails. */
    private static final int OTHER_TRANSFERS = 4;

    private static final String LAYER_BLOB = "/v2/base/blobs/" + LAYER.digest();

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final Path directory;

    RetriesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void seed() {
        source.fixture().push("base", "1", TestPush.base());
    }

    /** Each kind of request of a push, by where it goes, method and path. */
    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("source", "GET", "/v2/base/manifests/1"),
                Arguments.of("source", "GET", LAYER_BLOB),
                Arguments.of("target", "HEAD", "/v2/erlang/manifests/latest"),
                Arguments.of("target", "HEAD", "/v2/erlang/blobs/" + LAYER.digest()),
                Arguments.of("target", "POST", "/v2/erlang/blobs/uploads/"),
                Arguments.of("target", "PUT", "/v2/erlang/blobs/uploads/"),
                Arguments.of("target", "PUT", "/v2/erlang/manifests/27.1"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aPushRecoversFromEveryKindOfPassingFailureOfEveryRequest(String where, String method, String path) {
        EmbeddedRegistry registry = where.equals("source") ? source : target;
        registry.failNext(method, path, 500, 1);
        registry.failNext(method, path, 503, 1);
        registry.failNext(method, path, 429, 1);
        registry.dropNext(method, path, 1);

        recovers(4);

        assertThat(registry.requests())
                .filteredOn(request ->
                        request.method().equals(method) && request.path().matches(".*" + path + ".*"))
                .extracting(RegistryRequest::status)
                .contains(500, 503, 429, 0);
    }

    @Test
    void retryAfterIsHonoured() {
        target.answerNext("POST", "/uploads/", 429, Map.of("Retry-After", "1"), "", 1);

        TestPush push = recovers(1);

        assertThat(push.log().pauses()).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    @Test
    void whatFailsFiveTimesIsGivenUpOn() {
        target.failNext("PUT", "/uploads/", 503, EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot push sha256:")
                .contains(" to " + target.host() + "/erlang: " + target.host() + " answered with an error (HTTP 503");
        assertThat(failure.remedy()).contains("tried " + Retry.ATTEMPTS + " times");
        assertThat(target.tags("erlang")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 409, 413, 416})
    void aNoIsAskedForOnce(int status) {
        target.failNext("PUT", "/v2/erlang/manifests/", status, EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot push the manifest of tag 27.1 to " + target.host() + "/erlang: ")
                .contains("(HTTP " + status);
        assertThat(failure.remedy()).doesNotContain("tried");
        assertThat(push.log().retries()).isEmpty();
        assertThat(target.requests())
                .filteredOn(request ->
                        request.method().equals("PUT") && request.path().contains("/manifests/"))
                .hasSize(1);
        assertThat(target.tags("erlang")).isEmpty();
    }

    /** What Distribution says of an upload that it has forgotten, and Amazon ECR of one that arrived changed. */
    @ParameterizedTest
    @CsvSource({
        "404, BLOB_UPLOAD_UNKNOWN, blob upload unknown to registry",
        "404, BLOB_UPLOAD_INVALID, blob upload invalid",
        "400, BLOB_UPLOAD_INVALID, None of the provided layer digests match the calculated layer digest",
        "400, DIGEST_INVALID, provided digest did not match uploaded content"
    })
    void anUploadThatIsLostIsSentAgain(int status, String code, String message) {
        target.answerNext("PUT", "/uploads/", status, Map.of(), error(code, message), 1);

        recovers(1);
    }

    @Test
    void blobsThatTheRegistryHasLostMeanwhileAreAskedForOnceMore() {
        String lost = error("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry");
        target.answerNext("PUT", "/manifests/27.1", 404, Map.of(), lost, 1);

        PushResult result = push().push();

        assertThat(target.tags("erlang")).containsExactlyInAnyOrder("27.1", "latest");
        assertThat(target.requests())
                .filteredOn(request -> request.toString().startsWith("HEAD /v2/erlang/blobs/" + LAYER.digest()))
                .extracting(RegistryRequest::status)
                .containsExactly(404, 200);
        assertThat(result.transfer().sent()).isEqualTo(5);
        assertThat(result.transfer().present()).isZero();
    }

    @Test
    void aRegistryThatKeepsClaimingBlobsThatItDoesNotHaveIsCalledSo() {
        String lost = error("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry");
        target.answerNext("PUT", "/manifests/27.1", 400, Map.of(), lost, EmbeddedRegistry.ALWAYS);

        ActionableException failure = push().failure();

        assertThat(failure.problem()).contains(target.host() + " does not have a blob that it said it has (HTTP 400");
        assertThat(failure.remedy()).contains("Run it again.");
        assertThat(target.tags("erlang")).isEmpty();
    }

    @Test
    void aPageThatIsAnsweredToAManifestIsNotTakenForItsBeingThere() {
        target.answerNext(
                "PUT", "/manifests/", 200, Map.of("Content-Type", "text/html"), "Log in", EmbeddedRegistry.ALWAYS);

        ActionableException failure = push().failure();

        assertThat(failure.problem())
                .startsWith("Cannot push the manifest of tag 27.1")
                .contains(target.host() + " took the manifest, and does not have it");
        assertThat(failure.remedy()).contains("tried " + Retry.ATTEMPTS + " times");
    }

    private static String error(String code, String message) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    }

    @Test
    void aBlobOfTheBaseThatIsCutShortIsPulledAgainAndNeverCommittedShort() {
        source.cutNextBlob(LAYER.digest().toString(), 100_000, 2);

        TestPush push = recovers(2);

        assertThat(push.log().retries())
                .allMatch(retry ->
                        retry.contains("Cannot pull " + LAYER.digest() + " from " + source.host() + "/base: "));
    }

    @Test
    void aBlobOfTheBaseThatIsCorruptIsPulledAgainAndNeverCommitted() {
        source.answerNext("GET", LAYER_BLOB, 200, Map.of(), "something else", 2);

        recovers(2);

        assertThat(target.requests())
                .filteredOn(request -> request.method().equals("PUT")
                        && request.path().contains(LAYER.digest().hex()))
                .extracting(RegistryRequest::status)
                .as("a whole one, and others that were broken off, which the registry may notice late")
                .containsOnlyOnce(201)
                .containsOnly(0, 201);
    }

    @Test
    void aBlobOfTheBaseThatStaysCorruptIsBlamedOnTheSource() {
        source.answerNext("GET", LAYER_BLOB, 200, Map.of(), "something else", EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .startsWith("Cannot pull " + LAYER.digest() + " from " + source.host() + "/base: ")
                .contains("have another digest");
        nothingCommitted(LAYER.digest());
    }

    @Test
    void aConfigOfTheBaseThatIsCorruptIsPulledAgain() {
        Digest config = TestPush.base().manifest().configDigest();
        source.answerNext("GET", "/v2/base/blobs/" + config, 200, Map.of(), "{}", 1);

        recovers(1);
    }

    @Test
    void aConfigOfTheBaseThatIsLongerThanItsManifestSaysIsNotReadToItsEnd() {
        Digest config = TestPush.base().manifest().configDigest();
        source.answerNext(
                "GET",
                "/v2/base/blobs/" + config,
                200,
                Map.of(),
                "{}" + " ".repeat(1_000_000),
                EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .startsWith("Cannot pull " + config + " from " + source.host() + "/base: more bytes came than the ")
                .contains(" that the manifest says");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 503})
    void aBlobThatTheSourceDoesNotGiveIsBlamedOnTheSource(int status) {
        source.failNext("GET", LAYER_BLOB, status, EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot pull " + LAYER.digest() + " from " + source.host() + "/base: " + source.host())
                .contains("HTTP " + status);
        assertThat(push.log().retries()).hasSize(status == 503 ? Retry.ATTEMPTS - 1 : 0);
        nothingCommitted(LAYER.digest());
    }

    @Test
    void aBlobThatTheSourceDropsIsBlamedOnTheSource() {
        source.dropNext("GET", LAYER_BLOB, EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .startsWith("Cannot pull " + LAYER.digest() + " from " + source.host() + "/base: ");
        nothingCommitted(LAYER.digest());
    }

    @Test
    void aTargetThatDropsTheUploadIsNotBlamedOnTheSource() {
        target.dropNext("PUT", "/uploads/", EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .startsWith("Cannot push sha256:")
                .contains(" to " + target.host() + "/erlang: ");
        assertThat(target.tags("erlang")).isEmpty();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void afterAFailureTheOtherTransfersEndAndTellNothingMore() throws Exception {
        target.denyNext("POST", "/uploads/", "not you", 1);
        target.failNext("PUT", "/uploads/", 503, EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        push.failure();

        int told = push.log().retries().size();
        while (pushThreads() > 0) {
            Thread.sleep(10);
        }
        assertThat(push.log().retries().size())
                .as("what each of the others was about to tell, and no more")
                .isLessThanOrEqualTo(told + OTHER_TRANSFERS);
    }

    private static long pushThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("erlang-codebuild-push"))
                .count();
    }

    private TestPush push() {
        return new TestPush(directory).from(source).to(target);
    }

    /** Pushes, and finds the image whole and every byte counted once. */
    private TestPush recovers(int retries) {
        TestPush push = push();
        PushResult result = push.push();
        assertThat(push.log().retries()).as("what was tried again").hasSize(retries);
        assertThat(target.fixture().manifest("erlang", "27.1").orElseThrow().digest())
                .isEqualTo(result.image().digest());
        assertThat(target.fixture().manifest("erlang", "latest"))
                .isEqualTo(target.fixture().manifest("erlang", "27.1"));
        assertThat(target.fixture().blob("erlang", LAYER.digest())).hasSize(200_000);
        List<ContentDescriptor> blobs = Stream.concat(
                        result.image().base().layers().stream().map(layer -> layer.descriptor()),
                        Stream.of(
                                result.image().toolchainLayer(), result.image().configDescriptor()))
                .toList();
        assertThat(blobs).allSatisfy(blob -> assertThat(push.log().sentBytes(blob.digest()))
                .isEqualTo(blob.size()));
        assertThat(result.transfer().sentBytes())
                .isEqualTo(blobs.stream().mapToLong(ContentDescriptor::size).sum());
        return push;
    }

    private void nothingCommitted(Digest blob) {
        assertThat(target.fixture().hasBlob("erlang", blob)).isFalse();
        assertThat(target.tags("erlang")).isEmpty();
    }
}
