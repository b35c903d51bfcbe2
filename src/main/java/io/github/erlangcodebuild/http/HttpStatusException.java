package io.github.erlangcodebuild.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server answered with a status that is temporary: 408, 429 or 5xx. */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    @Nullable
    private final Duration retryAfter;

    /**
     * @param message what was asked of which server, and what it said
     * @param status the HTTP status code
     * @param retryAfter the pause that the server asks for (RFC 9110, 10.2.3), if it does
     */
    public HttpStatusException(String message, int status, Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter.orElse(null);
    }

    public int status() {
        return status;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
