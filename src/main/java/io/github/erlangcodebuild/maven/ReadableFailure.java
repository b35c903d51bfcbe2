package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.ForeignText;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure for Maven to print with its causes ({@code -e}, {@code -X}), whose messages may repeat what a server said. It stands
 * in for one that is not fit for a terminal, with the same stack trace.
 */
final class ReadableFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ReadableFailure(Throwable original) {
        super(
                original.getClass().getName() + ": " + ForeignText.lines(String.valueOf(original.getMessage())),
                original.getCause() == null ? null : new ReadableFailure(original.getCause()));
        setStackTrace(original.getStackTrace());
        Stream.of(original.getSuppressed()).map(ReadableFailure::new).forEach(this::addSuppressed);
    }

    /** This failure, or one in its place where a message of it or of a cause is not fit for a terminal. */
    static Throwable of(Throwable failure) {
        return isReadable(failure) ? failure : new ReadableFailure(failure);
    }

    /** As {@link #of(Throwable)}. */
    static RuntimeException of(RuntimeException failure) {
        return isReadable(failure) ? failure : new ReadableFailure(failure);
    }

    private static boolean isReadable(Throwable failure) {
        return Failures.chain(failure)
                .allMatch(each -> isReadable(each.getMessage())
                        && Stream.of(each.getSuppressed()).allMatch(ReadableFailure::isReadable));
    }

    private static boolean isReadable(@Nullable String message) {
        return message == null || message.equals(ForeignText.lines(message));
    }
}
