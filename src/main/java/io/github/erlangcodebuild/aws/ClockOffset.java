package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.http.SdkHttpResponse;

/** How far this machine's clock is from AWS's, by the header {@code Date} of an answer (RFC 9110, 6.6.1). */
final class ClockOffset {

    private ClockOffset() {}

    /** How far the clock is ahead, in whole seconds; empty for an answer without a readable date. */
    static Optional<Duration> of(SdkHttpResponse answer, Instant now) {
        return ClockSkew.getServerTime(answer)
                .map(server -> Duration.ofSeconds(Duration.between(server, now).toSeconds()));
    }

    /** The same, of an answer that was an error; empty where nothing answered. */
    static Optional<Duration> of(Throwable failure, Instant now) {
        return Failures.find(failure, AwsServiceException.class)
                .map(AwsServiceException::awsErrorDetails)
                .map(details -> details.sdkHttpResponse())
                .flatMap(answer -> of(answer, now));
    }
}
