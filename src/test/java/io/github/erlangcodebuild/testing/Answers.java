package io.github.erlangcodebuild.testing;

import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Ways to end a request that the registry itself does not get to see. */
final class Answers {

    private Answers() {}

    /** Reads the request to its end first: a client in the middle of sending would see a reset, not the answer. */
    static Publisher<Void> answer(
            HttpServerRequest request,
            HttpServerResponse response,
            int status,
            Map<String, String> headers,
            String body) {
        response.status(status);
        headers.forEach(response::header);
        boolean bodyless = body.isEmpty() || request.method().name().equals("HEAD");
        Mono<Void> answer = bodyless
                ? Mono.from(response.header("Content-Length", "0").send())
                : Mono.from(response.sendString(Mono.just(body)));
        return request.receive().then(answer);
    }

    /** Answers 401 with what to come back with. */
    static Publisher<Void> refuse(HttpServerRequest request, HttpServerResponse response, String challenge) {
        String body = "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}";
        Map<String, String> headers = Map.of("WWW-Authenticate", challenge, "Content-Type", "application/json");
        return answer(request, response, 401, headers, body);
    }

    /** Closes the connection there and then. */
    static Mono<Void> close(HttpServerRequest request) {
        return Mono.fromRunnable(() -> request.withConnection(DisposableChannel::dispose))
                .then(Mono.never());
    }
}
