package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;

/**
 * Words the refusals of one layer.
 *
 * @param location the layer's, for messages
 */
record Refusals(String location) {

    private static final int SHOWN = 200;
    private static final String DAMAGED = "is damaged, or belongs to another descriptor than the one beside it: it ";
    private static final String FETCH_AGAIN =
            "Download or copy the bundle again, its .json and its .tar.gz. If that does"
                    + " not help, make it anew: run the bootstrap with -Derlang-codebuild.force=true, or"
                    + " erlang-toolchain/build-toolchain.sh.";
    private static final String REMEDY = "Pack the bundle again with erlang-toolchain/pack-toolchain.sh or run the"
            + " bootstrap again; if it was copied from elsewhere, fetch it again.";

    /** The bytes are not those that the descriptor is about. */
    ActionableException damaged(String problem) {
        return new ActionableException(subject() + DAMAGED + problem + ".", FETCH_AGAIN);
    }

    ActionableException damaged(String problem, Exception cause) {
        return new ActionableException(subject() + DAMAGED + problem + ".", FETCH_AGAIN, cause);
    }

    ActionableException layer(String problem) {
        return new ActionableException(subject() + problem + ".", REMEDY);
    }

    ActionableException entry(String name, String problem) {
        return layer("has the entry '" + shown(name) + "', which " + problem);
    }

    /** Without control characters, which a console might obey, and not endless. */
    static String shown(String name) {
        return ForeignText.line(name, SHOWN);
    }

    private String subject() {
        return "The toolchain layer " + location + " ";
    }
}
