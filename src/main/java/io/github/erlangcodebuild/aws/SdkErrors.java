package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.ForeignText;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads what the SDK's exceptions say. */
public final class SdkErrors {

    private SdkErrors() {}

    /** The code of an error, such as {@code AccessDeniedException}; empty where a service names none. */
    public static String code(AwsServiceException answered) {
        return answered.awsErrorDetails() == null || answered.awsErrorDetails().errorCode() == null
                ? ""
                : ForeignText.line(answered.awsErrorDetails().errorCode());
    }

    /** Code and message of an error, {@code CODE: MESSAGE}, as far as there are any; else its HTTP status. */
    public static String said(AwsServiceException answered) {
        String words = answered.awsErrorDetails() == null
                ? answered.getMessage()
                : answered.awsErrorDetails().errorMessage();
        String text = words == null || words.isBlank() ? "" : ForeignText.line(words.strip());
        String code = code(answered);
        if (code.isEmpty()) {
            return text.isEmpty() ? "HTTP " + answered.statusCode() : text;
        }
        return text.isEmpty() ? code : code + ": " + text;
    }

    /** What lies at the bottom of a failure, in one line; of one of the network with its type. */
    public static String root(Throwable failure) {
        Throwable root = Failures.root(failure);
        String message = ForeignText.line(String.valueOf(root.getMessage()));
        return root instanceof IOException ? root.getClass().getSimpleName() + ": " + message : message;
    }
}
