package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.ForeignText;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads what the SDK's exceptions say. */
public final class SdkErrors {

    /** The answer to HEAD has no body, and so no code but what the SDK makes of its status. */
    private static final Set<String> DENIED = Set.of(
            "AccessDenied", "AccessDeniedException", "AuthorizationError", "Forbidden", "403", "UnauthorizedOperation");

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

    /** Whether a failure, or what caused it, is an answer of AWS that the identity lacks a right. */
    public static boolean isDenied(Throwable failure) {
        return Failures.find(failure, AwsServiceException.class)
                .filter(answered -> DENIED.contains(code(answered)))
                .isPresent();
    }

    /** What lies at the bottom of a failure, in one line; of one of the network with its type. */
    public static String root(Throwable failure) {
        Throwable root = Failures.root(failure);
        String message = ForeignText.line(String.valueOf(root.getMessage()));
        return root instanceof IOException ? root.getClass().getSimpleName() + ": " + message : message;
    }
}
