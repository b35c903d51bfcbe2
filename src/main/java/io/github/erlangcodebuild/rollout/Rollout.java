package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import java.time.Duration;
import java.util.List;

/**
 * Updates a CloudFormation stack, or CodeBuild projects, to use an image. {@link #plan} reads everything and changes nothing,
 * {@link #apply} makes the changes and waits for them, {@link #undo} takes them back.
 */
public final class Rollout {

    private final Aws aws;
    private final RolloutLog log;
    private final Polling polling;

    public Rollout(Aws aws, RolloutLog log) {
        this(aws, log, Polling.every(Duration.ofSeconds(3)));
    }

    Rollout(Aws aws, RolloutLog log, Polling polling) {
        this.aws = aws;
        this.log = log;
        this.polling = polling;
    }

    /**
     * Plans a rollout: finds the image, reads the stack or the projects, and checks that the test builds can be started. Every
     * plan has to be applied or discarded.
     *
     * @throws ActionableException when the image, the stack or a project does not exist, when the stack cannot be changed, when
     *     a project cannot run the image, or when a test build cannot be started
     */
    public RolloutPlan plan(RolloutRequest request) {
        RolloutImage image = RolloutImage.find(aws, request.image(), request.pin());
        log.image(image.name(), image.digest());
        new ForeignImageCheck(aws, log).warn(image.name());
        RolloutTarget target = target(request, image);
        new LifecycleCheck(aws, log, polling).warn(image, target.changes());
        checkRoles(image, target);
        RolloutPlan plan = new RolloutPlan(request, image, target);
        TestBuildCheck.requireStartable(plan);
        return plan;
    }

    /** Roles whose rights the rollout itself changes are as they will be only after it. */
    private void checkRoles(RolloutImage image, RolloutTarget target) {
        if (target.changes().stream().anyMatch(ImageChange::isNeeded)
                && target.resources().stream().noneMatch(ResourceChange::changesRights)) {
            List<CodeBuildProject> projects = target.reachable().stream()
                    .filter(project -> target.projects().contains(project.name()))
                    .toList();
            PullRights.of(image.name()).ifPresent(rights -> rights.check(aws, projects, log));
        }
    }

    private RolloutTarget target(RolloutRequest request, RolloutImage image) {
        if (request.stack().isPresent()) {
            return StackTarget.plan(aws, request.stack().get(), image, log, polling);
        }
        return ProjectsTarget.plan(aws, request.projects(), image, log);
    }

    /** Drops a plan, and removes what was prepared for it. */
    public void discard(RolloutPlan plan) {
        plan.target().discard();
    }

    /**
     * Makes the planned changes, and waits until they are done. What has the new image already is not changed.
     *
     * @throws ActionableException when the stack would lose or replace resources and the request does not allow it; or when a
     *     change failed: everything has the previous image again, unless the message says otherwise
     */
    public RolloutResult apply(RolloutPlan plan) {
        requireHarmless(plan);
        plan.target().apply();
        return new RolloutResult(plan.image(), plan.target(), aws.settings());
    }

    private static void requireHarmless(RolloutPlan plan) {
        List<String> destroyed = plan.resources().stream()
                .filter(ResourceChange::destroys)
                .map(change -> change.resource() + " (" + change.type() + ")")
                .toList();
        if (!destroyed.isEmpty() && !plan.request().allowReplacement()) {
            plan.target().discard();
            throw new ActionableException(
                    "To change its parameter, CloudFormation would remove or replace resources of the stack: "
                            + String.join(", ", destroyed) + ".",
                    "Nothing has been changed. If that is what you want, run it again with"
                            + " -Derlang-codebuild.allowReplacement=true.");
        }
    }

    /**
     * Takes a rollout back: sets the previous image wherever it was changed, and waits until that is done. What somebody gave
     * another image since keeps that image.
     *
     * @return the changes that were taken back
     * @throws ActionableException when one of them could not be taken back; all were tried
     */
    public List<ImageChange> undo(RolloutResult rolledOut) {
        if (!rolledOut.changed()) {
            return List.of();
        }
        log.undoing();
        return rolledOut.target().undo();
    }
}
