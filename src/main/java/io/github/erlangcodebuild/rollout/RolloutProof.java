package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsFailures;
import io.github.erlangcodebuild.aws.Pacer;
import io.github.erlangcodebuild.aws.codebuild.BuildHistory;
import io.github.erlangcodebuild.aws.codebuild.BuildLog;
import io.github.erlangcodebuild.aws.codebuild.BuildResult;
import io.github.erlangcodebuild.aws.codebuild.BuildRunner;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.codebuild.ProjectImage;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.proof.EndedBuild;
import io.github.erlangcodebuild.proof.Outcome;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.proof.Provisioning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Proves a rollout with a build of each project, one after another. When one fails, or cannot be started, everything goes back
 * to the image of before. When nobody knows how one ends, because it takes too long or cannot be looked at, the rollout stands.
 */
public final class RolloutProof {

    private final Aws aws;
    private final Rollout rollout;
    private final BuildLog log;
    private final Pacer pacer;

    public RolloutProof(Aws aws, Rollout rollout, BuildLog log) {
        this(aws, rollout, log, Pacer.every(Duration.ofSeconds(3)));
    }

    RolloutProof(Aws aws, Rollout rollout, BuildLog log, Pacer pacer) {
        this.aws = aws;
        this.rollout = rollout;
        this.log = log;
        this.pacer = pacer;
    }

    /**
     * What is asked for.
     *
     * @param projects which of the rollout's projects are built; empty for all of them
     * @param timeout how long all builds together may take
     * @param builds how many builds of a project are looked through for the last one on the image of before
     */
    public record Wish(List<String> projects, Duration timeout, int builds, Prices prices) {

        public Wish {
            projects = List.copyOf(projects);
        }
    }

    /**
     * A build that succeeded, beside the last one that did on the image of before.
     *
     * @param beside the two of them, or the one where there was none before
     * @param provisioning what PROVISIONING says of the test build, beside all builds that were looked at
     * @param notes what should be known of the comparison, in whole sentences
     */
    public record Proven(ProjectReport beside, Provisioning provisioning, List<String> notes) {

