package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestProxy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes through a proxy. */
class ProxiedPushTest {

    private final Path directory;
    private final TestProxy proxy;
    private final EmbeddedRegistry registry = EmbeddedRegistry.start();
    private final String host = registry.host().replace("127.0.0.1", "registry.test");

    ProxiedPushTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        proxy = new TestProxy();
    }

    @BeforeEach
    void seed() {
        registry.fixture().push("base", "1", TestPush.base());
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
        proxy.close();
    }

    @Test
    void aRegistryIsPulledFromAndPushedToThroughAProxyThatWantsALogin() {
        proxy.basic("joe", "secret");

        PushResult result = push().through(proxy.proxies("joe", "secret")).push();

        assertThat(registry.fixture().manifest("erlang", "27.1").orElseThrow().digest())
                .isEqualTo(result.image().digest());
        assertThat(registry.requests()).hasSameSizeAs(proxy.requests());
    }

    @Test
    void soIsOneThatSpeaksTls() {
        try (EmbeddedRegistry secure = EmbeddedRegistry.builder().tls().start()) {
            secure.fixture().push("base", "1", TestPush.base());
            String secureHost = secure.host().replace("127.0.0.1", "registry.test");
            proxy.basic("joe", "secret");

            push().from(secureHost + "/base:1")
                    .to(secureHost)
                    .through(proxy.proxies("joe", "secret"))
                    .push();

            assertThat(secure.tags("erlang")).contains("27.1");
            assertThat(proxy.requests()).contains("CONNECT " + secureHost + " HTTP/1.1");
        }
    }

    @Test
    void aLoginThatTheProxyDoesNotAcceptIsNotTriedAgain() {
        proxy.basic("joe", "right");

        ActionableException failure =
                push().through(proxy.proxies("joe", "secret")).failure();

        assertThat(failure.problem())
                .startsWith("The proxy " + proxy.address() + ", from HTTP_PROXY, did not accept the login of 'joe' ");
        assertThat(failure).hasMessageNotContaining("secret");
    }

    @Test
    void aTunnelThatIsRefusedIsNotTriedAgain() {
        proxy.refuse(403, "");
        TestPush push = push().secureOnly().through(proxy.proxies());

        assertThat(push.failure().problem())
                .isEqualTo("The proxy " + proxy.address() + ", from HTTPS_PROXY, refuses connections to " + host
                        + " (HTTP 403).");
        assertThat(push.retries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProxyThatIsNotThereIsTriedAgainAndThenNamed(boolean insecure) throws IOException {
        proxy.close();
        TestPush push = push().insecure(String.valueOf(insecure)).through(proxy.proxies());

        ActionableException failure = push.failure();

        assertThat(failure.problem())
                .startsWith("Cannot ")
                .contains(": the proxy " + proxy.address() + ", from HTTP", "_PROXY, cannot be reached (");
        assertThat(failure.remedy())
                .startsWith("This was tried 5 times. Check that it is up, and its host and port in HTTP");
        assertThat(push.retries()).hasSizeGreaterThanOrEqualTo(Retry.ATTEMPTS - 1);
    }

    @Test
    void aBundleIsReadThroughTheProxy() throws Exception {
        TestBundle.otp("27.1").writeTo(directory);

        ActionableException failure = push().from(registry.host() + "/base:1")
                .to(registry.host())
                .bundleAt("https://files.test/toolchain.json")
                .through(proxy.refuse(403, "").proxies())
                .failure();

        assertThat(failure.problem()).contains(" refuses connections to files.test (HTTP 403).");
    }

    @Test
    void aProxyThatIsNotThereForABundleIsTriedAgainAndThenNamed() throws Exception {
        proxy.close();

        TestPush push = push().from(registry.host() + "/base:1")
                .to(registry.host())
                .bundleAt("https://files.test/toolchain.json")
                .through(proxy.proxies());

        assertThat(push.failure().problem())
                .startsWith("Cannot read the toolchain bundle https://files.test/toolchain.json: the proxy "
                        + proxy.address() + ", from HTTPS_PROXY, cannot be reached (");
        assertThat(push.retries()).hasSize(Retry.ATTEMPTS - 1);
    }

    private TestPush push() {
        return new TestPush(directory).from(host + "/base:1").to(host);
    }
}
