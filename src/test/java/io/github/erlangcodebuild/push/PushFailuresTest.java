package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry or a network may say no to, each with a message that helps, and no tag left behind. */
class PushFailuresTest {

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    @AutoClose
    private final Socket taken = new Socket();

    private final Path directory;

    PushFailuresTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void seed() {
        source.fixture().push("base", "1", TestPush.base());
    }

    @AfterEach
    void nothingIsTagged() {
        assertThat(target.tags("erlang")).isEmpty();
    }

    @Test
    void aToolchainThatWasCompiledOnAnotherImageIsRefused() {
        ActionableException failure = new TestPush(directory)
                .from(source)
                .to(target)
                .onTheBuildBaseOnly()
                .failure();

        assertThat(failure.problem())
                .contains("public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0")
                .contains(source.host() + "/base:1");
        assertThat(failure.remedy()).contains("allowBaseMismatch");
        assertThat(target.requests())
                .as("a tag may have been looked up by then, and nothing more")
                .allMatch(request -> request.method().equals("HEAD") && !request.isAboutBlob());
    }

    @Test
    void aBaseThatIsNotThereIsSaidToBeMissingAndNotToBeAnotherImage() {
        ActionableException failure = new TestPush(directory)
                .from(source.host() + "/missing:1")
                .to(target)
                .onTheBuildBaseOnly()
                .failure();

        assertThat(failure.problem())
                .startsWith("Cannot pull the base image " + source.host() + "/missing:1: " + source.host()
                        + " has no such repository or image");
    }

    @Test
    void theCuratedImageThatWasMeantIsGuessed() {
        String repository = source.host() + "/codebuild/amazonlinux2-x86_64-";

        ActionableException failure = new TestPush(directory)
                .from(repository + "standrad:5.0")
                .to(target)
                .failure();

        assertThat(failure.remedy())
                .startsWith("Did you mean -Derlang-codebuild.baseImage=" + repository + "standard:5.0? Check the");
    }

    @Test
    void aBaseForAnotherPlatformIsSaidToBeThatAndNotToBeAnotherImage() {
        source.fixture().push("arm", "1", TestPush.base().platform("linux", "arm64"));

        ActionableException failure = new TestPush(directory)
                .from(source.host() + "/arm:1")
                .to(target)
                .onTheBuildBaseOnly()
                .failure();

        assertThat(failure.problem())
                .startsWith("The toolchain was built for linux/amd64, but the base image " + source.host()
                        + "/arm:1 is for linux/arm64.");
    }