        public Proven {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Looks, before anything changes, whether the builds that are wished for can be started. Where not, the plan is discarded.
     *
     * @throws ActionableException when they cannot
     */
    public void requirePossible(RolloutPlan plan, Wish wish) {
        try {
            requirePossible(plan.target(), wish);
        } catch (ActionableException e) {
            rollout.discard(plan);
            throw e;
        }
    }

    private static void requirePossible(RolloutTarget target, Wish wish) {
        List<String> reachable =
                target.reachable().stream().map(CodeBuildProject::name).toList();
        if (reachable.isEmpty()) {
            throw new ActionableException(
                    "There is no CodeBuild project in what is rolled out to, so none can prove it. Nothing has been changed.",
                    "Name the stack that holds the project, or leave out -Derlang-codebuild.testBuild.");
        }
        List<String> unknown = new ArrayList<>(wish.projects());
        unknown.removeAll(reachable);
        if (!unknown.isEmpty()) {
            throw new ActionableException(
                    "testProjects has " + String.join(", ", unknown)
                            + ", which this rollout does not reach. It reaches " + String.join(", ", reachable)
                            + ". Nothing has been changed.",
                    "Name some of those, or leave it out to build all of them.");
        }
        List<String> built = wish.projects().isEmpty() ? target.projects() : wish.projects();
        List<String> ofPipelines = target.reachable().stream()
                .filter(project -> built.contains(project.name()))
                .filter(CodeBuildProject::pipelineSource)
                .map(CodeBuildProject::name)
                .toList();
        if (!ofPipelines.isEmpty()) {
            throw new ActionableException(
                    "A build of " + String.join(", ", ofPipelines)
                            + " can only be started by its pipeline: its source is"
                            + " CodePipeline. Nothing has been changed.",
                    "Leave out -Derlang-codebuild.testBuild, start the pipeline after the rollout, and look at"
                            + " -Derlang-codebuild.report=true; or name other projects with -Derlang-codebuild.testProjects=….");
        }
    }

    /**
     * Builds.
     *
     * @param each told of each project's build as soon as it has succeeded: what one has proven stands, whatever becomes of the
     *     next
     * @throws ActionableException when a build failed; the message says what became of the rollout
     */
    public void prove(RolledOut rolledOut, Wish wish, Consumer<Proven> each) {
        BuildRunner runner = new BuildRunner(aws, log, pacer);
        Instant deadline = pacer.now().plus(wish.timeout());
        for (String project : projects(rolledOut, wish)) {
            each.accept(compared(build(runner, project, rolledOut, deadline), rolledOut, wish));
        }
    }

    private List<String> projects(RolledOut rolledOut, Wish wish) {
        List<String> unknown = new ArrayList<>(wish.projects());
        unknown.removeAll(rolledOut.projects());
        if (!unknown.isEmpty() || rolledOut.projects().isEmpty()) {
            throw takenBack(
                    rolledOut,
                    new ActionableException(
                            rolledOut.projects().isEmpty()
                                    ? "No CodeBuild project uses " + rolledOut.image() + " now, so none can prove it."
                                    : "testProjects has " + String.join(", ", unknown)
                                            + ", which this rollout did not reach. It reached "
                                            + String.join(", ", rolledOut.projects()) + ".",
                            rolledOut.projects().isEmpty()
                                    ? "Check what the image of the project comes from, or leave out"
                                            + " -Derlang-codebuild.testBuild."
                                    : "Name some of those, or leave it out to build all of them."));
        }
        return wish.projects().isEmpty() ? rolledOut.projects() : wish.projects();
    }

    private EndedBuild build(BuildRunner runner, String project, RolledOut rolledOut, Instant deadline) {
        String id;
        try {
            id = runner.start(project);
        } catch (ActionableException e) {
            throw takenBack(rolledOut, e);
        }
        BuildResult ended;
        try {
            ended = runner.follow(id, deadline);
        } catch (ActionableException e) {
            throw new ActionableException(e.problem(), e.remedy() + standing(rolledOut), e);
        }
        requireOnTheImage(ended.build(), project, rolledOut);
        ended.failure().ifPresent(failure -> {
            throw takenBack(rolledOut, failure);
        });
        return ended.build();
    }

    /** Whatever came of a build on another image says nothing of this one. */
    private void requireOnTheImage(EndedBuild build, String project, RolledOut rolledOut) {
        if (!CuratedImages.isSame(build.image(), rolledOut.image())) {
            throw takenBack(
                    rolledOut,
                    new ActionableException(
                            "The build " + build.id() + " ran on " + build.image() + ", and not on " + rolledOut.image()
                                    + ", so it proves nothing.",
                            "Somebody else may have changed the project " + project + " at the same time: look at the"
                                    + " image that it has now, and run it again when nobody does."));
        }
    }

    // --- what it is compared with ---

    private Proven compared(EndedBuild test, RolledOut rolledOut, Wish wish) {
        List<EndedBuild> beside = new ArrayList<>();
        List<EndedBuild> all = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Optional<String> before = before(rolledOut, test.project());
        try {
            all.addAll(new BuildHistory(aws).last(test.project(), wish.builds()).ended());
            Optional<EndedBuild> last = all.stream()
                    .filter(each -> each.outcome() == Outcome.SUCCEEDED)
                    .filter(each -> before.isPresent()
                            ? each.image().equals(before.get())
                            : !each.image().equals(test.image()))
                    .findFirst();
            last.ifPresent(beside::add);
            notes.add(last.map(each -> "Beside the test build " + test.id() + " stands the last one that succeeded on "
                            + each.image() + ": " + each.id() + ", of " + each.started() + ".")
                    .orElseGet(() -> "Among the last " + wish.builds() + " builds none has succeeded on "
                            + before.orElse("another image") + ": there is nothing to compare the test build with."));
        } catch (ActionableException e) {
            notes.add("The test build has nothing to be compared with. " + e.problem() + " " + e.remedy());
        }
        beside.add(test);
        all.removeIf(each -> each.image().equals(test.image())); // what the tag named before says nothing of this build
        all.add(test);
        return new Proven(report(test, beside, wish), report(test, all, wish).provisioning(), notes);
    }

    private static ProjectReport report(EndedBuild test, List<EndedBuild> builds, Wish wish) {
        return ProjectReport.of(test.project(), Optional.of(test.image()), builds, 0, wish.prices());
    }

    /** The image that a project had; empty when the rollout found it on this image already. */
    private static Optional<String> before(RolledOut rolledOut, String project) {
        return rolledOut.changes().stream()
                .filter(change -> !change.from().equals(change.to()))
                .filter(change -> change.isOfStack() || change.name().equals(project))
                .map(ImageChange::from)
                .findFirst();
    }

    // --- when it failed ---

    private ActionableException takenBack(RolledOut rolledOut, ActionableException failure) {
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
            ActionableException both = new ActionableException(
                    failure.problem() + "\nGoing back to the image of before failed, too: " + e.problem() + "\n"
                            + state(rolledOut),
                    failure.remedy() + "\n" + e.remedy() + "\nThen go back with\n" + goingBack(rolledOut),
                    failure);
            both.addSuppressed(e);
            return both;
        }
        return new ActionableException(
                failure.problem() + "\nSo the rollout was taken back: "
                        + changed(rolledOut)
                                .map(change -> "the " + change.subject()
                                        + (wentBack.contains(change)
                                                ? " has " + change.from() + " again"
                                                : " was left as somebody has changed it since"))
                                .collect(Collectors.joining(", "))
                        + ".",
                failure.remedy(),
                failure);
    }

    private static String standing(RolledOut rolledOut) {
        return rolledOut.changed()
                ? "\nThe rollout stands until then. If the build fails, go back with\n" + goingBack(rolledOut)
                : "";
    }

    /** What there is now: nobody else can say how far the way back went. */
    private String state(RolledOut rolledOut) {
        List<String> lines = new ArrayList<>();
        lines.add("This is how it is now:");
        changed(rolledOut)
                .filter(ImageChange::isOfStack)
                .forEach(change -> lines.add("  the stack " + change.name() + " is " + status(change.name())));
        for (String project : rolledOut.projects()) {
            lines.add("  the project " + project + " has " + image(project));
        }
        return String.join("\n", lines);
    }

    private String status(String stack) {
        try {
            return aws.cloudFormation().describeStacks(request -> request.stackName(stack)).stacks().stream()
                    .map(each -> each.stackStatusAsString()
                            + (each.stackStatusReason() == null ? "" : " (" + each.stackStatusReason() + ")"))
                    .findFirst()
                    .orElse("gone");
        } catch (SdkException e) {
            return "in a state that cannot be looked at (" + AwsFailures.root(e) + ")";
        }
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

    private static String goingBack(RolledOut rolledOut) {
        return rolledOut.wayBack().stream().map(command -> "  " + command).collect(Collectors.joining("\n"));
    }

    private static Stream<ImageChange> changed(RolledOut rolledOut) {
        return rolledOut.changes().stream().filter(ImageChange::isNeeded);
    }
}
