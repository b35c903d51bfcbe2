package io.github.erlangcodebuild.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * Round values along an axis of seconds, from 0 on.
 *
 * @param step seconds from one to the next
 * @param values the first is 0, the last at or below the longest duration
 */
record Ticks(double step, List<Double> values) {

    private static final double[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200
    };
    private static final int MOST = 5;

    /** For durations up to this one, in seconds. */
    static Ticks upTo(double longest) {
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && longest / STEPS[i] <= MOST; i--) {
            step = STEPS[i];
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i * step <= longest; i++) {
            values.add(i * step);
        }
        return new Ticks(step, List.copyOf(values));
    }

    /** {@code 30 s}, {@code 2 min} */
    static String label(double seconds) {
        return seconds >= 60 && seconds % 60 == 0
                ? Words.seconds(seconds / 60) + " min"
                : Words.seconds(seconds) + " s";
    }
}
