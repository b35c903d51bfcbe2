package io.github.erlangcodebuild.toolchain;

import io.github.erlangcodebuild.ActionableException;

/**
 * Words the refusals of one layer.
 *
 * @param location the layer's, for messages
 */
record Refusals(String location) {

    private static final int SHOWN = 200;
    private static final String REMEDY = "Pack the bundle again with erlang-toolchain/pack-toolchain.sh or run the"
            + " bootstrap again; if it was copied from elsewhere, fetch it again.";

    ActionableException layer(String problem) {
        return new ActionableException(subject() + problem + ".", REMEDY);
    }

    ActionableException layer(String problem, Exception cause) {
        return new ActionableException(subject() + problem + ".", REMEDY, cause);
    }

    ActionableException entry(String name, String problem) {
        return layer("has the entry '" + shown(name) + "', which " + problem);
    }

    /** Without control characters, which a console might obey, and not endless. */
    static String shown(String name) {
        String safe = name.replaceAll("\\p{Cntrl}", "\uFFFD");
        return safe.length() <= SHOWN ? safe : safe.substring(0, SHOWN) + "…";
    }

    private String subject() {
        return "The toolchain layer " + location + " ";
    }
}
