package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.BuildResult;
import io.github.erlangcodebuild.aws.codebuild.BuildRunner;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The test build of one project, from its start to its end. A start for which there is no room is waited for, and where the rollout
 * changed the role that pulls the image, a build that could not pull it is followed by a second one.
 */
final class TestBuildRun {

    /** How long IAM may take until a change of rights is known everywhere, in most cases. */
    private static final Duration FOR_IAM = Duration.ofMinutes(1);

    private static final String LONGER = "give it longer with -Derlang-codebuild.timeout=… (minutes).";

    private final Aws aws;
    private final TestBuildLog log;
    private final BuildRunner runner;
    private final Polling polling;
    private final RolloutResult rolledOut;
    private final Rollback rollback;
    private final Instant deadline;

    TestBuildRun(
            Aws aws, TestBuildLog log, Polling polling, RolloutResult rolledOut, Rollback rollback, Instant deadline) {
        this.aws = aws;
        this.log = log;
        this.runner = new BuildRunner(aws, log, polling);
        this.polling = polling;
        this.rolledOut = rolledOut;
        this.rollback = rollback;
        this.deadline = deadline;
    }

    /**
     * Builds a project, and waits for the end.
     *
     * @return the build that counts, successful or not
     * @throws ActionableException when no build was started, or its end is not known; the message says what became of the rollout
     */
    BuildResult of(String project) {
        BuildResult first = build(project);
        if (!isDeniedPull(first) || !changedRights()) {
            return first;
        }
        log.warn("The role of " + project
                + " may not load the image yet: its rights were changed a moment ago, and IAM takes a while"
                + " to know everywhere. One more build, in a minute.");
        Instant until = polling.now().plus(FOR_IAM);
        while (polling.now().isBefore(until)) {
            await("The second build", "Start it by hand, or " + LONGER);
        }
        return build(project);
    }

    /** The failure of a build, with what the role lacks where that is why. */
    ActionableException explained(BuildResult result, ActionableException failure) {
        return PullRights.of(rolledOut.image())
                .filter(rights -> isDeniedPull(result))
                .map(rights -> new ActionableException(
                        failure.problem(),
                        rights.remedy(role(result.build().project())) + "\n" + failure.remedy(),
                        failure))
                .orElse(failure);
    }

    private BuildResult build(String project) {
        String id = start(project);
        return rollback.omittedIfFails(() -> runner.follow(id, deadline));
    }

    private String start(String project) {
        boolean told = false;
        while (true) {
            try {
                return runner.start(project);
            } catch (ActionableException e) {
                if (!BuildRunner.isBusy(e)) {
                    throw rollback.after(e);
                }
                if (!told) {
                    log.warn(e.problem() + " It is tried again until there is room.");
                    told = true;
                }
            }
            await(
                    "The start of a build of " + project,
                    "Start it when other builds have ended: aws codebuild start-build --project-name " + project
                            + ". Or " + LONGER);
        }
    }

    /** One interval. What could not be built in time proves nothing, and takes nothing back. */
    private void await(String what, String remedy) {
        rollback.omittedIfFails(() -> {
            polling.await(deadline, what, remedy);
            return what;
        });
    }

    private boolean changedRights() {
        return rolledOut.target().resources().stream().anyMatch(ResourceChange::changesRights);
    }

    /** As CodeBuild says it in the context of the phase PROVISIONING, with what ECR said to it. */
    private static boolean isDeniedPull(BuildResult result) {
        return result.failure()
                .map(ActionableException::problem)
                .filter(problem ->
                        problem.contains("BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE") && problem.contains("not authorized"))
                .isPresent();
    }

    private Optional<String> role(String project) {
        try {
            return new CodeBuildProjects(aws).require(project).serviceRole();
        } catch (ActionableException e) {
            return Optional.empty(); // it completes a remedy, and must not replace the failure
        }
    }
}
