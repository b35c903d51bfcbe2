package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.RegistryRequest;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logging in, the ways in which registries want it. */
class CredentialsTest {

    private static final String PASSWORD = "secret-of-joe";

    private final Path directory;

    CredentialsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<Arguments> guards() {
        return Stream.of(
                guard("basic", builder -> builder.basicAuth("joe", PASSWORD)),
                guard("bearer", builder -> builder.bearerAuth("joe", PASSWORD)),
                guard("bearer, and blobs elsewhere", builder -> builder.bearerAuth("joe", PASSWORD)
                        .redirectBlobs()));
    }

    private static Arguments guard(String name, Consumer<EmbeddedRegistry.Builder> guard) {
        return Arguments.of(name, guard);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guards")
    void aPushBetweenGuardedRegistriesLogsInToBoth(String name, Consumer<EmbeddedRegistry.Builder> guard) {
        try (EmbeddedRegistry source = guarded(guard);
                EmbeddedRegistry target = guarded(guard)) {
            seed(source);
            TestPush push = loggedIn(push(source, target), source, target);

            push.push();

            assertThat(target.fixture().manifest("erlang", "27.1")).isPresent();
            assertThat(push.log().retries()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guards")
    void layersAreMountedInAGuardedRegistry(String name, Consumer<EmbeddedRegistry.Builder> guard) {
        try (EmbeddedRegistry registry = guarded(guard)) {
            seed(registry);

            PushResult result = loggedIn(push(registry, registry), registry).push();

            assertThat(result.transfer().mounted()).isEqualTo(3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guards")
    void aTargetWithoutCredentialsSaysHowToLogIn(String name, Consumer<EmbeddedRegistry.Builder> guard) {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = guarded(guard)) {
            seed(source);
            TestPush push = push(source, target);

            ActionableException failure = push.failure();

            assertThat(failure.problem())
                    .contains(target.host() + "/erlang: " + target.host() + " wants a login (HTTP 401");
            assertThat(failure.remedy()).contains("docker login " + target.host(), "settings.xml");
            assertThat(push.log().retries()).isEmpty();
            assertThat(target.tags("erlang")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guards")
    void aBaseThatWantsCredentialsSaysHowToLogIn(String name, Consumer<EmbeddedRegistry.Builder> guard) {
        try (EmbeddedRegistry source = guarded(guard);
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            seed(source);

            ActionableException failure = push(source, target).failure();

            assertThat(failure.problem()).contains(source.host() + "/base", source.host() + " wants a login");
            assertThat(failure.remedy()).contains("docker login " + source.host());
            assertThat(target.tags("erlang")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guards")
    void wrongCredentialsAreNeverShown(String name, Consumer<EmbeddedRegistry.Builder> guard) {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = guarded(guard)) {
            seed(source);
            TestPush push = push(source, target).credentials(target.host(), "joe", "wrong-secret");

            ActionableException failure = push.failure();

            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            String basic = Base64.getEncoder().encodeToString("joe:wrong-secret".getBytes(StandardCharsets.UTF_8));
            assertThat(trace + String.join("\n", push.debug()) + push.log().retries())
                    .contains("HTTP 401")
                    .doesNotContain("wrong-secret", basic);
            assertThat(target.tags("erlang")).isEmpty();
        }
    }

    @Test
    void aDebugLogSaysWhoseCredentialsWhichRequestsAndNoSecret() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.builder()
                        .tls()
                        .bearerAuth("joe", PASSWORD)
                        .start()) {
            seed(source);
            TestPush push = loggedIn(push(source, target), target);

            push.push();

            assertThat(push.debug())
                    .contains(
                            "For " + source.host() + "/base: no credentials were found.",
                            "For " + target.host() + "/erlang: the credentials of the test.")
                    .anyMatch(line ->
                            line.matches("GET http://" + source.host() + "/v2/base/manifests/1: 200, \\d+ ms, no TLS"))
                    .anyMatch(line ->
                            line.matches("GET https://" + target.host() + "/token\\?…: 200, \\d+ ms, TLSv1.\\d"))
                    .anyMatch(line -> line.matches(
                            "PUT https://" + target.host() + "/v2/erlang/manifests/latest: 201, \\d+ ms, TLSv1.\\d"));
            String basic = Base64.getEncoder().encodeToString(("joe:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            assertThat(String.join("\n", push.debug())).doesNotContain(PASSWORD, basic, "scope=", "digest=", "Bearer ");
        }
    }

    @Test
    void aLoginThatIsRefusedIsNamed() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target =
                        EmbeddedRegistry.builder().basicAuth("joe", PASSWORD).start()) {
            seed(source);
            RegistryCredentials wrong = (registry, repository) -> Optional.of(
                    new RegistryCredentials.Credential("joe", "wrong", "the user joe of server x in settings.xml"));

            assertThat(push(source, target).credentials(wrong).failure().problem())
                    .contains(target.host() + " did not accept the user joe of server x in settings.xml (HTTP 401");
        }
    }

    @Test
    void aStaleLoginDoesNotKeepAnyoneFromAPublicBase() {
        try (EmbeddedRegistry source = EmbeddedRegistry.builder()
                        .bearerAuthWithAnonymousPull("joe", PASSWORD)
                        .start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            seed(source);

            push(source, target).credentials(source.host(), "joe", "stale").push();

            assertThat(target.fixture().manifest("erlang", "27.1")).isPresent();
        }
    }

    @Test
    void aTokenServerThatDeniesAStaleLoginDoesNotKeepAnyoneFromAPublicBase() {
        try (EmbeddedRegistry source = EmbeddedRegistry.builder()
                        .bearerAuthWithAnonymousPull("joe", PASSWORD)
                        .start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            seed(source);
            source.denyNext("GET", "/token", "denied", 1);

            push(source, target).credentials(source.host(), "joe", "stale").push();

            assertThat(target.fixture().manifest("erlang", "27.1")).isPresent();
        }
    }

    @Test
    void aStaleLoginKeepsFromPushing() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.builder()
                        .bearerAuthWithAnonymousPull("joe", PASSWORD)
                        .start()) {
            seed(source);

            ActionableException failure = push(source, target)
                    .credentials(target.host(), "joe", "stale")
                    .failure();

            assertThat(failure.problem())
                    .startsWith("Cannot look up tag ")
                    .contains(" in " + target.host() + "/erlang: ");
            assertThat(target.tags("erlang")).isEmpty();
        }
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsRenewedAndNoByteCountsTwice() {
        try (EmbeddedRegistry source =
                        EmbeddedRegistry.builder().bearerAuth("joe", PASSWORD).start();
                EmbeddedRegistry target =
                        EmbeddedRegistry.builder().bearerAuth("joe", PASSWORD).start()) {
            seed(source);
            TestLayer layer = TestLayer.synthetic(1, 200_000);
            source.answerNext("GET", layer.digest().toString(), 401, challenge(source, "base:pull"), "", 1);
            target.answerNext("PUT", "/uploads/", 401, challenge(target, "erlang:pull,push"), "", 1);
            target.answerNext("PUT", "/manifests/27.1", 401, challenge(target, "erlang:pull,push"), "", 1);
            TestPush push = loggedIn(push(source, target), source, target);

            PushResult result = push.push();

            assertThat(push.log().retries()).isEmpty();
            assertThat(target.requests())
                    .filteredOn(request -> request.method().equals("PUT"))
                    .extracting(RegistryRequest::status)
                    .contains(401);
            result.image().base().layers().forEach(base -> assertThat(
                            push.log().sentBytes(base.descriptor().digest()))
                    .isEqualTo(base.descriptor().size()));
            assertThat(target.fixture().manifest("erlang", "latest")).isPresent();
        }
    }

    private static Map<String, String> challenge(EmbeddedRegistry registry, String scope) {
        return Map.of(
                "WWW-Authenticate",
                "Bearer realm=\"" + registry.url() + "/token\",service=\"embedded\",scope=\"repository:" + scope
                        + "\"");
    }

    private static EmbeddedRegistry guarded(Consumer<EmbeddedRegistry.Builder> guard) {
        EmbeddedRegistry.Builder builder = EmbeddedRegistry.builder();
        guard.accept(builder);
        return builder.start();
    }

    private static void seed(EmbeddedRegistry source) {
        source.fixture().push("base", "1", TestPush.base());
    }

    private TestPush push(EmbeddedRegistry source, EmbeddedRegistry target) {
        return new TestPush(directory).from(source).to(target).insecure("127.0.0.1", "localhost");
    }

    private static TestPush loggedIn(TestPush push, EmbeddedRegistry... registries) {
        for (EmbeddedRegistry registry : registries) {
            push.credentials(registry.host(), "joe", PASSWORD);
        }
        return push;
    }
}
