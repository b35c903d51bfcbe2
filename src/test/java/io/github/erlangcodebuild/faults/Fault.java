package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.faults.Exchange.Answer;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.http.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.http.HttpException;

/** What can happen to a request. */
enum Fault {
    REFUSED("connection reset, then refused", Where.ANYWHERE, "refused", exchange -> {
        exchange.relay().goAway();
        return false;
    }),
    RESET(
            "connection reset before the answer",
            Where.ANYWHERE,
            "Connection reset|Broken pipe",
            exchange -> exchange.readAll().reset()),
    CLOSED(
            "connection closed before the answer",
            Where.ANYWHERE,
            "failed to respond|Connection reset|Broken pipe|Unexpected end of file",
            exchange -> exchange.readAll().end()),
    RESET_IN_REQUEST(
            "connection reset within what is sent",
            Where.SENDING,
            "Connection reset|Broken pipe",
            exchange -> exchange.read(1).reset()),
    RESET_IN_ANSWER("connection reset within the answer", Where.READING, "Connection reset", exchange -> {
        exchange.sendHalf(exchange.forward());
        return exchange.reset();
    }),
    TRUNCATED(
            "answer shorter than its Content-Length",
            Where.READING,
            "Premature end|ends in the middle|ended",
            exchange -> {
                exchange.sendHalf(exchange.forward());
                return exchange.end();
            }),
    CORRUPTED(
            "one byte of the answer changed",
            Where.READING,
            "digest|is not JSON|is damaged|something on the way changed it|did not accept the credentials",
            exchange -> exchange.send(exchange.forward().corrupted())),
    CORRUPTED_REQUEST(
            "one byte of what is sent changed",
            Where.SENDING,
            "DIGEST_INVALID|something on the way changed it",
            exchange -> exchange.send(exchange.corruptRequest().forward().inFull())),
    STALLED("no answer", Where.ANYWHERE, "no byte came for 1 s", Exchange::stall),
    STALLED_IN_ANSWER("silence within the answer", Where.READING, "no byte came for 1 s", exchange -> {
        exchange.sendHalf(exchange.forward());
        return exchange.stall();
    }),
    SLOW("a slow answer, a byte in time now and then", Where.ANYWHERE, "", exchange -> {
        Duration pause = Duration.ofMillis(Network.TIMEOUT.toMillis() * 6 / 10);
        Answer answer = exchange.forward();
        exchange.pause(pause);
        exchange.sendHalf(answer);
        exchange.pause(pause);
        return exchange.sendRest(answer);
    }),
    UNAUTHORIZED("401, the token has run out", Where.ANYWHERE, "HTTP 401", Fault::unauthorized),
    TOO_MANY("429", Where.ANYWHERE, "HTTP 429", exchange -> answer(exchange, 429, Map.of())),
    TOO_MANY_FOR_A_SECOND(
            "429 with Retry-After",
            Where.ANYWHERE,
            "HTTP 429",
            exchange -> answer(exchange, 429, Map.of("Retry-After", "1"))),
    INTERNAL_ERROR("500", Where.ANYWHERE, "HTTP 500", exchange -> answer(exchange, 500, Map.of())),
    BAD_GATEWAY("502", Where.ANYWHERE, "HTTP 502", exchange -> answer(exchange, 502, Map.of())),
    UNAVAILABLE("503", Where.ANYWHERE, "HTTP 503", exchange -> answer(exchange, 503, Map.of())),
    GATEWAY_TIMEOUT("504", Where.ANYWHERE, "HTTP 504", exchange -> answer(exchange, 504, Map.of())),
    EARLY_TOO_LARGE(
            "413 before what is sent is read", Where.SENDING, "HTTP 413", exchange -> early(exchange, 413, Map.of())),
    EARLY_UNAUTHORIZED(
            "401 before what is sent is read",
            Where.SENDING,
            "HTTP 401",
            exchange -> early(exchange, 401, challenge(exchange))),
    EARLY_TOO_MANY(
            "429 with Retry-After before what is sent is read",
            Where.SENDING,
            "HTTP 429",
            exchange -> early(exchange, 429, Map.of("Retry-After", "1"))),
    EARLY_UNAVAILABLE(
            "503 before what is sent is read", Where.SENDING, "HTTP 503", exchange -> early(exchange, 503, Map.of())),
    EARLY_TOO_LARGE_CLOSED(
            "413 before what is sent is read, connection closed",
            Where.SENDING,
            "HTTP 413",
            exchange -> earlyAndClosed(exchange, 413, Map.of())),
    EARLY_UNAUTHORIZED_CLOSED(
            "401 before what is sent is read, connection closed",
            Where.SENDING,
            "HTTP 401",
            exchange -> earlyAndClosed(exchange, 401, challenge(exchange))),
    EARLY_TOO_MANY_CLOSED(
            "429 with Retry-After before what is sent is read, connection closed",
            Where.SENDING,
            "HTTP 429",
            exchange -> earlyAndClosed(exchange, 429, Map.of("Retry-After", "1"))),
    EARLY_UNAVAILABLE_CLOSED(
            "503 before what is sent is read, connection closed",
            Where.SENDING,
            "HTTP 503",
            exchange -> earlyAndClosed(exchange, 503, Map.of()));

