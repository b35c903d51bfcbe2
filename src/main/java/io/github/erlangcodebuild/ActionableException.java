package io.github.erlangcodebuild;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that its reader can act on: what went wrong, with which value, and what to do next.
 *
 * <p>It is the one exception that every package throws for wrong input, missing rights and services that say no. It is
 * unchecked, because it has to pass through the HTTP client's stack when a layer turns out to be bad halfway through an
 * upload, and there everything that is an {@link java.io.IOException} would be tried again.
 *
 * <p>What it says is fit for a terminal. Whoever puts a server's words into it takes out their line ends first
 * ({@link ForeignText#line}), since its own may be needed. A problem or remedy of more than {@value #MAX_LENGTH} characters is cut.
 */
public class ActionableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** In characters. What is quoted may have come from a server, in any length. */
    private static final int MAX_LENGTH = 10_000;

    private final String problem;
    private final String remedy;

    private final transient Optional<Attachment> attachment;

    /**
     * @param problem what went wrong, naming the value: one or two full sentences
     * @param remedy what the reader does next: one or two full sentences
     */
    public ActionableException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    /**
     * As {@link #ActionableException(String, String)}, with the failure underneath for {@code mvn -e}. What is attached to that is
     * attached to this one.
     */
    public ActionableException(String problem, String remedy, @Nullable Throwable cause) {
        this(
                problem,
                remedy,
                cause,
                Optional.ofNullable(cause)
                        .flatMap(underneath -> Failures.find(underneath, ActionableException.class))
                        .flatMap(ActionableException::attachment));
    }

    private ActionableException(
            String problem, String remedy, @Nullable Throwable cause, Optional<Attachment> attachment) {
        super(shown(problem) + "\n" + shown(remedy), cause);
        this.problem = shown(problem);
        this.remedy = shown(remedy);
        this.attachment = attachment;
    }

    /** The same failure with something attached. */
    public final ActionableException with(Attachment attached) {
        return new ActionableException(problem, remedy, getCause(), Optional.of(attached));
    }

    private static String shown(String text) {
        String lines = ForeignText.lines(text);
        return lines.length() <= MAX_LENGTH ? lines : ForeignText.lines(lines.substring(0, MAX_LENGTH - 1)) + "…";
    }

    public final String problem() {
        return problem;
    }

    public final String remedy() {
        return remedy;
    }

    /** What the reader needs beside the message; whoever shows the message puts it into a file. */
    public final Optional<Attachment> attachment() {
        return attachment;
    }
}
