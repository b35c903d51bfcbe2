package io.github.erlangcodebuild;

import org.jspecify.annotations.Nullable;

/**
 * A failure that its reader can act on: what went wrong, with which value, and what to do next.
 *
 * <p>It is the one exception that every package throws for wrong input, missing rights and services that say no. It is
 * unchecked, because it has to pass through the HTTP client's stack when a layer turns out to be bad halfway through an
 * upload, and there everything that is an {@link java.io.IOException} would be tried again.
 */
public class ActionableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;

    /**
     * @param problem what went wrong, naming the value: one or two full sentences
     * @param remedy what the reader does next: one or two full sentences
     */
    public ActionableException(String problem, String remedy) {
        super(problem + "\n" + remedy);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** As {@link #ActionableException(String, String)}, with the failure underneath for {@code mvn -e}. */
    public ActionableException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + "\n" + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    public final String problem() {
        return problem;
    }

    public final String remedy() {
        return remedy;
    }
}
