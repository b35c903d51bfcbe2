package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.Failures;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which failures to look past while something is watched that takes minutes: throttling and AWS's own troubles for as long
 * as it takes, a network that is gone for a minute or so.
 */
public final class Patience {

    private static final int UNREACHABLE = 20;

    private int unreachable;

    /** AWS has answered. */
    public void answered() {
        unreachable = 0;
    }

    /** Whether the next look may do better. */
    public boolean bears(SdkException failure) {
        if (failure instanceof AwsServiceException answered) {
            return isPassing(answered);
        }
        return Failures.has(failure, IOException.class) && ++unreachable < UNREACHABLE;
    }

    /** Whether AWS wants to be asked less often, or has troubles of its own. */
    public static boolean isPassing(AwsServiceException answered) {
        return answered.isThrottlingException() || answered.statusCode() >= 500;
    }
}
