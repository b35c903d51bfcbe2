package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Pacer;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import java.time.Duration;
import java.util.List;

/**
 * Points a CloudFormation stack, or CodeBuild projects, at an image: {@link #plan} looks at all that is there and changes
 * nothing, {@link #apply} does it and waits, {@link #undo} takes it back.
 */
public final class Rollout {

    private final Aws aws;
    private final RolloutLog log;
    private final Pacer pacer;

    public Rollout(Aws aws, RolloutLog log) {
        this(aws, log, Pacer.every(Duration.ofSeconds(3)));
    }

    Rollout(Aws aws, RolloutLog log, Pacer pacer) {
        this.aws = aws;
        this.log = log;
        this.pacer = pacer;
    }

    /**
     * Looks for the image, and at what is to use it. A plan is either applied or discarded.
     *
     * @throws ActionableException when the image is not there, when what is to use it is not there or cannot be changed, or
     *     when the test builds that are to follow cannot be started
     */
    public RolloutPlan plan(RolloutRequest request) {
        RolloutImage image = RolloutImage.find(aws, request.image(), request.pin());
        log.image(image.name(), image.digest());
        new ForeignImageCheck(aws, log).warn(image.name());
        RolloutTarget target = target(request, image);
        new LifecycleCheck(aws, log, pacer).warn(image, target.changes());
        RolloutPlan plan = new RolloutPlan(request, image, target);
        TestBuildCheck.requireStartable(plan);
        return plan;
    }

    private RolloutTarget target(RolloutRequest request, RolloutImage image) {
        if (request.stack().isPresent()) {
            return StackTarget.plan(aws, request.stack().get(), image, log, pacer);
        }
        return ProjectsTarget.plan(aws, request.projects(), image, log);
    }

    /** Leaves everything as it is. */
    public void discard(RolloutPlan plan) {
        plan.target().discard();
    }

    /**
     * Does what was planned, and waits until it is done. What has the image already is left alone.
     *
     * @throws ActionableException when it failed; everything is as it was before then, unless the message says otherwise
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
     * Has everything that was changed use the previous image, and waits until that is done. What somebody gave another image
     * since keeps that.
     *
     * @return what went back
     * @throws ActionableException when that failed
     */
    public List<ImageChange> undo(RolloutResult rolledOut) {
        if (!rolledOut.changed()) {
            return List.of();
        }
        log.undoing();
        return rolledOut.target().undo();
    }
}
