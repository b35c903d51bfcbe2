package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.push.PushPlan.PlannedBlob;
import io.github.erlangcodebuild.push.PushPlan.PlannedTag;
import io.github.erlangcodebuild.registry.BlobOutcome;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.RegistryRequest;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestLayer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is moved that need not be. */
class RepeatedPushTest {

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final Path directory;

    RepeatedPushTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void seed() {
        source.fixture().push("base", "1", TestPush.base());
    }

    @Test
    void theSecondPushMovesNothingAndAsksTheTargetForNoBlob() {
        PushResult first = push().push();
        source.clearRequests();
        target.clearRequests();
        TestPush again = push();

        PushResult second = again.push();

        assertThat(second.image().digest()).isEqualTo(first.image().digest());
        assertThat(second.transfer().upToDate()).isTrue();
        assertThat(second.transfer().sent()).isZero();
        assertThat(target.blobRequests()).isEmpty();
        assertThat(writes(target)).isEmpty();
        assertThat(source.requests())
                .as("the base's manifest and config")
                .extracting(RegistryRequest::toString)
                .satisfiesExactly(
                        manifest -> assertThat(manifest).isEqualTo("GET /v2/base/manifests/1 200"),
                        config -> assertThat(config).startsWith("GET /v2/base/blobs/sha256:"));
        assertThat(target.requests())
                .as("one request for each tag")
                .extracting(RegistryRequest::toString)
                .containsExactlyInAnyOrder(
                        "HEAD /v2/erlang/manifests/27.1 200", "HEAD /v2/erlang/manifests/latest 200");
        assertThat(again.log().tagged()).isEmpty();
    }

    @Test
    void theFirstPushTellsWhatItSent() {
        PushResult result = push().push();

        long bytes = 400_000
                + result.image().base().layers().get(0).descriptor().size()
                + result.image().toolchainLayer().size()
                + result.image().configDescriptor().size();
        assertThat(result.transfer().sent()).isEqualTo(5);
        assertThat(result.transfer().sentBytes()).isEqualTo(bytes);
        assertThat(result.transfer().upToDate()).isFalse();
    }

    @Test
    void aBlobIsSentInOneRequestOfAKnownLength() {
        PushResult result = push().push();

        assertThat(target.requests())
                .filteredOn(request -> request.isAboutBlob() && request.method().equals("PUT"))
                .extracting(request -> request.headers().get("content-length"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                result.image().base().layers().stream()
                                        .map(layer -> layer.descriptor().size()),
                                Stream.of(
                                        result.image().toolchainLayer().size(),
                                        result.image().configDescriptor().size()))
                        .map(size -> "" + size)
                        .toList());
        assertThat(target.requests()).noneMatch(request -> request.method().equals("PATCH"));
    }

    @Test
    void anotherTagIsSetWithoutSendingABlob() {
        push().tags("27.1").push();
        source.clearRequests();
        target.clearRequests();

        PushResult result = push().tags("27.1", "stable").push();

        assertThat(result.transfer().present()).isEqualTo(5);
        assertThat(result.transfer().sent()).isZero();
        assertThat(writes(target))
                .extracting(RegistryRequest::toString)
                .containsExactly("PUT /v2/erlang/manifests/stable 201");
        assertThat(target.tags("erlang")).contains("27.1", "stable");
    }

    @Test
    void aTagOfAnotherImageIsMoved() {
        target.fixture().push("erlang", "latest", TestBaseImage.oci().syntheticLayers(1, 10));

        PushResult result = push().push();

        assertThat(target.fixture().manifest("erlang", "latest").orElseThrow().digest())
                .isEqualTo(result.image().digest());
    }

    @Test
    void aRegistryThatNamesNoDigestIsAskedForTheManifest() {
        push().push();
        target.clearRequests();
        target.answerNext("HEAD", "/manifests/latest", 200, Map.of(), "", 1);

        PushResult result = push().push();

        assertThat(result.transfer().upToDate()).isTrue();
        assertThat(target.requests())
                .extracting(RegistryRequest::toString)
                .contains("GET /v2/erlang/manifests/latest 200");
    }

