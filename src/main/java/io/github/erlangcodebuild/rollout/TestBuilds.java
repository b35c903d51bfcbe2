package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.BuildHistory;
import io.github.erlangcodebuild.aws.codebuild.BuildResult;
import io.github.erlangcodebuild.aws.codebuild.BuildRunner;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.proof.EndedBuild;
import io.github.erlangcodebuild.proof.Outcome;
import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.proof.Provisioning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts a test build of each project after a rollout, one after another, and compares it with the last successful build on
 * the previous image. When a build fails or cannot be started, the rollout is taken back. When the outcome of a build is not
 * known, because it takes too long or cannot be read, the rollout stays.
 */
public final class TestBuilds {

    /** How long IAM may take until a change of rights is known everywhere, in most cases. */
    private static final Duration FOR_IAM = Duration.ofMinutes(1);

    private final Aws aws;
    private final Rollout rollout;
    private final TestBuildLog log;
    private final BuildRunner runner;
    private final Polling polling;

    public TestBuilds(Aws aws, Rollout rollout, TestBuildLog log) {
        this(aws, rollout, log, Polling.every(Duration.ofSeconds(3)));
    }

    TestBuilds(Aws aws, Rollout rollout, TestBuildLog log, Polling polling) {
        this.aws = aws;
        this.rollout = rollout;
        this.log = log;
        this.runner = new BuildRunner(aws, log, polling);
        this.polling = polling;
    }

    /**
     * Runs the test builds.
     *
     * @param rolledOut what the rollout has changed
     * @throws ActionableException when a build failed, could not be started, or did not end in time; the message says what became
     *     of the rollout
     */
    public void run(RolloutResult rolledOut, TestBuildRequest request) {
        Rollback rollback = new Rollback(aws, rollout, rolledOut);
        Instant deadline = polling.now().plus(request.timeout());
        for (String project : rollback.ifFails(() -> projects(rolledOut, request))) {
            BuildResult result = build(project, rollback, deadline);
            if (isDeniedPull(result) && changedRights(rolledOut)) {
                log.warn("The role of " + project
                        + " may not load the image yet: its rights were changed a moment ago, and IAM takes a"
                        + " while to know everywhere. One more build, in a minute.");
                rollback.omittedIfFails(() -> pause(deadline));
                result = build(project, rollback, deadline);
            }
            BuildResult last = result;
            EndedBuild build = rollback.ifFails(() -> requireSuccess(last, rolledOut.image()));
            log.succeeded(compared(build, rolledOut, request));
        }
    }

    /** A build from its start to its end. One that cannot be started now proves nothing, and takes nothing back. */
    private BuildResult build(String project, Rollback rollback, Instant deadline) {
        String id = start(project, rollback, deadline);
        return rollback.omittedIfFails(() -> runner.follow(id, deadline));
    }

    private String start(String project, Rollback rollback, Instant deadline) {
        boolean told = false;
        while (true) {
            try {
                return runner.start(project);
            } catch (ActionableException e) {
                if (!BuildRunner.isBusy(e)) {
                    return rollback.ifFails(() -> {
                        throw e;
                    });
                }
                if (!told) {
                    log.warn(e.problem() + " It is tried again until there is room.");
                    told = true;
                }
                rollback.omittedIfFails(() -> awaitRoom(project, deadline));
            }
        }
    }

    private String awaitRoom(String project, Instant deadline) {
        polling.await(
                deadline,
                "The start of a build of " + project,
                "Start it when other builds have ended: aws codebuild start-build --project-name " + project
                        + ". Or give it longer with -Derlang-codebuild.timeout=… (minutes).");
        return project;
    }

    private Instant pause(Instant deadline) {
        Instant until = polling.now().plus(FOR_IAM);
        while (polling.now().isBefore(until)) {
            polling.await(
                    deadline,
                    "The second build",
                    "Start it by hand, or give it longer with -Derlang-codebuild.timeout=… (minutes).");
        }
        return until;
    }

    private static boolean changedRights(RolloutResult rolledOut) {
        return rolledOut.target().resources().stream().anyMatch(ResourceChange::changesRights);
    }

    /** As CodeBuild says it in the context of the phase PROVISIONING, with what ECR said to it. */
    private static boolean isDeniedPull(BuildResult result) {
        return result.failure()
                .filter(failure -> failure.problem().contains("BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE")
                        && failure.problem().contains("not authorized"))
                .isPresent();
    }

