package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.faults.Exchange.Answer;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.http.HttpHeaders;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Registries that do what the specification lets them, or what they should not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OddRegistriesTest {

    private static final TestBaseImage BASE = TestBaseImage.docker().syntheticLayers(3, 200_000);

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final String BLOB_UNKNOWN =
            "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}";

    private static final AtomicInteger REPOSITORIES = new AtomicInteger();

    @AutoClose
    private static final Servers SERVERS = new Servers(BASE, TestBundle.otp("27.1"));

    @AutoClose
    private final Network network = new Network(SERVERS);

    private final String repository = "odd-" + REPOSITORIES.incrementAndGet();

    @BeforeEach
    void seed() {
        SERVERS.source().fixture().push("base", "1", BASE);
    }

    /** The forms that RFC 9110, 10.2.2 gives a Location. */
    enum LocationForm {
        ABSOLUTE((location, relay) -> relay.url().resolve(location.getPath()).toString()),
        ABSOLUTE_PATH((location, relay) -> location.getPath()),
        RELATIVE((location, relay) ->
                location.getPath().substring(location.getPath().lastIndexOf('/') + 1)),
        WITH_QUERY((location, relay) -> location.getPath() + "?_state=a%2Fb%3D&more=1"),
        ABSOLUTE_WITH_QUERY((location, relay) -> relay.url().resolve(location.getPath()) + "?_state=a%2Fb%3D");

        @SuppressWarnings("ImmutableEnumChecker") // a method
        private final BiFunction<URI, Relay, String> form;

        LocationForm(BiFunction<URI, Relay, String> form) {
            this.form = form;
        }
    }

    private static Stream<Oddity> cope() {
        return Stream.of(Oddity.values()).filter(oddity -> oddity.who().push().isThere());
    }

    @ParameterizedTest
    @MethodSource("cope")
    void aPushToARegistryWithAnOddityIsWhole(Oddity oddity) {
        oddity.at(network);

        TestPush push = pushTo(oddity);
        push.push();

        whole();
        if (!oddity.isTemporary()) {
            assertThat(push.log().retries()).isEmpty();
        }
    }

    @Test
    void aSecondPushToARegistryThatGivesNoDigestSendsNothing() {
        Oddity.NO_DIGEST.at(network);
        pushes();

        assertThat(push().push().transfer().upToDate()).isTrue();
    }

    @Test
    void aLayerOfAnotherSizeIsSent() {
        Oddity.LAYER_TRUNCATED.at(network);

        assertThat(push().push().transfer().sent()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void anUploadFollowsItsLocationInEachForm(LocationForm form) {
        AtomicInteger changed = new AtomicInteger();
        network.target()
                .add(exchange -> exchange.uri().contains("/blobs/uploads/")
                        ? Optional.of(passing -> {
                            Answer answer = passing.forward();
                            answer.header(HttpHeaders.LOCATION).ifPresent(location -> {
                                changed.incrementAndGet();
                                answer.withHeader(
                                        HttpHeaders.LOCATION, form.form.apply(URI.create(location), passing.relay()));
                            });
                            return passing.send(answer);
                        })
                        : Optional.empty());

        pushes();

        assertThat(changed.get()).isPositive();
        if (form.name().endsWith("QUERY")) {
            assertThat(network.requests())
                    .filteredOn(request -> request.startsWith("PUT ") && request.contains("digest="))
                    .allMatch(request ->
                            URLDecoder.decode(request, StandardCharsets.UTF_8).contains("_state=a/b="));
        }
    }

    @Test
    void aMountThatIsAnswered201SendsNothing() {
        SERVERS.fixture().push("base", "1", BASE);

        PushResult result = fromTheTargetItself().push();

        assertThat(result.transfer().mounted()).isEqualTo(3);
        assertThat(network.requests())
                .noneMatch(request -> request.startsWith("GET ")
                        && request.contains(Stage.Layers.LARGEST.digest().hex()));
        whole();
    }

    @Test
    void aMountThatIsAnswered202SendsTheBytes() {
        SERVERS.fixture().push("base", "1", BASE);
        network.target()
                .add(exchange -> exchange.uri().contains("mount=")
                        ? Optional.of(passing -> passing.of(passing.uri().replaceFirst("\\?.*", ""))
                                .passOn())
                        : Optional.empty());

        PushResult result = fromTheTargetItself().push();

        assertThat(result.transfer().mounted()).isZero();
        assertThat(result.transfer().mountsRefused()).isEqualTo(3);
        whole();
    }

    @Test
    void aMountThatFailsTwiceSendsTheBytes() {
        SERVERS.fixture().push("base", "1", BASE);
        network.inject(Fault.INTERNAL_ERROR, Stage.MOUNT, Network.FOR_EVER);

        PushResult result = fromTheTargetItself().push();

        assertThat(result.transfer().mounted()).isZero();
        whole();
    }

    @Test
    void aBlobThatIsSaidToBeThereAndIsNotIsAskedForOnceMore() {
        lieAboutTheLargestLayer(1);

        push().push();

        whole();
    }

    @Test
    void aBlobThatIsAlwaysSaidToBeThereAndIsNotGetsNoTag() {
        lieAboutTheLargestLayer(2);

        ActionableException failure = push().failure();

        assertThat(failure.problem())
                .startsWith("Cannot push the manifest of tag 27.1 to ")
                .contains("does not have a blob that it said it has (HTTP 404: MANIFEST_BLOB_UNKNOWN");
        assertThat(SERVERS.target().tags(repository)).isEmpty();
        pushes();
    }

    /** Says so many times that the layer is there, and then does not take a manifest without it. */
    private void lieAboutTheLargestLayer(int times) {
        AtomicInteger lies = new AtomicInteger(times);
        network.target()
                .add(exchange -> Stage.BLOB_HEAD.matches(exchange) && lies.getAndDecrement() > 0
                        ? Optional.of(lying -> lying.send(Answer.head(200, Stage.Layers.LARGEST.bytes())))
                        : Optional.empty());
        network.target()
                .add(exchange -> Stage.FIRST_TAG.matches(exchange) && !allBlobsAreThere(exchange)
                        ? Optional.of(refusing -> refusing.send(Answer.of(404, BLOB_UNKNOWN)))
                        : Optional.empty());
    }

    /** As registries look that know what a manifest names; the embedded one does not. */
    private boolean allBlobsAreThere(Exchange exchange) throws IOException {
        return DIGEST.matcher(new String(exchange.body(), StandardCharsets.UTF_8))
                .results()
                .map(found -> Digest.parse(found.group()).orElseThrow())
                .allMatch(blob -> fixture().hasBlob(repository, blob));
    }

    @Test
    void aTagThatAnotherPushSetsInTheMeantimeNamesOneOfTheTwoImagesWhole() {
        AtomicBoolean set = happensOnce(Stage.UPLOAD, () -> fixture()
                .push(repository, "27.1", TestBaseImage.oci().syntheticLayers(1, 10)));

        pushes();

        assertThat(set).isTrue();
    }

    @Test
    void aBaseTagThatMovesDuringThePushChangesNothing() {
        Manifest base = BASE.manifest();
        AtomicBoolean moved = happensOnce(Stage.START_UPLOAD, () -> SERVERS.source()
                .fixture()
                .push("base", "1", TestBaseImage.oci().syntheticLayers(1, 10)));

        Manifest pushed = pushes();

        assertThat(moved).isTrue();
        assertThat(pushed.layerDigests().subList(0, 3)).isEqualTo(base.layerDigests());
    }

    /** Has something happen before a request is passed on. Tells whether it did. */
    private AtomicBoolean happensOnce(Stage stage, Runnable event) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean happened = new AtomicBoolean();
        network.relay(stage.side()).add(exchange -> {
            if (stage.matches(exchange) && begun.compareAndSet(false, true)) {
                event.run();
                happened.set(true);
            }
            return Optional.empty();
        });
        return happened;
    }

    private TestPush push() {
        return network.push(repository);
    }

    private TestPush pushTo(Oddity oddity) {
        if (oddity.layer() == Oddity.Layer.IN_TARGET) {
            fixture().pushBlob(repository, Stage.Layers.LARGEST);
        }
        return oddity.layer() == Oddity.Layer.IN_BASE ? fromTheTargetItself() : push();
    }

    private TestPush fromTheTargetItself() {
        return push().from(network.target().host() + "/base:1");
    }

    private Manifest pushes() {
        push().push();
        return whole();
    }

    /** Both tags name one image, and it is whole. */
    private Manifest whole() {
        Manifest pushed = fixture().manifest(repository, "27.1").orElseThrow();
        assertThat(pushed.layerDigests()).hasSize(4);
        assertThat(fixture().manifest(repository, "latest")).hasValue(pushed);
        Images.requireWhole(fixture(), repository, pushed);
        return pushed;
    }

    private RegistryFixture fixture() {
        return SERVERS.fixture();
    }
}
