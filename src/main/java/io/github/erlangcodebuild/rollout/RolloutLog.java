package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.cloudformation.StackLog;
import io.github.erlangcodebuild.image.Digest;
import java.util.Optional;

/** What happens during a rollout, told to whoever shows it. */
public interface RolloutLog extends StackLog {

    /**
     * The image that is rolled out.
     *
     * @param image as CodeBuild is given it
     * @param digest what it is; empty where that cannot be known
     */
    void image(String image, Optional<Digest> digest);

    /** A project has been changed; what it is and was. */
    void updated(ImageChange change);

    /** What was changed goes back to how it was. */
    void undoing();

    /** What could not be looked at, and why: {@code the lifecycle policy of …: access denied}. */
    void notChecked(String what);

    /** Something that the user should know, in whole sentences. */
    void warn(String text);
}