    /** The failure of a build, with what the role lacks where that is why. */
    private ActionableException failure(BuildResult result, ActionableException failure, String image) {
        Optional<PullRights> rights = isDeniedPull(result) ? PullRights.of(image) : Optional.empty();
        return rights.map(needed -> new ActionableException(
                        failure.problem(),
                        needed.remedy(role(result.build().project())) + "\n" + failure.remedy(),
                        failure))
                .orElse(failure);
    }

    private Optional<String> role(String project) {
        try {
            return new CodeBuildProjects(aws).require(project).serviceRole();
        } catch (ActionableException e) {
            return Optional.empty(); // it completes a remedy, and must not replace the failure
        }
    }

    private static List<String> projects(RolloutResult rolledOut, TestBuildRequest request) {
        if (rolledOut.projects().isEmpty()) {
            throw new ActionableException(
                    "No CodeBuild project uses " + rolledOut.image() + " now, so none can prove it.",
                    "Check what the image of the project comes from, or leave out -Derlang-codebuild.testBuild.");
        }
        List<String> unknown = new ArrayList<>(request.projects());
        unknown.removeAll(rolledOut.projects());
        if (!unknown.isEmpty()) {
            throw new ActionableException(
                    "testProjects has " + String.join(", ", unknown) + ", which this rollout did not reach. It reached "
                            + String.join(", ", rolledOut.projects()) + ".",
                    "Name some of those, or leave it out to build all of them.");
        }
        return request.projects().isEmpty() ? rolledOut.projects() : request.projects();
    }

    /** Whatever came of a build on another image says nothing of this one, so the image comes first. */
    private EndedBuild requireSuccess(BuildResult result, String image) {
        EndedBuild build = result.build();
        if (!CuratedImages.isSame(build.image(), image)) {
            throw new ActionableException(
                    "The build " + build.id() + " ran on " + build.image() + ", and not on " + image
                            + ", so it proves nothing.",
                    "Somebody else may have changed the project " + build.project() + " at the same time: look at the"
                            + " image that it has now, and run it again when nobody does.");
        }
        result.failure().ifPresent(failure -> {
            throw failure(result, failure, image);
        });
        return build;
    }

    private TestBuildResult compared(EndedBuild test, RolloutResult rolledOut, TestBuildRequest request) {
        List<EndedBuild> compared = new ArrayList<>();
        List<EndedBuild> all = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Optional<String> previous = previousImage(rolledOut, test.project());
        try {
            all.addAll(
                    new BuildHistory(aws).last(test.project(), request.builds()).ended());
            Optional<EndedBuild> last = all.stream()
                    .filter(build -> build.outcome() == Outcome.SUCCEEDED)
                    .filter(build -> previous.isPresent()
                            ? build.image().equals(previous.get())
                            : !build.image().equals(test.image()))
                    .findFirst();
            last.ifPresent(compared::add);
            notes.add(last.map(build -> "Beside the test build " + test.id()
                            + " stands the last one that succeeded on " + build.image() + ": " + build.id() + ", of "
                            + build.started() + ".")
                    .orElseGet(() -> "Among the last " + request.builds() + " builds none has succeeded on "
                            + previous.orElse("another image") + ": there is nothing to compare the test build with."));
        } catch (ActionableException e) {
            notes.add("The test build has nothing to be compared with. " + e.problem() + " " + e.remedy());
        }
        compared.add(test);
        all.removeIf(
                build -> build.image().equals(test.image())); // what the tag named before says nothing of this build
        all.add(test);
        Provisioning provisioning = report(test, all, request).provisioning();
        return new TestBuildResult(
                report(test, compared, request),
                notes,
                provisioning,
                new ProvisioningAdvisor(aws, log::warn).advise(provisioning));
    }

    private static ProjectReport report(EndedBuild test, List<EndedBuild> builds, TestBuildRequest request) {
        return ProjectReport.of(test.project(), Optional.of(test.image()), builds, 0, request.prices());
    }

    /** The image that a project had; empty when the rollout found it on this image already. */
    private static Optional<String> previousImage(RolloutResult rolledOut, String project) {
        return rolledOut.changes().stream()
                .filter(change -> !change.from().equals(change.to()))
                .filter(change -> change.isOfStack() || change.name().equals(project))
                .map(ImageChange::from)
                .findFirst();
    }
}
