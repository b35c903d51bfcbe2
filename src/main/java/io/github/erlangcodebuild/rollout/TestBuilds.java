package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.codebuild.BuildHistory;
import io.github.erlangcodebuild.aws.codebuild.BuildResult;
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

    private final Aws aws;
    private final Rollout rollout;
    private final TestBuildLog log;
    private final Polling polling;

    public TestBuilds(Aws aws, Rollout rollout, TestBuildLog log) {
        this(aws, rollout, log, Polling.every(Duration.ofSeconds(3)));
    }

    TestBuilds(Aws aws, Rollout rollout, TestBuildLog log, Polling polling) {
        this.aws = aws;
        this.rollout = rollout;
        this.log = log;
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
        TestBuildRun run = new TestBuildRun(aws, log, polling, rolledOut, rollback, deadline);
        for (String project : rollback.ifFails(() -> projects(rolledOut, request))) {
            BuildResult result = run.of(project);
            EndedBuild build = rollback.ifFails(() -> requireSuccess(result, run, rolledOut.image()));
            log.succeeded(compared(build, rolledOut, request));
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
    private static EndedBuild requireSuccess(BuildResult result, TestBuildRun run, String image) {
        EndedBuild build = result.build();
        if (!CuratedImages.isSame(build.image(), image)) {
            throw new ActionableException(
                    "The build " + build.id() + " ran on " + build.image() + ", and not on " + image
                            + ", so it proves nothing.",
                    "Somebody else may have changed the project " + build.project() + " at the same time: look at the"
                            + " image that it has now, and run it again when nobody does.");
        }
        result.failure().ifPresent(failure -> {
            throw run.explained(result, failure);
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
