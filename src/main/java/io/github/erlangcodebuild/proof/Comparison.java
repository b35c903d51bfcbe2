package io.github.erlangcodebuild.proof;

/**
 * Two images that builds of one project succeeded on.
 *
 * @param before the older of them
 * @param after the one in use
 */
record Comparison(ImageFigures before, ImageFigures after) {

    /** Less than this is noise from one day to the next. */
    private static final double NOTABLE = 1.05;

    enum Verdict {
        FASTER,
        SLOWER,
        SAME
    }

    /** Seconds before by seconds after: above 1 it became faster. */
    double ratio() {
        // a build of no seconds would be one that CodeBuild did not time
        return Math.max(before.total().orElseThrow(), 1)
                / Math.max(after.total().orElseThrow(), 1);
    }

    Verdict verdict() {
        if (ratio() >= NOTABLE) {
            return Verdict.FASTER;
        }
        return ratio() <= 1 / NOTABLE ? Verdict.SLOWER : Verdict.SAME;
    }

    /** How many times as fast or as slow: never below 1. */
    double times() {
        return Math.max(ratio(), 1 / ratio());
    }

    /** Whether both ran on the same compute, so that the image is what differs. */
    boolean sameCompute() {
        return after.computes().size() == 1 && before.computes().equals(after.computes());
    }
}
