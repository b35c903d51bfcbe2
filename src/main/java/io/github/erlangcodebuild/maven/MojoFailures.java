package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import org.apache.maven.plugin.MojoFailureException;

/** Hands our failures to Maven. */
final class MojoFailures {

    private MojoFailures() {}

    /**
     * One readable message. What lies underneath goes along as suppressed, for {@code -e}: Maven would add the messages
     * of causes to ours.
     */
    static MojoFailureException toMaven(ActionableException failure) {
        MojoFailureException forMaven = new MojoFailureException(failure.getMessage());
        forMaven.setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            forMaven.addSuppressed(ReadableFailure.of(failure.getCause()));
        }
        return forMaven;
    }
}
