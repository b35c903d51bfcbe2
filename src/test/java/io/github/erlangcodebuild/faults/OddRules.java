package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.faults.Exchange.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.http.HttpHeaders;

/** What a relay does to be a registry with an {@link Oddity}. */
final class OddRules {

    private static final String DIGEST = "Docker-Content-Digest";

    private static final Pattern MANIFEST = Pattern.compile("/manifests/[^/]+$");

    private OddRules() {}

    /** Changes an answer. */
    interface Change {
        Answer of(Answer answer) throws IOException;
    }

    /** Which requests are meant. */
    interface Condition {
        boolean holdsFor(Exchange exchange) throws IOException;

        default Condition and(Condition other) {
            return exchange -> holdsFor(exchange) && other.holdsFor(exchange);
        }

        default Condition not() {
            return exchange -> !holdsFor(exchange);
        }
    }

    static Condition any() {
        return exchange -> true;
    }

    static Condition method(String method) {
        return exchange -> exchange.method().equals(method);
    }

    static Condition blob() {
        return exchange -> exchange.uri().contains("/blobs/sha256:");
    }

    static Condition manifest() {
        return exchange -> MANIFEST.matcher(exchange.uri()).find();
    }

    /** The request that begins an upload, or mounts. */
    static Condition opening() {
        return method("POST");
    }

    static Condition mount() {
        return opening()
                .and(exchange ->
                        exchange.uri().contains("mount=") && exchange.uri().contains("from="));
    }

    /** The request that ends an upload. */
    static Condition commit() {
        return method("PUT").and(exchange -> exchange.uri().contains("/blobs/uploads/"));
    }

    static Condition token() {
        return exchange -> exchange.uri().startsWith("/token");
    }

    static Condition ping() {
        return exchange -> exchange.uri().equals("/v2/");
    }

    /** The answer of the server, changed. */
    static Relay.Rule change(Condition which, Change change) {
        return exchange -> which.holdsFor(exchange)
                ? Optional.of(asked -> asked.send(change.of(asked.forward())))
                : Optional.empty();
    }

    /** Another answer instead of the server's. */
    static Relay.Rule answer(Condition which, Answering answering) {
        return exchange -> which.holdsFor(exchange)
                ? Optional.of(asked -> asked.readAll().send(answering.of(asked)))
                : Optional.empty();
    }

    /** Makes an answer. */
    interface Answering {
        Answer of(Exchange exchange) throws IOException;
    }

    static Answering status(int status) {
        return exchange -> Answer.of(status, Map.of());
    }

    static Answering status(int status, String code) {
        return exchange -> Answer.of(status, "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"\"}]}");
    }

    /** The same answer with another status, where it is this one. */
    static Change statusOf(int from, int to) {
        return answer -> answer.status() == from ? answer.withStatus(to) : answer;
    }

    static Change withoutDigest() {
        return answer -> answer.without(DIGEST);
    }

    /** Rewrites a header, where there is one. */
    static Change header(String name, UnaryOperator<String> rewrite) {
        return answer -> answer.header(name)
                .map(value -> answer.withHeader(name, rewrite.apply(value)))
                .orElse(answer);
    }

    /** The ways to log in that are offered instead of the one, each in a header of its own. */
    static Relay.Rule offers(Function<String, List<String>> challenges) {
        return change(any(), answer -> answer.header(HttpHeaders.WWW_AUTHENTICATE)
                .map(challenge -> answer.withHeaders(HttpHeaders.WWW_AUTHENTICATE, challenges.apply(challenge)))
                .orElse(answer));
    }

    /** As {@link #offers}, and gives tokens only to who asks for them like this. */
    static Relay.Rule tokensFor(String query, UnaryOperator<String> challenge) {
        Relay.Rule refused = answer(
                token().and(exchange ->
                        !Pattern.compile(query).matcher(exchange.uri()).find()),
                status(401));
        Relay.Rule offers = offers(offered -> List.of(challenge.apply(offered)));
        return exchange -> {
            Optional<Fault.Action> refusal = refused.judge(exchange);
            return refusal.isPresent() ? refusal : offers.judge(exchange);
        };
    }

    /** Redirects the first time, and takes the request at the other URI. */
    static Relay.Rule moved(Condition which, int status) {
        return answer(which.and(exchange -> !exchange.uri().contains("moved=1")), exchange -> {
            String moved = exchange.uri() + (exchange.uri().contains("?") ? "&" : "?") + "moved=1";
            return Answer.of(
                    status,
                    Map.of(
                            HttpHeaders.LOCATION,
                            exchange.relay().url().resolve(moved).toString()));
        });
    }

    /** Each such request is refused the first time that it comes with a login. */
    static Relay.Rule once(Condition which, int status) {
        Set<String> refused = ConcurrentHashMap.newKeySet();
        return answer(
                which.and(exchange -> exchange.hasHeader(HttpHeaders.AUTHORIZATION)
                        && refused.add(exchange.method() + exchange.uri().replaceFirst("\\?.*|uploads/.*", ""))),
                status(status));
    }

    /** The mount becomes the beginning of an upload. */
    static Relay.Rule mountDeclined(Change change) {
        return exchange -> mount().holdsFor(exchange)
                ? Optional.of(asked -> asked.send(change.of(
                        asked.of(asked.uri().replaceFirst("\\?.*", "")).forward())))
                : Optional.empty();
    }

    /** Where to upload to, in another form: it is made of the URL of the relay and the path. */
    static Relay.Rule location(Network network, BinaryOperator<String> form) {
        return change(
                exchange -> exchange.uri().contains("/blobs/uploads/"),
                header(
                        HttpHeaders.LOCATION,
                        location -> form.apply(
                                network.target().host(), URI.create(location).getPath())));
    }

    /** Closes the connection after each answer, and says so. */
    static Relay.Rule closing() {
        return exchange -> Optional.of(asked -> {
            asked.send(asked.forward().withHeader(HttpHeaders.CONNECTION, "close"));
            return asked.end();
        });
    }

    /**
     * Says so many times that the largest layer is there, in this size, and takes no manifest until it was sent.
     *
     * @param times after which it says what is so
     */
    static Relay.Rule lying(int times, long bytes) {
        AtomicInteger lies = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        String digest = Stage.Layers.LARGEST.digest().toString();
        return exchange -> {
            boolean whole = sent.get() > 0;
            if (!whole
                    && method("HEAD").holdsFor(exchange)
                    && exchange.uri().endsWith(digest)
                    && lies.getAndIncrement() < times) {
                return Optional.of(asked -> asked.send(Answer.head(200, bytes)));
            }
            if (commit().holdsFor(exchange) && exchange.uri().contains(digest.replace("sha256:", ""))) {
                sent.incrementAndGet();
            }
            return !whole && method("PUT").and(manifest()).holdsFor(exchange)
                    ? answer(any(), status(404, "BLOB_UPLOAD_UNKNOWN")).judge(exchange)
                    : Optional.empty();
        };
    }

    /** Sends who asks for the largest layer to another host, which has it, and takes GET alone. */
    static Relay.Rule layerElsewhere(Network network) {
        Relay storage = network.relay(Stage.Side.STORAGE);
        storage.add(answer(method("HEAD"), status(403)));
        String layer = Stage.Layers.LARGEST.digest().toString();
        String location = storage.url().resolve(Servers.LAYERS + layer).toString();
        return change(
                blob().and(exchange -> exchange.uri().endsWith(layer)),
                answer -> answer.status() == 200 ? Answer.of(307, Map.of(HttpHeaders.LOCATION, location)) : answer);
    }
}
