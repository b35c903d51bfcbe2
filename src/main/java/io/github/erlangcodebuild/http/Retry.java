package io.github.erlangcodebuild.http;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import dev.failsafe.function.CheckedSupplier;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries a whole transfer again when what stopped it may pass: exponential backoff with jitter, and a server's
 * {@code Retry-After} before our own idea of a pause.
 */
public final class Retry {

    /** How often a transfer is tried in all. */
    public static final int ATTEMPTS = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final double JITTER = 0.25;

    private final Predicate<Throwable> passing;
    private final Function<Throwable, Optional<Duration>> retryAfter;
    private final Listener listener;

    /** Hears of every failed attempt that will be followed by another. */
    public interface Listener {
        void retrying(String what, Throwable failure, Duration pause);
    }

    /**
     * @param passing whether another try may help after this failure
     * @param retryAfter how long the server asked to be left alone, if it did
     * @param listener told before each pause
     */
    public Retry(Predicate<Throwable> passing, Function<Throwable, Optional<Duration>> retryAfter, Listener listener) {
        this.passing = passing;
        this.retryAfter = retryAfter;
        this.listener = listener;
    }

    /** For transfers that fail with nothing but {@link IOException}s and {@link HttpStatusException}s. */
    public static Retry ofHttp(Listener listener) {
        return new Retry(
                failure -> failure instanceof IOException,
                failure -> failure instanceof HttpStatusException answered ? answered.retryAfter() : Optional.empty(),
                listener);
    }

    /**
     * Does it, again if need be.
     *
     * @param what what is done, for the listener: {@code layer sha256:…}
     * @throws Exception the failure of the last attempt, as it was thrown
     */
    public <T> T call(String what, CheckedSupplier<T> transfer) throws Exception {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf((result, failure) -> failure != null && passing.test(failure))
                .withMaxAttempts(ATTEMPTS)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(JITTER)
                .withDelayFn(context -> pauseAfter(context.getLastException()))
                .onRetryScheduled((ExecutionScheduledEvent<T> event) ->
                        listener.retrying(what, event.getLastException(), event.getDelay()))
                .build();
        try {
            return Failsafe.with(policy).get(transfer);
        } catch (FailsafeException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /** Reads a {@code Retry-After} header: seconds, or a date (RFC 9110, 10.2.3). Empty when it is neither. */
    public static Optional<Duration> parseRetryAfter(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String value = header.trim();
        try {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(ZonedDateTime.now(date.getZone()), date);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Nullable
    private Duration pauseAfter(@Nullable Throwable failure) {
        return Optional.ofNullable(failure)
                .flatMap(retryAfter)
                .map(asked -> asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked)
                .orElse(null);
    }
}
