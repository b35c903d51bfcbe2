package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.faults.Exchange.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.http.HttpHeaders;

/** What a registry, or a proxy before one, does that is in public reports: to a push, to crane and to skopeo alike. */
enum Oddity {
    NO_DIGEST("no response has a `Docker-Content-Digest`", relay -> exchange -> withoutDigest()),
    DIGEST_OF_ECR(
            "`Docker-Content-Digest` comes with HEAD and PUT, not with GET, as from Amazon ECR",
            relay -> exchange -> exchange.method().equals("GET") ? withoutDigest() : Optional.empty()),
    NO_HEAD(
            "HEAD is answered with 405",
            relay -> exchange -> isHead(exchange) ? says(405, Optional.empty()) : Optional.empty()),
    HEAD_REFUSED(
            "HEAD is answered with 403, GET is not",
            relay -> exchange -> isHead(exchange) ? says(403, Optional.empty()) : Optional.empty()),
    NO_LENGTH(
            "no `Content-Length` comes with the HEAD of a blob",
            relay -> exchange -> isHead(exchange) && exchange.uri().contains("/blobs/")
                    ? change(answer -> answer.without(HttpHeaders.CONTENT_LENGTH))
                    : Optional.empty()),
    LAYER_LOST(
            "a layer is there by its HEAD, and the manifest is refused with `BLOB_UPLOAD_UNKNOWN`, as by Amazon ECR",
            Oddity::lostLayer),
    LAYER_TRUNCATED("the HEAD of a layer has another size, and the manifest is refused", Oddity::truncatedLayer),
    UPLOAD_MOVED(
            "307 is the answer to the PUT of a blob",
            relay -> exchange -> isCommit(exchange) ? movesOnce(relay, exchange) : Optional.empty()),
    NEGOTIATE_FIRST(
            "`Negotiate` is offered before `Bearer`, each in a header of its own",
            relay -> exchange -> offers(challenge -> List.of("Negotiate", challenge))),
    NEGOTIATE_IN_ONE_HEADER(
            "`Negotiate` is offered before `Bearer`, in one header",
            relay -> exchange -> offers(challenge -> List.of("Negotiate, " + challenge))),
    REALM_WITH_QUERY(
            "the realm for tokens has a query",
            relay -> exchange -> asksForToken(exchange)
                    ? tokensFor("[?&]tenant=a(&|$)", exchange)
                    : offers(challenge -> List.of(challenge.replace("/token\"", "/token?tenant=a\"")))),
    SERVICE_WITH_AMPERSAND(
            "the service for tokens has an `&` in its name",
            relay -> exchange -> asksForToken(exchange)
                    ? tokensFor("[?&]service=a%26b(&|$)", exchange)
                    : offers(challenge -> List.of(challenge.replace("service=\"embedded\"", "service=\"a&b\""))));

    private static final String DIGEST = "Docker-Content-Digest";

    private static final String MOVED = "&moved=1";

    private static final Pattern MANIFEST = Pattern.compile("/manifests/[^/]+$");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a method
    private final Function<Relay, Relay.Rule> rule;

    Oddity(String title, Function<Relay, Relay.Rule> rule) {
        this.title = title;
        this.rule = rule;
    }

    /** In Markdown, for the documentation. */
    String title() {
        return title;
    }

    /** Has what is behind this relay be like that. */
    void at(Relay relay) {
        relay.add(rule.apply(relay));
    }

    private static Optional<Fault.Action> withoutDigest() {
        return change(answer -> answer.without(DIGEST));
    }

    private static Optional<Fault.Action> movesOnce(Relay relay, Exchange commit) {
        String location = relay.url().resolve(commit.uri()) + MOVED;
        return commit.uri().contains(MOVED)
                ? Optional.empty()
                : Optional.of(asked -> asked.readAll().send(Answer.of(307, Map.of(HttpHeaders.LOCATION, location))));
    }

    private static Optional<Fault.Action> offers(Function<String, List<String>> challenges) {
        return change(answer -> answer.header(HttpHeaders.WWW_AUTHENTICATE)
                .map(challenge -> answer.withHeaders(HttpHeaders.WWW_AUTHENTICATE, challenges.apply(challenge)))
                .orElse(answer));
    }

    private static boolean asksForToken(Exchange exchange) {
        return exchange.uri().startsWith("/token");
    }

    /** Gives tokens only to who asks for them like this. */
    private static Optional<Fault.Action> tokensFor(String query, Exchange exchange) {
        return Pattern.compile(query).matcher(exchange.uri()).find() ? Optional.empty() : says(401, Optional.empty());
    }

    private static Relay.Rule lostLayer(Relay relay) {
        return lying(1, Stage.Layers.LARGEST.bytes());
    }

    private static Relay.Rule truncatedLayer(Relay relay) {
        return lying(Network.FOR_EVER, Stage.Layers.LARGEST.bytes() - 1);
    }

    /**
     * Says so many times that the largest layer is there, in this size, and takes no manifest until it was sent.
     *
     * @param times after which it says what is so
     */
    private static Relay.Rule lying(int times, long bytes) {
        AtomicInteger lies = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        String digest = Stage.Layers.LARGEST.digest().toString();
        return exchange -> {
            boolean whole = sent.get() > 0;
            if (!whole && isHead(exchange) && exchange.uri().endsWith(digest) && lies.getAndIncrement() < times) {
                return Optional.of(asked -> asked.send(Answer.head(200, bytes)));
            }
            if (isCommit(exchange) && exchange.uri().contains(digest.replace("sha256:", ""))) {
                sent.incrementAndGet();
            }
            return !whole
                            && exchange.method().equals("PUT")
                            && MANIFEST.matcher(exchange.uri()).find()
                    ? says(404, Optional.of("BLOB_UPLOAD_UNKNOWN"))
                    : Optional.empty();
        };
    }

    private interface Change {
        Answer of(Answer answer) throws IOException;
    }

    private static Optional<Fault.Action> change(Change change) {
        return Optional.of(exchange -> exchange.send(change.of(exchange.forward())));
    }

    private static Optional<Fault.Action> says(int status, Optional<String> code) {
        return Optional.of(exchange -> exchange.readAll()
                .send(code.map(word -> Answer.of(status, "{\"errors\":[{\"code\":\"" + word + "\"}]}"))
                        .orElseGet(() -> Answer.of(status, Map.of()))));
    }

    private static boolean isHead(Exchange exchange) {
        return exchange.method().equals("HEAD");
    }

    private static boolean isCommit(Exchange exchange) {
        return exchange.method().equals("PUT") && exchange.uri().contains("/blobs/uploads/");
    }
}
