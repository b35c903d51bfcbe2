package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.image.Digest;
import java.util.List;
import java.util.Optional;

/** What a rollout would change. {@link Rollout#apply} makes the changes, {@link Rollout#discard} drops the plan. */
public final class RolloutPlan {

    private final RolloutRequest request;
    private final RolloutImage image;
    private final RolloutTarget target;

    RolloutPlan(RolloutRequest request, RolloutImage image, RolloutTarget target) {
        this.request = request;
        this.image = image;
        this.target = target;
    }

    /** The new image, by the name that CodeBuild would be given. */
    public String image() {
        return image.name();
    }

    /** The digest of the new image; empty when it is not known, as outside of Amazon ECR. */
    public Optional<Digest> digest() {
        return image.digest();
    }

    /** The change of the stack or of each project, also of projects that have the new image already. */
    public List<ImageChange> changes() {
        return target.changes();
    }

    /** What CloudFormation would do to the resources of the stack; empty for projects. */
    public List<ResourceChange> resources() {
        return target.resources();
    }

    /** Whether there is anything to change. */
    public boolean isNeeded() {
        return changes().stream().anyMatch(ImageChange::isNeeded);
    }

    RolloutRequest request() {
        return request;
    }

    RolloutTarget target() {
        return target;
    }
}
