package io.github.erlangcodebuild.proof;

import java.util.List;
import java.util.OptionalDouble;

/** The middle of some figures: one build that was held up does not move it. */
final class Median {

    private Median() {}

    /** The middle one, or the mean of the two in the middle; empty of none. */
    static OptionalDouble of(List<Double> figures) {
        if (figures.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }
}
