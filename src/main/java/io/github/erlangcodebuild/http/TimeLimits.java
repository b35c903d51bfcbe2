package io.github.erlangcodebuild.http;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param timeout for a connection to be made, for a byte from the server, and for the server to take a byte
 * @param commit for the response to an upload (PUT), instead of {@code timeout}: the server may have to copy what it got
 * @param response for a whole response, up to its body
 * @param pace how much waiting there may be for {@value ResponseBody#SLOWEST} bytes of a body
 * @param patience after how long of waiting for a response the user is told, and then as often
 */
public record TimeLimits(Duration timeout, Duration commit, Duration response, Duration pace, Duration patience) {

    /** Those of a push. */
    public static final TimeLimits DEFAULT = new TimeLimits(
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            Duration.ofMinutes(6),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20));

    /** These with other limits on silence. */
    public TimeLimits with(Duration otherTimeout, Duration otherCommit) {
        return new TimeLimits(otherTimeout, otherCommit, response, pace, patience);
    }

    /** These with another limit on a whole response. */
    TimeLimits withResponse(Duration other) {
        return new TimeLimits(timeout, commit, other, pace, patience);
    }

    /** These with another patience. */
    TimeLimits withPatience(Duration other) {
        return new TimeLimits(timeout, commit, response, pace, other);
    }
}
