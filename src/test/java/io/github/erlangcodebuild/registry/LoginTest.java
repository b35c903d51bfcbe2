package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that runs out in the middle of a push. */
class LoginTest {

    private static final String EXPIRED_TOKEN =
            "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"Your authorization token has expired. Reauthenticate and try"
                    + " again.\"}]}";

    private final Path directory;
    private final Tokens tokens = new Tokens();

    LoginTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT"})
    void aTokenThatIsRefusedIsRenewedAndThePushGoesOn(String method) {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            refuse(target, method, "/v2/erlang/", 401, "");
            TestPush push = push(source, target);

            PushResult result = push.push();

            assertThat(target.fixture()
                            .manifest("erlang", "latest")
                            .orElseThrow()
                            .digest())
                    .isEqualTo(result.image().digest());
            assertThat(tokens.renewed).containsExactly("token 1");
            assertThat(push.log().retries()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EXPIRED_TOKEN, ""})
    void aDenialInAmazonEcrsWordsForATokenThatHasRunOutOrWithoutAWordRenewsItToo(String words) {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            refuse(target, "POST", "/blobs/uploads/", 403, words);

            push(source, target).push();

            assertThat(target.tags("erlang")).containsExactlyInAnyOrder("27.1", "latest");
            assertThat(tokens.renewed).containsExactly("token 1");
        }
    }

    @Test
    void aHeadThatIsRefusedWithoutAWordIsAskedByGetWhichTellsThatTheTokenHasRunOut() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            refuse(target, "HEAD", "/manifests/27.1", 403, "");
            refuse(target, "GET", "/manifests/27.1", 403, EXPIRED_TOKEN);

            push(source, target).push();

            assertThat(target.tags("erlang")).containsExactlyInAnyOrder("27.1", "latest");
            assertThat(tokens.renewed).containsExactly("token 1");
        }
    }

    @Test
    void aHeadThatIsRefusedWithoutAWordIsAskedByGetWhichTellsWhy() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.failNext("HEAD", "/blobs/sha256", 403, EmbeddedRegistry.ALWAYS);
            target.denyNext("GET", "/blobs/sha256", "not yours", EmbeddedRegistry.ALWAYS);

            assertThat(push(source, target).failure().problem())
                    .contains("denied it to test (HTTP 403: DENIED not yours)");
            assertThat(tokens.renewed).isEmpty();
        }
    }

    /** As Artifactory does it with each tag that is not there. */
    @Test
    void aTagThatIsDeniedIsTakenAsNotThere() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.failNext("HEAD", "/manifests/", 403, EmbeddedRegistry.ALWAYS);
            target.denyNext("GET", "/manifests/", "not yours", EmbeddedRegistry.ALWAYS);

            push(source, target).push();

            assertThat(target.tags("erlang")).containsExactlyInAnyOrder("27.1", "latest");
            assertThat(tokens.renewed).isEmpty();
        }
    }

    @Test
    void theBasesTokenIsRenewedInTheMiddleOfAnUpload() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            var base = source.fixture().push("base", "1", TestPush.base());
            refuse(source, "GET", base.layerDigests().get(1).toString(), 401, "");

            push(source, target).push();

            assertThat(target.tags("erlang")).containsExactlyInAnyOrder("27.1", "latest");
            assertThat(tokens.renewed).containsExactly("token 1");
        }
    }

    @Test
    void aDenialThatIsNoTokensFaultRenewsNothing() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.denyNext("POST", "/blobs/uploads/", "not yours", EmbeddedRegistry.ALWAYS);

            ActionableException failure = push(source, target).failure();

            assertThat(failure.problem()).contains("not yours");
            assertThat(tokens.renewed).isEmpty();
        }
    }

    @Test
    void aRegistryThatRefusesEveryTokenIsNotAskedForever() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.answerNext(
                    "HEAD",
                    "/v2/erlang/manifests/",
                    401,
                    Map.of("WWW-Authenticate", "Basic realm=\"ecr\""),
                    "",
                    EmbeddedRegistry.ALWAYS);

            ActionableException failure = push(source, target).failure();

            assertThat(failure.problem()).contains("401");
            assertThat(tokens.renewed).containsExactly("token 1");
        }
    }

    @Test
    void aHostThatAnUploadIsSentToGetsNoCredentialsWhateverItAsksFor() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start();
                EmbeddedRegistry elsewhere = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.answerNext("POST", "/blobs/uploads/", 202, Map.of("Location", elsewhere.url() + "/upload"), "", 1);
            demandToken(elsewhere);
            TestPush push = push(source, target);

            push.push();

            assertThat(target.tags("erlang")).containsExactlyInAnyOrder("27.1", "latest");
            assertThat(push.log().retries())
                    .singleElement()
                    .asString()
                    .endsWith(elsewhere.host() + " gives no right to it");
            gotNoCredentials(elsewhere);
        }
    }

    @Test
    void aHostThatABlobIsReadFromGetsNoCredentialsWhateverItAsksFor() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start();
                EmbeddedRegistry elsewhere = EmbeddedRegistry.start()) {
            var base = source.fixture().push("base", "1", TestPush.base());
            String layer = base.layerDigests().get(1).toString();
            source.answerNext(
                    "GET", layer, 307, Map.of("Location", elsewhere.url() + "/layer"), "", EmbeddedRegistry.ALWAYS);
            demandToken(elsewhere);

            ActionableException failure = push(source, target).failure();

            assertThat(failure.problem())
                    .contains(
                            elsewhere.host() + ", where " + source.host() + " sends its clients, gives no right to it");
            gotNoCredentials(elsewhere);
            assertThat(tokens.renewed).isEmpty();
        }
    }

    private static void demandToken(EmbeddedRegistry elsewhere) {
        String challenge = "Bearer realm=\"" + elsewhere.url() + "/token\",service=\"elsewhere\"";
        elsewhere.answerNext("PUT|GET", "/upload|/layer", 401, Map.of("WWW-Authenticate", challenge), "", 100);
    }

    private static void gotNoCredentials(EmbeddedRegistry elsewhere) {
        assertThat(elsewhere.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path()).doesNotContain("/token");
            assertThat(request.headers()).doesNotContainKey("authorization");
        });
    }

    @Test
    void manyThreadsThatNeedATokenWaitForOneAnswer() throws Exception {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start();
                ServerSocket silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            source.fixture().push("base", "1", TestPush.base().syntheticLayers(10, 1000));
            String realm = "http://127.0.0.1:" + silent.getLocalPort() + "/token";
            target.answerNext(
                    "HEAD",
                    "/blobs/",
                    401,
                    Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"silent\""),
                    "",
                    EmbeddedRegistry.ALWAYS);
            TestPush push = new TestPush(directory).from(source).to(target).timeout(Duration.ofSeconds(1));

            ActionableException failure = push.failure();

            assertThat(failure.problem()).contains("no byte came for 1 s");
            // fewer than attempts, where a busy machine does not answer to what comes before in time
            assertThat(asked(silent)).isBetween(1, 2 * Retry.ATTEMPTS);
        }
    }

    /** How many connections it has that nobody has accepted. */
    private static int asked(ServerSocket silent) throws IOException {
        silent.setSoTimeout(100);
        for (int connections = 0; ; connections++) {
            try {
                silent.accept().close();
            } catch (SocketTimeoutException e) {
                return connections;
            }
        }
    }

    @Test
    void anAnswerWithoutATokenDoesNotMakeUsTellTheRefreshToken() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            String challenge = "Bearer realm=\"" + target.url() + "/token\",service=\"test\"";
            target.answerNext("GET", "/v2/$", 401, Map.of("WWW-Authenticate", challenge), "", EmbeddedRegistry.ALWAYS);
            target.answerNext("POST", "/token", 200, Map.of(), "{}", EmbeddedRegistry.ALWAYS);
            TestPush push = new TestPush(directory)
                    .from(source)
                    .to(target)
                    .credentials(target.host(), "<token>", "a-refresh-token");

            ActionableException failure = push.failure();

            assertThat(failure.problem()).contains("answered without a token");
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("a-refresh-token");
            }
            assertThat(target.requests()).anyMatch(request -> request.toString().startsWith("POST /token"));
        }
    }

    @Test
    void aRefreshTokenIsSentWholeWhateverCharactersItHas() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + form);
            byte[] token = "{\"access_token\":\"t\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        tokens.start();
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            String realm = "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token?tenant=a";
            String challenge = "Bearer realm=\"" + realm + "\",service=\"a&b\"";
            target.answerNext("GET", "/v2/$", 401, Map.of("WWW-Authenticate", challenge), "", EmbeddedRegistry.ALWAYS);

            new TestPush(directory)
                    .from(source)
                    .to(target)
                    .credentials(target.host(), "<token>", "a+b/c==&d")
                    .push();

            assertThat(asked)
                    .containsExactly("POST /token?tenant=a grant_type=refresh_token&client_id=erlang-codebuild"
                            + "&service=a%26b&scope=repository%3Aerlang%3Apull%2Cpush"
                            + "&refresh_token=a%2Bb%2Fc%3D%3D%26d");
        } finally {
            tokens.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Negotiate, Basic realm=\"x\"", "NTLM, Negotiate YII=, basic", ""})
    void basicIsTakenWhereItIsOfferedAfterOthersAndWhereNothingIs(String challenge) {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.answerNext("GET", "/v2/$", 401, Map.of("WWW-Authenticate", challenge), "", EmbeddedRegistry.ALWAYS);

            new TestPush(directory)
                    .from(source)
                    .to(target)
                    .credentials(target.host(), "joe", "secret")
                    .push();

            assertThat(target.requests())
                    .filteredOn(request -> request.path().contains("/manifests/"))
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Basic"));
        }
    }

    @Test
    void aRegistryThatOffersNothingThatIsKnownIsNamedWithWhatItOffers() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.answerNext(
                    "GET", "/v2/$", 401, Map.of("WWW-Authenticate", "Negotiate, NTLM"), "", EmbeddedRegistry.ALWAYS);

            ActionableException failure = new TestPush(directory)
                    .from(source)
                    .to(target)
                    .credentials(target.host(), "joe", "secret")
                    .failure();

            assertThat(failure.problem())
                    .endsWith(target.host()
                            + " wants its users to log in by Negotiate, NTLM, which this plugin does not know.");
        }
    }

    @Test
    void aRefreshTokenIsNoPasswordForTheRegistry() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.answerNext(
                    ".*", "", 401, Map.of("WWW-Authenticate", "Basic realm=\"test\""), "", EmbeddedRegistry.ALWAYS);

            new TestPush(directory)
                    .from(source)
                    .to(target)
                    .credentials(target.host(), "<token>", "a-refresh-token")
                    .failure();

            assertThat(target.requests()).isNotEmpty().allSatisfy(request -> assertThat(request.headers())
                    .doesNotContainKey("authorization"));
        }
    }

    @Test
    void aTokenServiceThatDoesNotAnswerInJsonIsNotQuoted() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start();
                EmbeddedRegistry tokenService = EmbeddedRegistry.start()) {
            assertThat(pushWithTokensOf(tokenService, "eyJhbGciOiJSUzI1NiJ9abcdef", source, target)
                            .failure())
                    .hasMessageContaining("its token service did not answer in JSON")
                    .hasMessageNotContaining("eyJ");
        }
    }

    @Test
    void aRegistryThatWantsATokenOnlyForWhatChangesSomethingGetsOne() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            String challenge = "Bearer realm=\"" + target.url() + "/token\",service=\"test\"";
            target.answerNext("GET", "/token", 200, Map.of(), "{\"token\":\"t\"}", EmbeddedRegistry.ALWAYS);
            target.answerNext("POST", "/blobs/uploads/", 401, Map.of("WWW-Authenticate", challenge), "", 1);

            new TestPush(directory)
                    .from(source)
                    .to(target)
                    .credentials(target.host(), "joe", "secret")
                    .push();

            assertThat(target.requests())
                    .filteredOn(request -> request.path().contains("/manifests/latest")
                            && request.method().equals("PUT"))
                    .singleElement()
                    .satisfies(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer"));
        }
    }

    @Test
    void aTokenServiceOnAnotherHostGetsTheCredentialsAndADebugLineSaysSo() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start();
                EmbeddedRegistry tokenService = EmbeddedRegistry.start()) {
            TestPush push = pushWithTokensOf(tokenService, "{\"token\":\"t\"}", source, target);

            push.push();

            assertThat(tokenService.requests()).isNotEmpty().allSatisfy(request -> assertThat(request.headers())
                    .containsEntry("authorization", "Basic"));
            assertThat(push.debug())
                    .contains("The credentials for " + target.host() + " go to " + tokenService.url()
                            + ", which it names for tokens");
        }
    }

    @Test
    void aTokenWithoutEndIsGivenUpOn() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start();
                EmbeddedRegistry tokenService = EmbeddedRegistry.start()) {
            String token = "{\"token\":\"" + "t".repeat(1024 * 1024) + "\"}";

            assertThat(pushWithTokensOf(tokenService, token, source, target)
                            .failure()
                            .problem())
                    .contains("the answer has more than 1048576 bytes");
        }
    }

    private TestPush pushWithTokensOf(
            EmbeddedRegistry tokenService, String answer, EmbeddedRegistry source, EmbeddedRegistry target) {
        source.fixture().push("base", "1", TestPush.base());
        String challenge = "Bearer realm=\"" + tokenService.url() + "/token\",service=\"test\"";
        target.answerNext("GET", "/v2/$", 401, Map.of("WWW-Authenticate", challenge), "", EmbeddedRegistry.ALWAYS);
        tokenService.answerNext("GET", "/token", 200, Map.of(), answer, EmbeddedRegistry.ALWAYS);
        return new TestPush(directory).from(source).to(target).credentials(target.host(), "joe", "secret");
    }

    @Test
    void aTokenThatRunsOutBetweenTheQuestionForABlobAndItsMountCostsNoUpload() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            registry.fixture().push("base", "1", TestPush.base());
            refuse(registry, "POST", "mount=", 401, "");

            PushResult result = push(registry, registry).push();

            assertThat(result.transfer().mounted()).isEqualTo(3);
            assertThat(tokens.renewed).containsExactly("token 1");
        }
    }

    private static void refuse(EmbeddedRegistry registry, String method, String path, int status, String body) {
        registry.answerNext(method, path, status, Map.of("WWW-Authenticate", "Basic realm=\"ecr\""), body, 1);
    }

    private TestPush push(EmbeddedRegistry source, EmbeddedRegistry target) {
        return new TestPush(directory).from(source).to(target).credentials(tokens);
    }

    /** Hands out numbered tokens. */
    private static final class Tokens implements RegistryCredentials {

        private final List<String> renewed = new ArrayList<>();

        @Override
        public Optional<Credential> find(String registry, String repository) {
            return Optional.of(new Credential("AWS", "token 1", "test"));
        }

        @Override
        public synchronized Optional<Credential> renew(String registry, String repository, Credential refused) {
            renewed.add(refused.password());
            return Optional.of(new Credential("AWS", "token " + (renewed.size() + 1), "test"));
        }
    }
}
