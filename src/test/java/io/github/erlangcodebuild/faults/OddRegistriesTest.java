package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.faults.Exchange.Answer;
import io.github.erlangcodebuild.registry.PushResult;
import io.github.erlangcodebuild.registry.TestPush;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.http.HttpHeaders;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Registries that do what the specification lets them, or what they should not. */
@Timeout(60)
class OddRegistriesTest {

    private static final TestBaseImage BASE = TestBaseImage.docker().syntheticLayers(3, 200_000);

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
    void aBlobThatIsSaidToBeThereAndIsNotGetsNoTag() {
        String layer = "/blobs/" + Stage.Layers.LARGEST.digest();
        network.target()
                .add(exchange ->
                        exchange.method().equals("HEAD") && exchange.uri().endsWith(layer)
                                ? Optional.of(lying -> lying.send(Answer.head(200, Stage.Layers.LARGEST.bytes())))
                                : Optional.empty());
        // what a registry says that looks for the blobs of a manifest, as the embedded one does not
        network.target()
                .add(exchange ->
                        exchange.method().equals("PUT") && exchange.uri().contains("/manifests/")
                                ? Optional.of(
                                        looking -> looking.readAll()
                                                .send(
                                                        Answer.of(
                                                                404,
                                                                "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}")))
                                : Optional.empty());

        ActionableException failure = push().failure();

        assertThat(failure.problem())
                .startsWith("Cannot push the manifest of tag 27.1 to ")
                .contains("HTTP 404: MANIFEST_BLOB_UNKNOWN");
        assertThat(SERVERS.target().tags(repository)).isEmpty();
        network.heal();
        pushes();
    }

    @Test
    void aTagThatAnotherPushSetsInTheMeantimeNamesOneOfTheTwoImagesWhole() {
        happensOnce(Stage.UPLOAD, () -> fixture()
                .push(repository, "27.1", TestBaseImage.oci().syntheticLayers(1, 10)));

        pushes();
    }

    @Test
    void aBaseTagThatMovesDuringThePushChangesNothing() {
        Manifest base = BASE.manifest();
        happensOnce(Stage.START_UPLOAD, () -> SERVERS.source()
                .fixture()
                .push("base", "1", TestBaseImage.oci().syntheticLayers(1, 10)));

        Manifest pushed = pushes();

        assertThat(pushed.layerDigests().subList(0, 3)).isEqualTo(base.layerDigests());
    }

    private void happensOnce(Stage stage, Runnable event) {
        AtomicBoolean happened = new AtomicBoolean();
        network.relay(stage.side()).add(exchange -> {
            if (stage.matches(exchange) && happened.compareAndSet(false, true)) {
                event.run();
            }
            return Optional.empty();
        });
    }

    private TestPush push() {
        return network.push(repository);
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
