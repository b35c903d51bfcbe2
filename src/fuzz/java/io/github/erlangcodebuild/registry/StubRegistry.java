package io.github.erlangcodebuild.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import com.google.cloud.tools.jib.registry.RegistrySession;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ImageReference;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A registry that answers without a network, and all that asks it, as a push does. */
public final class StubRegistry {

    /** The image that is asked for. */
    public static final ImageReference IMAGE = ImageReference.parse("registry.example.com/base:1");

    private StubRegistry() {}

    /** An answer. */
    public static final class Answer {

        private final int status;
        private final List<Map.Entry<String, String>> headers;
        private final byte[] body;

        /** With its headers in their order. */
        public Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        private LowLevelHttpResponse response() {
            MockLowLevelHttpResponse response = new MockLowLevelHttpResponse().setStatusCode(status);
            headers.forEach(header -> response.addHeader(header.getKey(), header.getValue()));
            return response.setContent(body);
        }
    }

    /**
     * The repository of {@link #IMAGE}. Whatever host it sends its clients to gives its answers, too.
     *
     * @param answers by the URL that is asked
     */
    public static Repository repository(Function<String, Answer> answers) {
        HttpTransport transport = new Transport(answers);
        SharedTransportHttpClient http =
                new SharedTransportHttpClient(new TlsAlone(), host -> false, false, transport, transport);
        RegistrySession.Client client = new RegistrySession.Client(http, EventHandlers.NONE, "fuzz");
        RegistryCredentials credentials =
                (host, path) -> Optional.of(new RegistryCredentials.Credential("joe", "secret", "a stub"));
        Login login = new Login(
                IMAGE.registry(),
                IMAGE.repository(),
                credentials,
                Access.PULL,
                RegistrySession.anonymous(client, IMAGE.registry(), IMAGE.repository(), Optional.empty()),
                line -> {});
        Retry retry = new Retry(
                RegistryFailures::isTemporary,
                RegistryFailures::retryAfter,
                (what, failure, pause, asked) -> {},
                new Retry.Backoff(Duration.ofNanos(1), Duration.ofNanos(1)));
        return new Repository(IMAGE, Optional.empty(), login, Denials.none(), retry);
    }

    private static final class Transport extends HttpTransport {

        private final Function<String, Answer> answers;

        Transport(Function<String, Answer> answers) {
            this.answers = answers;
        }

        @Override
        protected LowLevelHttpRequest buildRequest(String method, String url) {
            return new MockLowLevelHttpRequest(url) {
                @Override
                public LowLevelHttpResponse execute() throws IOException {
                    return answers.apply(url).response();
                }
            };
        }
    }

    private static final class TlsAlone implements SharedTransportHttpClient.Insecurity {

        @Override
        public boolean isAllowed(URL url) {
            return false;
        }

        @Override
        public void used(String host, boolean plainHttp) {
            throw new AssertionError(host + " is spoken to without TLS");
        }
    }
}
