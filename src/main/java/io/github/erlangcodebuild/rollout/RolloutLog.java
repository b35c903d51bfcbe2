package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.aws.cloudformation.StackLog;
import io.github.erlangcodebuild.image.Digest;
import java.util.Optional;

/** The events of a rollout. */
public interface RolloutLog extends StackLog {

    /**
     * The image was found, or is taken as it is.
     *
     * @param image the name that CodeBuild is given
     * @param digest its digest; empty when it is not known
     */
    void image(String image, Optional<Digest> digest);

    /** A project has been changed. */
    void updated(ImageChange change);

    /** The changes are about to be taken back. */
    void undoing();

    /**
     * Something could not be checked.
     *
     * @param what and why, as a sentence goes on from "Not checked: "
     */
    void notChecked(String what);

    /** A warning, in whole sentences. */
    void warn(String text);
}
