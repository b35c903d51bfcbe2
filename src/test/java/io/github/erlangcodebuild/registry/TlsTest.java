package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.RegistryRequest;
import io.github.erlangcodebuild.testing.TestLayer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which connections are trusted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // a certificate takes a while to make
class TlsTest {

    private final Path directory;
    private final EmbeddedRegistry secure = EmbeddedRegistry.builder().tls().start();
    private final EmbeddedRegistry plain = EmbeddedRegistry.start();

    TlsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Pushes in a JVM of its own, with a trust store of its own. */
    public static void main(String[] arguments) {
        PushResult result = new TestPush(Path.of(arguments[0]))
                .from(arguments[1] + "/base:1")
                .to(arguments[1])
                .repository("trusted")
                .secureOnly()
                .push();
        System.out.println(result.image().digest());
    }

    @BeforeAll
    void seed() {
        secure.fixture().push("base", "1", TestPush.base());
        plain.fixture().push("base", "1", TestPush.base());
    }

    @BeforeEach
    void forget() {
        secure.clearRequests();
        plain.clearRequests();
    }

    @AfterEach
    void clearFaults() {
        secure.clearFaults();
        plain.clearFaults();
    }

    @AfterAll
    void close() {
        secure.close();
        plain.close();
    }

    @Test
    void aCertificateThatIsNotTrustedFailsAtOnce() {
        TestPush push = new TestPush(directory).from(secure).to(secure).secureOnly();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot pull the base image " + secure.host() + "/base:1: the TLS certificate of "
                        + secure.host() + " is not trusted (");
        assertThat(failure.remedy())
                .contains("javax.net.ssl.trustStore", "-Derlang-codebuild.allowInsecureRegistries=" + secure.host());
        assertThat(push.log().retries()).isEmpty();
        assertThat(secure.requests()).isEmpty();
    }

    @Test
    void plainHttpFailsAtOnceUnlessItIsAllowed() {
        TestPush push = new TestPush(directory).from(plain).to(plain).secureOnly();

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .isEqualTo("Cannot pull the base image " + plain.host() + "/base:1: " + plain.host()
                        + " does not speak TLS, only plain HTTP.");
        assertThat(failure.remedy()).contains("-Derlang-codebuild.allowInsecureRegistries=" + plain.host());
        assertThat(push.log().retries()).isEmpty();
        assertThat(plain.requests()).isEmpty();
    }

    @Test
    void anUnknownCertificateWillDoWhereThatIsAllowed() {
        new TestPush(directory).from(secure).to(secure).repository("allowed").push();

        assertThat(secure.fixture().manifest("allowed", "27.1")).isPresent();
    }

    @Test
    void anUnknownCertificateWillDoForTheHostThatIsNamedOnly() {
        TestPush push = new TestPush(directory).from(secure).to(secure).insecure("registry.example.com", plain.host());

        assertThat(push.failure().problem()).contains("the TLS certificate of " + secure.host() + " is not trusted (");

        assertThat(secure.requests()).isEmpty();
    }

    @Test
    void aCertificateInTheTrustStoreOfTheJvmIsTrusted() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + secure.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + secure.trustStorePassword(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TlsTest.class.getName(),
                        directory.toString(),
                        secure.host())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(secure.fixture().manifest("trusted", "27.1").orElseThrow().digest())
                .hasToString(output.trim());
    }

    @Test
    void aSourceThatBreaksOffDoesNotMakeTheTargetLookInsecure() {
        TestLayer layer = TestLayer.synthetic(1, 200_000);
        secure.cutNextBlob(layer.digest().toString(), 100_000, 1);
        TestPush push = new TestPush(directory).from(secure).to(plain).repository("broken-off");

        push.push();

        assertThat(push.log().retries()).singleElement().asString().contains("Cannot pull " + layer.digest());
        assertThat(plain.fixture().manifest("broken-off", "27.1")).isPresent();
    }

    @Test
    void aRegistryThatDoesNotKnowOfTheProxyThatSpeaksTlsForItIsSpokenToOverTls() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.builder()
                .tlsByProxy()
                .bearerAuth("joe", "secret")
                .start()) {
            TestPush push = new TestPush(directory)
                    .from(plain)
                    .to(registry)
                    .insecure(registry.host(), plain.host())
                    .credentials(registry.host(), "joe", "secret");

            push.push();

            assertThat(registry.tags("erlang")).containsExactly("27.1", "latest");
            assertThat(push.log().retries()).isEmpty();
            assertThat(registry.requests())
                    .filteredOn(request -> request.method().equals("PUT"))
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer"));
        }
    }

    @Test
    void aRedirectFromHttpsToPlainHttpIsRefused() {
        secure.answerNext(
                "GET", "/v2/base/manifests/1", 307, Map.of("Location", plain.url() + "/v2/base/manifests/1"), "", 1);

        ActionableException failure =
                new TestPush(directory).from(secure).to(plain).failure();

        assertThat(failure.problem())
                .isEqualTo(secure.host() + " redirects to plain HTTP (" + plain.url() + "), which is not safe.");
        assertThat(plain.requests()).extracting(RegistryRequest::path).noneMatch(path -> path.contains("/base/"));
    }
}
