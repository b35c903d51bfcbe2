package io.github.erlangcodebuild.rollout;

import java.util.Optional;

/**
 * A change of the image of a stack or of a project.
 *
 * @param subject what changes: {@code stack erlang, parameter CodeBuildImage}, {@code project erlang}
 * @param name the name of the stack or of the project
 * @param from the previous image, as CodeBuild names it
 * @param to the new image, as CodeBuild names it
 * @param beside what else changes: {@code image pull credentials CODEBUILD -> SERVICE_ROLE}; "" for nothing
 */
public record ImageChange(String subject, String name, String from, String to, String beside) {

    /** Whether the image, or anything else, differs. */
    public boolean isNeeded() {
        return !from.equals(to) || !beside.isEmpty();
    }

    /** Whether it is a parameter of a stack that changes, and not a project. */
    public boolean isOfStack() {
        return subject.startsWith("stack ");
    }

    /** The name of the stack's parameter; empty for a project. */
    Optional<String> stackParameter() {
        return isOfStack() ? Optional.of(subject.substring(subject.lastIndexOf(' ') + 1)) : Optional.empty();
    }
}
