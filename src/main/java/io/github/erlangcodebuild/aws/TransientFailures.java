package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.Failures;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The failures that do not end the polling of something that takes minutes, since the next call may succeed. Throttling and
 * HTTP 5xx are tolerated for as long as they last, a network that is gone for {@value #UNREACHABLE} calls in a row.
 */
public final class TransientFailures {

    private static final int UNREACHABLE = 20;

    private int unreachable;

    /**
     * Makes one call of the many.
     *
     * @return its answer; empty when it failed in a way that is tolerated
     * @throws SdkException when it failed in another way
     */
    public <T> Optional<T> tolerate(Supplier<T> call) {
        try {
            T answer = call.get();
            answered();
            return Optional.of(answer);
        } catch (SdkException e) {
            if (tolerates(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** AWS has answered: the network is there. */
    public void answered() {
        unreachable = 0;
    }

    /** Whether a call that failed like this may succeed when it is made again. */
    public boolean tolerates(SdkException failure) {
        if (failure instanceof AwsServiceException answered) {
            return isTransient(answered);
        }
        return Failures.has(failure, IOException.class) && ++unreachable < UNREACHABLE;
    }

    /** Whether AWS wants to be asked less often, or has trouble of its own. */
    public static boolean isTransient(AwsServiceException answered) {
        return answered.isThrottlingException() || answered.statusCode() >= 500;
    }
}