    private final String title;
    private final Where where;
    private final String reason;

    @SuppressWarnings("ImmutableEnumChecker") // a method
    private final Action action;

    /** What is done to a request. */
    interface Action {

        /** Whether the connection goes on. */
        boolean on(Exchange exchange) throws IOException, HttpException;
    }

    /** The requests that a fault can happen to. */
    enum Where {
        ANYWHERE,
        /** Those with a body. */
        SENDING,
        /** Those whose answer has a body. */
        READING
    }

    Fault(String title, Where where, String reason, Action action) {
        this.title = title;
        this.where = where;
        this.reason = reason;
        this.action = action;
    }

    String title() {
        return title;
    }

    /** What the message says of it when it lasts: a regular expression. */
    String reason() {
        return reason;
    }

    Action action() {
        return action;
    }

    boolean canHappenTo(Stage stage) {
        return switch (where) {
            case ANYWHERE -> this != UNAUTHORIZED || hasTokens(stage);
            case SENDING -> stage.sends();
            case READING -> stage.reads();
        };
    }

    /** A ping is always answered 401, and a URL that holds its own right wants no token. */
    private static boolean hasTokens(Stage stage) {
        return stage != Stage.PING && stage != Stage.REDIRECTED_LAYER;
    }

    /** What the message says of it when it lasts, in short. */
    String says() {
        return switch (this) {
            case REFUSED -> "`HOST cannot be reached (Connection refused)`";
            case RESET, RESET_IN_REQUEST, RESET_IN_ANSWER -> "`Connection reset`, or `Broken pipe`";
            case TRUNCATED -> "`Premature end of Content-Length delimited message body`, with both lengths";
            case CORRUPTED ->
                "the two digests; of a descriptor that it is not JSON, of the toolchain layer that it is damaged, of a token that"
                        + " the credentials were not accepted";
            case CORRUPTED_REQUEST -> "`DIGEST_INVALID`; of a manifest which digest was sent and which arrived";
            case STALLED, STALLED_IN_ANSWER ->
                "`HOST cannot be reached (no byte came for "
                        + TimeLimits.DEFAULT.timeout().toSeconds() + " s)`; "
                        + TimeLimits.DEFAULT.commit().toSeconds() + " s of an upload";
            case UNAUTHORIZED, EARLY_UNAUTHORIZED, EARLY_UNAUTHORIZED_CLOSED ->
                "`HOST did not accept` whose credentials, and `(HTTP 401)`";
            case TOO_MANY, EARLY_TOO_MANY, EARLY_TOO_MANY_CLOSED ->
                "`HOST limits how often it may be asked (HTTP 429)`";
            case UNAVAILABLE, EARLY_UNAVAILABLE, EARLY_UNAVAILABLE_CLOSED -> "`HOST answered with an error (HTTP 503)`";
            case EARLY_TOO_LARGE, EARLY_TOO_LARGE_CLOSED -> "`HOST answered with an error (HTTP 413)`";
            default -> throw new IllegalStateException(this + " is not tried for ever");
        };
    }

