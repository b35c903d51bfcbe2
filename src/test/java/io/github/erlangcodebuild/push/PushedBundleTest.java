package io.github.erlangcodebuild.push;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.RegistryRequest;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle is verified while it streams to the registry, and what is wrong with it never gets in. */
class PushedBundleTest {

    private static final TestBundle BUNDLE = TestBundle.otp("27.1").padding(300_000);
    private static final String LAYER = "/otp/toolchain.tar.gz";

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final Path directory;

    PushedBundleTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void seed() {
        source.fixture().push("base", "1", TestPush.base());
        SERVER.stubFor(get("/otp/toolchain.json").willReturn(aResponse().withBody(BUNDLE.descriptorBytes())));
        SERVER.stubFor(get(LAYER).willReturn(aResponse().withBody(BUNDLE.layerBytes())));
    }

    @Test
    void aDryRunFindsOutThatTheLayerIsNotThere() {
        SERVER.stubFor(get(LAYER).willReturn(aResponse().withStatus(404)));
        TestPush push =
                new TestPush(directory).from(source).to(target).bundleAt(SERVER.baseUrl() + "/otp/toolchain.json");

        assertThatThrownBy(push::plan).isInstanceOf(ActionableException.class).hasMessageContaining(LAYER);
        assertThat(target.requests()).noneMatch(request -> request.method().matches("POST|PUT"));
    }

