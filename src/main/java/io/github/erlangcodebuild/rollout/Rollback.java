package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.StackState;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.codebuild.ProjectImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes a rollout back after a failed test build, and adds to the failure what became of the rollout. */
final class Rollback {

    /** A rollout changes the image alone, and often the buildspec was changed by hand for it. */
    private static final String BUILDSPEC = "A buildspec that you changed for this rollout is still the new one.";

    private final Aws aws;
    private final Rollout rollout;
    private final RolloutResult rolledOut;

    Rollback(Aws aws, Rollout rollout, RolloutResult rolledOut) {
        this.aws = aws;
        this.rollout = rollout;
        this.rolledOut = rolledOut;
    }

    /**
     * Does a step, and takes the rollout back if it fails.
     *
     * @throws ActionableException the step's failure, with what has the previous image again; or, when taking back failed too,
     *     with both reasons, what there is now, and the commands that repair it
     */
    <T> T ifFails(Supplier<T> step) {
        try {
            return step.get();
        } catch (ActionableException e) {
            throw after(e);
        }
    }

    /**
     * Does a step, and leaves the rollout as it is if the step fails: nobody knows how the test build ends.
     *
     * @throws ActionableException the step's failure, with the commands for when the build fails
     */
    <T> T omittedIfFails(Supplier<T> step) {
        try {
            return step.get();
        } catch (ActionableException e) {
            String standing = rolledOut.changed()
                    ? "\nThe rollout stands until then. If the build fails, go back with\n" + commands()
                    : "";
            throw new ActionableException(e.problem(), e.remedy() + standing, e);
        }
    }

    /** Takes the rollout back after a failure. What is returned says both. */
    ActionableException after(ActionableException failure) {
        if (!rolledOut.changed()) {
            return new ActionableException(
                    failure.problem() + "\nThis rollout had changed nothing, so nothing goes back: "
                            + String.join(", ", rolledOut.projects()) + " stays on " + rolledOut.image() + ".",
                    failure.remedy(),
                    failure);
        }
        List<ImageChange> wentBack;
        try {
            wentBack = rollout.undo(rolledOut);
        } catch (ActionableException e) {
            return failedToo(failure, e);
        }
        return new ActionableException(
                failure.problem() + "\nSo the rollout was taken back: "
                        + changed()
                                .map(change -> "the " + change.subject()
                                        + (wentBack.contains(change)
                                                ? " has " + change.from() + " again"
                                                : " was left as somebody has changed it since"))
                                .collect(Collectors.joining(", "))
                        + "."
                        + (wentBack.isEmpty() ? "" : " " + BUILDSPEC),
                failure.remedy(),
                failure);
    }

    private ActionableException failedToo(ActionableException failure, ActionableException ofRollback) {
        ActionableException both = new ActionableException(
                failure.problem() + "\nGoing back to the previous image failed, too: " + ofRollback.problem() + "\n"
                        + state(),
                failure.remedy() + "\n" + ofRollback.remedy() + "\nThen go back with\n" + commands(),
                failure);
        both.addSuppressed(ofRollback);
        return both;
    }

    /** What there is now: nobody else can say how far the rollback went. */
    private String state() {
        List<String> lines = new ArrayList<>();
        lines.add("This is how it is now:");
        changed()
                .filter(ImageChange::isOfStack)
                .forEach(change ->
                        lines.add("  the stack " + change.name() + " is " + StackState.of(aws, change.name())));
        for (String project : rolledOut.projects()) {
            lines.add("  the project " + project + " has " + image(project));
        }
        return String.join("\n", lines);
    }

    private String image(String project) {
        try {
            return new CodeBuildProjects(aws)
                    .require(project)
                    .image()
                    .map(ProjectImage::name)
                    .orElse("no image");
        } catch (ActionableException e) {
            return "an image that cannot be looked at (" + e.problem() + ")";
        }
    }

    private String commands() {
        return rolledOut.rollbackCommands().stream()
                .map(command -> "  " + command)
                .collect(Collectors.joining("\n"));
    }

    private Stream<ImageChange> changed() {
        return rolledOut.changes().stream().filter(ImageChange::isNeeded);
    }
}
