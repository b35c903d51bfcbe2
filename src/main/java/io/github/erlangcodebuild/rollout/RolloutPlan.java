package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.image.Digest;
import java.util.List;
import java.util.Optional;

/** What a rollout would change. Nothing has been changed yet. */
public final class RolloutPlan {

    private final RolloutRequest request;
    private final RolloutImage image;
    private final RolloutTarget target;

    RolloutPlan(RolloutRequest request, RolloutImage image, RolloutTarget target) {
        this.request = request;
        this.image = image;
        this.target = target;
    }

    /** The image, as CodeBuild is given it. */
    public String image() {
        return image.name();
    }

    /** What the image is; empty where that cannot be known. */
    public Optional<Digest> digest() {
        return image.digest();
    }

    /** From which image to which each stack or project goes, also those that have the image already. */
    public List<ImageChange> changes() {
        return target.changes();
    }

    /** What CloudFormation would do to which resource; empty where it has no part in it. */
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
