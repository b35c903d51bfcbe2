package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import org.jspecify.annotations.Nullable;

/** There are no AWS credentials, so that no request could be signed. */
public final class MissingCredentialsException extends ActionableException {

    private static final long serialVersionUID = 1L;

    private final boolean nothingNamed;

    /**
     * @param reason why there are none, as the end of a sentence
     * @param remedy where to get some: one or two full sentences
     * @param cause what the SDK says
     */
    MissingCredentialsException(String reason, String remedy, RuntimeException cause) {
        this(cause, "There are no AWS credentials: " + reason, remedy, false);
    }

    private MissingCredentialsException(
            @Nullable Throwable cause, String problem, String remedy, boolean nothingNamed) {
        super(problem, remedy, cause);
        this.nothingNamed = nothingNamed;
    }

    /** As the other one, where nothing says that there should be any: no profile, no variable. */
    static MissingCredentialsException nothingNamed(String reason, String remedy, RuntimeException cause) {
        return new MissingCredentialsException(cause, "There are no AWS credentials: " + reason, remedy, true);
    }

    /** Whether nothing says that there should be any, so that something else may stand in for them. */
    public boolean isNothingNamed() {
        return nothingNamed;
    }

    /**
     * The same failure, with what the credentials were to be used for.
     *
     * @param purpose what was being done: {@code create the repository x}
     */
    public MissingCredentialsException neededTo(String purpose) {
        return new MissingCredentialsException(
                getCause(), problem() + " They are needed to " + purpose + ".", remedy(), nothingNamed);
    }
}
