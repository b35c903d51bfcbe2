package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;

/** Knows of certain registries which right it takes, and where it is given. */
public interface Denials {

    /** What the user reads of a denial; empty where no more is known of it than what the registry says. */
    Optional<ActionableException> explain(Denial denial);

    /** Knows of none. */
    static Denials none() {
        return denial -> Optional.empty();
    }

    /**
     * A registry knows who asks, and does not let him: HTTP 403.
     *
     * @param attempted what was being done, and to what: {@code pull the base image example.com/base:1}
     * @param repository the repository that was asked
     * @param operation what for
     * @param words what the registry says, on one line; empty where it says nothing
     * @param failure what was thrown
     */
    record Denial(String attempted, ImageReference repository, Operation operation, String words, Throwable failure) {}
}
