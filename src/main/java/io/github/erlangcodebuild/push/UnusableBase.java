package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.image.ImageReference;

/** The failure for a base image whose manifests or config are not what they should be. */
final class UnusableBase {

    /** What is quoted of it at the most, in characters; a digest has 71. */
    private static final int SHOWN = 200;

    private UnusableBase() {}

    /** @param why what is wrong with it, without a full stop */
    static ActionableException because(ImageReference reference, String why) {
        return new ActionableException(
                "The base image " + reference + " cannot be used: " + why + ".",
                "Use another base image, or have this one built again.");
    }

    /** What a manifest says may have no end. */
    static String shown(String text) {
        return ForeignText.line(text, SHOWN);
    }
}
