package io.github.erlangcodebuild.rollout;

import java.util.Optional;

/**
 * From which image to which something goes.
 *
 * @param subject what: {@code stack erlang, parameter CodeBuildImage}, {@code project erlang}
 * @param name of the stack or of the project
 * @param from the image that it had, as CodeBuild names it
 * @param to the image that it is to have
 * @param beside what else changes with it, or empty
 */
public record ImageChange(String subject, String name, String from, String to, String beside) {

    /** Whether there is anything to change. */
    public boolean isNeeded() {
        return !from.equals(to) || !beside.isEmpty();
    }

    /** Whether it is a stack's parameter, and not a project. */
    public boolean isOfStack() {
        return subject.startsWith("stack ");
    }

    /** The stack's parameter; empty for a project. */
    Optional<String> stackParameter() {
        return isOfStack() ? Optional.of(subject.substring(subject.lastIndexOf(' ') + 1)) : Optional.empty();
    }
}
