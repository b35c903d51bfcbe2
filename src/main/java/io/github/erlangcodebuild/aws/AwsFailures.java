package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Attachment;
import io.github.erlangcodebuild.Failures;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Explains failed calls to AWS. The causes that it knows, and their remedies, are the rows of a table in {@link FailedCall}. */
public final class AwsFailures {

    private final Caller caller;

    AwsFailures(Caller caller) {
        this.caller = caller;
    }

    /**
     * What the user reads of a failed call.
     *
     * @param purpose what was being done: {@code create the repository x}
     * @param action the IAM action that it takes: {@code ecr:CreateRepository}
     * @param resource the ARN that it is done to, or {@code *}
     * @param failure what the SDK threw
     */
    public ActionableException explain(String purpose, String action, String resource, SdkException failure) {
        Optional<ActionableException> explained = Failures.find(failure, ActionableException.class);
        if (explained.isPresent()) {
            return explained.get() instanceof MissingCredentialsException missing
                    ? missing.neededTo(purpose)
                    : explained.get();
        }
        return new FailedCall(caller, action, resource, failure).explain(purpose);
    }

    /**
     * All that the goal needs, to attach to a failure.
     *
     * @param resource the ARN of what the denied call was about, or {@code *}
     */
    public Attachment allRights(String resource) {
        return caller.allRights(resource);
    }
}