    /** How long users wait for that. */
    String within() {
        Duration asked = limit(TimeLimits.DEFAULT.timeout(), Retry.Backoff.DEFAULT);
        return switch (this) {
            case STALLED ->
                words(asked) + "; " + words(limit(TimeLimits.DEFAULT.commit(), Retry.Backoff.DEFAULT))
                        + " when it has taken an upload";
            case STALLED_IN_ANSWER -> words(asked);
            case UNAUTHORIZED, EARLY_UNAUTHORIZED, EARLY_UNAUTHORIZED_CLOSED, EARLY_TOO_LARGE, EARLY_TOO_LARGE_CLOSED ->
                "at once";
            case EARLY_TOO_MANY, EARLY_TOO_MANY_CLOSED -> words(asked) + " at most, and the transfers";
            default -> words(asked) + ", and the transfers";
        };
    }

    /**
     * How long it may take until a push gives up on it, beside what is moved meanwhile.
     *
     * @param timeout how long a server is waited for
     * @param backoff those between attempts
     */
    Duration limit(Duration timeout, Retry.Backoff backoff) {
        Duration between = backoff.first().multipliedBy((1L << (Retry.ATTEMPTS - 1)) - 1);
        return switch (this) {
            case STALLED, STALLED_IN_ANSWER ->
                timeout.multipliedBy(Retry.ATTEMPTS).plus(between);
            case UNAUTHORIZED, EARLY_UNAUTHORIZED, EARLY_UNAUTHORIZED_CLOSED, EARLY_TOO_LARGE, EARLY_TOO_LARGE_CLOSED ->
                Duration.ZERO;
            case EARLY_TOO_MANY, EARLY_TOO_MANY_CLOSED -> backoff.longest().multipliedBy(Retry.ATTEMPTS - 1);
            default -> between;
        };
    }

    private static String words(Duration limit) {
        return limit.toMinutes() == 0 ? limit.toSeconds() + " s" : Math.round(limit.toSeconds() / 60.0) + " min";
    }

    /** Whether it makes a push wait for as long as it does at most. */
    boolean isSilence() {
        return switch (this) {
            case STALLED, STALLED_IN_ANSWER, SLOW -> true;
            default -> false;
        };
    }

    /** Where another fault does as well, a lasting one is not tried again. */
    boolean triedForEver() {
        return switch (this) {
            case SLOW, CLOSED, TOO_MANY_FOR_A_SECOND, INTERNAL_ERROR, BAD_GATEWAY, GATEWAY_TIMEOUT -> false;
            default -> true;
        };
    }

    /** Whether it can have a registry store another manifest than was sent. */
    boolean canChangeManifest(Stage stage) {
        return this == CORRUPTED_REQUEST && (stage == Stage.FIRST_TAG || stage == Stage.FURTHER_TAG);
    }

    private static boolean answer(Exchange exchange, int status, Map<String, String> headers)
            throws IOException, HttpException {
        return exchange.readAll().send(Answer.of(status, headers));
    }

    /** As a server that knows from the head of a request what it thinks of it, and then reads what still comes. */
    private static boolean early(Exchange exchange, int status, Map<String, String> headers)
            throws IOException, HttpException {
        boolean goesOn = exchange.send(Answer.of(status, headers));
        exchange.readAll();
        return goesOn;
    }

    /** As one that reads no further, and ends the connection when its answer has had time to arrive. */
    private static boolean earlyAndClosed(Exchange exchange, int status, Map<String, String> headers)
            throws IOException, HttpException {
        exchange.send(Answer.of(status, headers).withHeader("Connection", "close"));
        exchange.pause(Duration.ofMillis(Network.TIMEOUT.toMillis() / 10));
        return exchange.end();
    }

    private static boolean unauthorized(Exchange exchange) throws IOException, HttpException {
        return answer(exchange, 401, challenge(exchange));
    }

    /** As the registry behind it words it, so that a client can get another token there. */
    private static Map<String, String> challenge(Exchange exchange) {
        String challenge = "Bearer realm=\"" + exchange.relay().url() + "/token\",service=\"embedded registry\"";
        return Map.of("WWW-Authenticate", challenge);
    }
}