    @Test
    void aDeniedPushShowsTheRegistrysOwnWords() {
        target.denyNext("POST", "/uploads/", "requested access to the resource is denied", EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot push sha256:")
                .endsWith(" to " + target.host() + "/erlang: " + target.host()
                        + " denied it (HTTP 403: DENIED requested access to the resource is denied).");
        assertThat(failure.remedy()).contains("docker login " + target.host(), "settings.xml");
        assertThat(push.log().retries()).isEmpty();
    }

    @Test
    void aDeniedManifestShowsTheRegistrysOwnWords() {
        target.denyNext("PUT", "/manifests/", "tag is immutable", EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .isEqualTo("Cannot push the manifest of tag 27.1 to " + target.host() + "/erlang: " + target.host()
                        + " denied it (HTTP 403: DENIED tag is immutable).");
    }

    /** As zot answers to a manifest of Docker's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            415 | MANIFEST_INVALID
            415 | UNSUPPORTED
            400 | MANIFEST_INVALID
            """)
    void aRegistryThatDoesNotTakeTheFormatOfTheBaseIsExplained(int status, String code) {
        target.answerNext("PUT", "/manifests/", status, Map.of(), invalid(code), EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .isEqualTo("Cannot push the manifest of tag 27.1 to " + target.host() + "/erlang: " + target.host()
                        + " does not take the image's manifest, of the type"
                        + " application/vnd.docker.distribution.manifest.v2+json (HTTP " + status + ": " + code
                        + " manifest invalid).");
        assertThat(failure.remedy())
                .isEqualTo("The image has the format of its base. Have " + target.host()
                        + " take this format (zot: \"compat\": [\"docker2s2\"]), or copy the base with skopeo copy"
                        + " --format oci, under the same name and tag, and set baseImage to the copy.");
        assertThat(push.retries()).isEmpty();
    }

    @Test
    void aRegistryThatDoesNotTakeOcisFormatIsExplained() {
        source.fixture().push("base", "1", TestBaseImage.oci().syntheticLayers(1, 1000));
        target.answerNext("PUT", "/manifests/", 415, Map.of(), "", EmbeddedRegistry.ALWAYS);

        ActionableException failure = push().failure();

        assertThat(failure.problem()).contains("of the type application/vnd.oci.image.manifest.v1+json (HTTP 415).");
        assertThat(failure.remedy())
                .contains("take this format, or copy the base with skopeo copy --format v2s2,")
                .doesNotContain("zot");
    }

    @Test
    void aManifestThatFailsInTheRegistryIsNotSaidToHaveTheWrongFormat() {
        target.answerNext("PUT", "/manifests/", 500, Map.of(), invalid("MANIFEST_INVALID"), EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem()).contains(" answered with an error (HTTP 500: MANIFEST_INVALID");
    }

    @Test
    void anUnknownRepositoryIsSaidToBeUnknown() {
        String body =
                "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"The repository 'erlang' does not exist\"}]}";
        target.answerNext("POST", "/uploads/", 404, Map.of(), body, EmbeddedRegistry.ALWAYS);

        ActionableException failure = push().failure();

        assertThat(failure.problem())
                .endsWith(target.host() + " has no such repository or image (HTTP 404: NAME_UNKNOWN The repository"
                        + " 'erlang' does not exist).");
        assertThat(failure.remedy()).contains("spelling");
    }

    @Test
    void aPageInsteadOfAnErrorIsShownShortAndOnOneLine() {
        String page = "<html>\n<body>" + "blocked by the proxy\n".repeat(100) + "</body></html>";
        target.answerNext("POST", "/uploads/", 403, Map.of(), page, EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .contains("(HTTP 403: an HTML page, \"blocked by the proxy blocked")
                .doesNotContain("<")
                .hasSizeLessThan(800);
    }

    @Test
    void whatARegistrySaysNeitherSteersATerminalNorFakesALogLine() {
        String message = "no\\u001B[2J\u009B31m\u202Eright\u2028[INFO] BUILD SUCCESS, größer";
        String error = "{\"errors\":[{\"code\":\"DENIED\\u001b[8m\",\"message\":\"" + message + "\"}]}";
        target.answerNext("POST", "/uploads/", 403, Map.of(), error, EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .contains("(HTTP 403: DENIED\uFFFD[8m no\uFFFD[2J\uFFFD31m\uFFFDright [INFO] BUILD SUCCESS, größer)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!DOCTYPE html><html><head><title>Sign\nin</title></head>", " <html><body>Sign in</body></html>"
            })
    void aWebPageInPlaceOfAManifestIsNamed(String page) {
        source.answerNext(
                "GET", "/manifests/1", 200, Map.of("Content-Type", "text/html"), page, EmbeddedRegistry.ALWAYS);
        TestPush push = new TestPush(directory).from(source).to(target);

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .isEqualTo(source.host()
                        + " answered with an HTML page, \"Sign in\", when it was asked for the manifest of 1 in "
                        + source.host() + "/base.");
        assertThat(push.log().retries()).isEmpty();
    }

    @Test
    void aWebPageInPlaceOfABundleIsNamed() {
        source.answerNext(
                "GET", "/toolchain.json", 200, Map.of("Content-Type", "text/html"), "<html><title>Sign in", 1);

        assertThat(new TestPush(directory)
                        .from(source)
                        .to(target)
                        .bundleAt(source.url() + "/toolchain.json")
                        .failure()
                        .problem())
                .isEqualTo(
                        "The toolchain descriptor " + source.url() + "/toolchain.json is an HTML page, \"Sign in\".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"message":"layer is empty"} | manifest invalid (layer is empty)
            "layer is empty"             | manifest invalid (layer is empty)
            {"Digest":"sha256:ab"}       | manifest invalid
            "manifest invalid"           | manifest invalid
            null                         | manifest invalid
            """)
    void theReasonThatSomeRegistriesHaveInTheDetailIsTold(String detail, String told) {
        String error = "{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"manifest invalid\",\"detail\":"
                + detail + "}]}";
        target.answerNext("PUT", "/manifests/", 400, Map.of(), error, EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem()).endsWith("(HTTP 400: MANIFEST_INVALID " + told + ").");
    }

    @Test
    void whatIsNoJsonNeitherSteersATerminalNorFakesALogLine() {
        source.answerNext("GET", "/manifests/", 200, Map.of(), "{\"a\": \u001B[2J\u2028 }", EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem())
                .contains("is not the JSON that it should be")
                .doesNotContain("\u001B");
    }

    @Test
    void aTargetThatIsNotThereIsTriedAgainAndThenSaidToBeUnreachable() throws IOException {
        String host = closedPort();
        TestPush push = push().to(host);

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot look up tag ")
                .contains(" in " + host + "/erlang: " + host + " cannot be reached (")
                .containsIgnoringCase("refused");
        assertThat(failure.remedy()).contains("up", "proxy");
        String failed = failure.problem().replaceFirst("^Cannot (look up tag \\S+) .*", "$1");
        assertThat(push.log().retries())
                .filteredOn(retry -> retry.startsWith(failed))
                .hasSize(Retry.ATTEMPTS - 1);
    }

    @Test
    void aSourceThatIsNotThereIsTriedAgainAndThenSaidToBeUnreachable() throws IOException {
        String host = closedPort();

        assertThat(push().from(host + "/base:1").failure().problem())
                .startsWith("Cannot pull the base image " + host + "/base:1: " + host + " cannot be reached (");
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        assertThat(push().to("registry.invalid").failure().problem())
                .startsWith("Cannot look up tag ")
                .endsWith(" in registry.invalid/erlang: there is no host registry.invalid.");
    }

    @Test
    void aHostThatTheRegistryRefersToIsNamedWhenItDoesNotExist() {
        source.answerNext(
                "GET", "/blobs/", 307, Map.of("Location", "http://layers.invalid/bytes"), "", EmbeddedRegistry.ALWAYS);

        ActionableException failure =
                push().insecure("127.0.0.1", "localhost", "layers.invalid").failure();

        assertThat(failure.problem()).startsWith("Cannot pull ").endsWith(": there is no host layers.invalid.");
        assertThat(failure.remedy()).contains(source.host() + " sends its clients to layers.invalid", "proxy");
    }

    @Test
    void aHostThatTheRegistryRefersToIsNamedWhenItCannotBeReached() throws IOException {
        String there = "localhost" + closedPort().replaceFirst(".*:", ":");
        source.answerNext(
                "GET", "/blobs/", 307, Map.of("Location", "http://" + there + "/bytes"), "", EmbeddedRegistry.ALWAYS);

        ActionableException failure =
                push().insecure("127.0.0.1", "localhost", "layers.invalid").failure();

        assertThat(failure.problem()).startsWith("Cannot pull ").contains(": localhost cannot be reached (");
        assertThat(failure.remedy()).contains(source.host() + " sends its clients to localhost");
    }

    @Test
    void aHostThatTheRegistryRefersToInPlainHttpMustBeAllowedItself() {
        source.answerNext(
                "GET", "/blobs/", 307, Map.of("Location", "http://localhost:1/bytes"), "", EmbeddedRegistry.ALWAYS);
        TestPush push = push();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .endsWith(": " + source.host() + " sends its clients to localhost:1 in plain HTTP.");
        assertThat(failure.remedy())
                .contains("-Derlang-codebuild.allowInsecureRegistries=" + source.host() + ",localhost:1");
        assertThat(push.retries()).isEmpty();
    }

    @Test
    void aRegistryThatIsNoneIsNamed() {
        target.answerNext("POST", "/v2/", 404, Map.of(), "not here", EmbeddedRegistry.ALWAYS);

        assertThat(push().failure().problem()).startsWith("Cannot push sha256:").contains("HTTP 404: not here");
    }

    private static String invalid(String code) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"manifest invalid\"}]}";
    }

    private TestPush push() {
        return new TestPush(directory).from(source).to(target);
    }

    /** One that nobody else gets, as it is taken, and where nobody listens. */
    private String closedPort() throws IOException {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return "127.0.0.1:" + taken.getLocalPort();
    }
}