    @Test
    void blobsThatAreThereAlreadyAreNotSentAgain() {
        TestLayer large = TestLayer.synthetic(1, 200_000);
        target.fixture().pushBlob("erlang", large);
        TestPush push = push();

        PushResult result = push.push();

        assertThat(push.log().outcomes()).containsEntry(large.digest(), BlobOutcome.PRESENT);
        assertThat(push.log().sentBytes(large.digest())).isZero();
        assertThat(result.transfer().present()).isEqualTo(1);
        assertThat(result.transfer().sent()).isEqualTo(4);
        assertThat(source.blobRequests())
                .noneMatch(request -> request.path().contains(large.digest().toString()));
    }

    @Test
    void theSameRegistryMountsTheBasesLayers() {
        TestPush push = new TestPush(directory).from(source).to(source);

        PushResult result = push.push();

        assertThat(result.transfer().mounted()).isEqualTo(3);
        assertThat(result.transfer().sent()).as("toolchain and config").isEqualTo(2);
        assertThat(source.blobRequests())
                .filteredOn(request -> request.method().equals("GET"))
                .as("the base's config alone")
                .hasSize(1);
        assertThat(result.image().base().layers()).allSatisfy(layer -> assertThat(
                        source.fixture().hasBlob("erlang", layer.descriptor().digest()))
                .isTrue());
    }

    @Test
    void theSameRegistryByAnotherNameMountsThemToo() {
        String otherName = source.host().replace("127.0.0.1", "localhost");
        TestPush push = new TestPush(directory)
                .from(otherName + "/base:1")
                .to(source)
                .insecure("127.0.0.1", "localhost")
                .alsoNamed(otherName);

        assertThat(push.push().transfer().mounted()).isEqualTo(3);
    }

    @Test
    void aRegistryThatDoesNotMountGetsTheBytes() throws Exception {
        for (int layer = 0; layer < 3; layer++) {
            Map<String, String> upload = Map.of("Location", startUpload(source));
            source.answerNext("POST", "mount=", 202, upload, "", 1);
        }

        PushResult result = new TestPush(directory).from(source).to(source).push();

        assertThat(result.transfer().mounted()).isZero();
        assertThat(result.transfer().mountsRefused()).isEqualTo(3);
        assertThat(result.transfer().sent()).isEqualTo(5);
        assertThat(source.fixture().manifest("erlang", "27.1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aRegistryThatRefusesToMountGetsTheBytes(int status) {
        source.answerNext("POST", "mount=", status, Map.of(), "", 3);

        PushResult result = new TestPush(directory).from(source).to(source).push();

        assertThat(result.transfer().mountsRefused()).isEqualTo(3);
        assertThat(result.transfer().sent()).isEqualTo(5);
        assertThat(source.fixture().manifest("erlang", "27.1")).isPresent();
    }

    @Test
    void theSameRepositoryNeedsNoMount() {
        source.fixture().push("erlang", "base", TestPush.base());
        source.clearRequests();

        PushResult result = new TestPush(directory)
                .from(source.host() + "/erlang:base")
                .to(source)
                .push();

        assertThat(result.transfer().present()).isEqualTo(3);
        assertThat(source.requests()).noneMatch(request -> request.path().contains("mount="));
    }

    @Test
    void aPlanSaysWhatThePushWouldDoAndChangesNothing() {
        target.fixture().pushBlob("erlang", TestLayer.synthetic(1, 200_000));

        PushPlan plan = push().plan();

        assertThat(plan.blobs())
                .extracting(PlannedBlob::outcome)
                .containsExactly(
                        BlobOutcome.SENT, BlobOutcome.PRESENT, BlobOutcome.SENT, BlobOutcome.SENT, BlobOutcome.SENT);
        assertThat(plan.tags()).containsExactly(new PlannedTag("27.1", false), new PlannedTag("latest", false));
        assertThat(writes(target)).isEmpty();
        long planned = plan.bytesToSend();
        PushResult result = push().push();
        assertThat(planned).isEqualTo(result.transfer().sentBytes());
        assertThat(plan.image().digest()).isEqualTo(result.image().digest());
    }

    private TestPush push() {
        return new TestPush(directory).from(source).to(target);
    }

    private static String startUpload(EmbeddedRegistry registry) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(registry.url().resolve("/v2/erlang/blobs/uploads/"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(post, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static List<RegistryRequest> writes(EmbeddedRegistry registry) {
        return registry.requests().stream()
                .filter(request -> !List.of("GET", "HEAD").contains(request.method()))
                .toList();
    }
}
