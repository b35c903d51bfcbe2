package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import java.util.List;

/**
 * What a rollout updates: a parameter of a stack, or projects. It is read when it is made; only {@link #apply} and {@link #undo}
 * change anything. Each of its methods throws an {@link io.github.erlangcodebuild.ActionableException} when it fails.
 */
interface RolloutTarget {

    /** The change of each part, also of parts that have the new image already. */
    List<ImageChange> changes();

    /** What CloudFormation would do to the resources of the stack; empty for projects. */
    List<ResourceChange> resources();

    /** The names of the CodeBuild projects that change their image; after {@link #apply}, of those that use the new one. */
    List<String> projects();

    /** All CodeBuild projects that may get the new image, as they were when they were read. */
    List<CodeBuildProject> reachable();

    /** Sets the new image, and waits until that is done. When it fails, everything has the previous image again. */
    void apply();

    /** Removes what was prepared for the change, such as a change set. */
    void discard();

    /**
     * Sets the previous image again, and waits until that is done. A part that somebody gave another image since keeps it.
     *
     * @return the changes that were taken back
     */
    List<ImageChange> undo();
}