    static Stream<Arguments> badBundles() {
        Digest other = Digest.of(new byte[1]);
        return Stream.of(
                arguments("digest", bundle().descriptorField("layer.digest", other.toString()), "has the digest"),
                arguments("diff ID", bundle().descriptorField("layer.diffId", other.toString()), "diff ID"),
                arguments(
                        "a size too small",
                        bundle().descriptorField("layer.size", 100_000),
                        "is larger than the 100000"),
                arguments("a size too large", bundle().descriptorField("layer.size", 900_000), "is cut short"),
                arguments(
                        "an unpacked size too small", bundle().descriptorField("layer.uncompressedSize", 4096), "4096"),
                arguments(
                        "cut short",
                        bundle().changeLayer(layer -> Arrays.copyOf(layer, layer.length / 2)),
                        "ends in the middle of its gzip stream"),
                arguments(
                        "not gzip",
                        bundle().changeLayer(layer -> new byte[50_000]),
                        "cannot be unpacked as a gzip-compressed tar ("),
                arguments(
                        "trailing bytes",
                        bundle().changeLayer(layer -> Arrays.copyOf(layer, layer.length + 10)),
                        "has more data after its gzip stream"),
                arguments(
                        "a whiteout",
                        bundle().append(TarEntry.file("usr/local/erlang/.wh.bin", "")),
                        "usr/local/erlang/.wh.bin"),
                arguments(
                        "an extended attribute",
                        bundle().append(
                                        TarEntry.pax("SCHILY.xattr.user.containers.override_stat", "0:0:04755"),
                                        TarEntry.executable("usr/local/erlang/bin/su", "#!")),
                        "the PAX record 'SCHILY.xattr.user.containers.override_stat'"),
                arguments(
                        "another owner",
                        bundle().append(TarEntry.file("usr/local/erlang/x", "").header(116, "0000144\0")),
                        "belongs to 0:100"),
                arguments("an absolute path", bundle().append(TarEntry.file("/etc/passwd", "")), "/etc/passwd"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBundles")
    void aLayerThatIsNotWhatItShouldBeIsNeverCommitted(String what, TestBundle bad, String words) {
        TestPush push = push().bundle(bad);

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("The toolchain layer " + directory.resolve("toolchain.tar.gz"))
                .contains(words);
        assertThat(push.log().retries())
                .as("a bad layer is no better the second time")
                .isEmpty();
        nothingCommitted(bad.parsed().layer().digest());
        nothingCommitted(Digest.of(bad.layerBytes()));
    }

    @Test
    void aBundleOverHttpIsStreamedToTheTarget() {
        PushResult result = httpPush().push();

        assertThat(target.fixture()
                        .blob("erlang", result.image().toolchainLayer().digest()))
                .isEqualTo(BUNDLE.layerBytes());
    }

    @Test
    void aLayerThatTheTargetHasIsReadAndNotSent() {
        httpPush().push();
        SERVER.resetRequests();
        target.clearRequests();
        TestPush again = httpPush().tags("other");

        PushResult result = again.push();

        assertThat(SERVER.getAllServeEvents())
                .extracting(event -> event.getRequest().getUrl())
                .containsExactlyInAnyOrder("/otp/toolchain.json", LAYER);
        assertThat(result.transfer().sent()).isZero();
        assertThat(again.log().verifications()).isEqualTo(1);
        assertThat(target.requests()).noneMatch(request -> request.method().equals("POST"));
    }

    @Test
    void aPushThatChangesNothingDoesNotReadTheLayer() {
        httpPush().push();
        SERVER.resetRequests();

        httpPush().push();

        assertThat(SERVER.getAllServeEvents())
                .extracting(event -> event.getRequest().getUrl())
                .containsExactly("/otp/toolchain.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/otp/toolchain.json", LAYER})
    void aBundleThatFailsOnceIsReadAgain(String path) {
        SERVER.stubFor(get(path)
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("again")
                .willReturn(aResponse().withStatus(503).withBody("busy")));
        TestPush push = httpPush();

        PushResult result = push.push();

        assertThat(push.log().retries()).singleElement().asString().contains("HTTP 503: busy");
        assertThat(push.log().sentBytes(result.image().toolchainLayer().digest()))
                .isEqualTo(result.image().toolchainLayer().size());
        assertThat(target.fixture().manifest("erlang", "27.1")).isPresent();
    }

    @Test
    void aLayerThatBreaksOffIsBlamedOnTheBundleAndNeverCommitted() {
        SERVER.stubFor(get(LAYER)
                .willReturn(aResponse()
                        .withHeader("Content-Length", "" + BUNDLE.layerBytes().length)
                        .withBody(Arrays.copyOf(BUNDLE.layerBytes(), 1000))
                        .withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
        TestPush push = httpPush();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot read the toolchain bundle " + SERVER.url("/otp/toolchain.json") + ": ");
        assertThat(push.log().retries()).hasSize(Retry.ATTEMPTS - 1);
        nothingCommitted(Digest.of(BUNDLE.layerBytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void aBundleThatIsNotGivenIsAskedForOnce(int status) {
        SERVER.stubFor(get(LAYER).willReturn(aResponse().withStatus(status)));
        TestPush push = httpPush();

        assertThat(push.failure().problem()).contains(SERVER.url(LAYER), "HTTP " + status);

        assertThat(push.log().retries()).isEmpty();
        nothingCommitted(Digest.of(BUNDLE.layerBytes()));
    }

    @Test
    void aMissingBundleIsNamedBeforeAnyRegistryIsWrittenTo() {
        TestPush push = push().bundleAt(directory.resolve("none.json").toString());

        assertThat(push.failure().problem())
                .contains(directory.resolve("none.json").toString());

        assertThat(target.requests()).noneMatch(request -> request.method().matches("POST|PUT"));
    }

    @Test
    void aTargetThatFailsWhileTheBundleStreamsIsBlamed() {
        target.dropNext("PUT", "/uploads/", EmbeddedRegistry.ALWAYS);

        assertThat(httpPush().failure().problem())
                .startsWith("Cannot push sha256:")
                .contains(target.host());
    }

    private static TestBundle bundle() {
        return TestBundle.otp("27.1").padding(300_000);
    }

    private TestPush push() {
        return new TestPush(directory).from(source).to(target);
    }

    private TestPush httpPush() {
        return push().bundleAt(SERVER.url("/otp/toolchain.json"));
    }

    private void nothingCommitted(Digest layer) {
        assertThat(target.tags("erlang")).isEmpty();
        assertThat(target.fixture().hasBlob("erlang", layer)).isFalse();
        assertThat(target.requests())
                .filteredOn(request -> request.method().equals("PUT") && request.status() != 0)
                .extracting(RegistryRequest::path)
                .noneMatch(path -> path.contains(layer.hex()) || path.contains("/manifests/"));
    }
}
