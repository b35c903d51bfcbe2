package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import java.util.List;

/** What a rollout points at an image: looked at when it was made, changed by {@link #apply}. */
interface RolloutTarget {

    /** From which image to which it goes, all parts of it, also those that have the image already. */
    List<ImageChange> changes();

    /** What CloudFormation would do to which resource; empty where it has no part in it. */
    List<ResourceChange> resources();

    /** The names of the CodeBuild projects in it. */
    List<String> projects();

    /** All CodeBuild projects that the new image may come to, as they were when this was looked at. */
    List<CodeBuildProject> reachable();

    /** Has it use the new image, and waits until that is done. When it fails, it is as it was before. */
    void apply();

    /** Leaves it as it is. */
    void discard();

    /**
     * Has it use the previous image, and waits until that is done. What somebody gave another image since stays as it is.
     *
     * @return what went back
     */
    List<ImageChange> undo();
}
