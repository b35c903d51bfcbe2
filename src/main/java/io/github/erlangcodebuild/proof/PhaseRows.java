package io.github.erlangcodebuild.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which phases have a row in a table.
 *
 * @param shown those that took a second or more on any of the images
 * @param zero those that took no time on all of them, and are named in one line
 */
record PhaseRows(List<String> shown, List<String> zero) {

    PhaseRows {
        shown = List.copyOf(shown);
        zero = List.copyOf(zero);
    }

    static PhaseRows of(List<ImageFigures> images) {
        Set<String> seen = new TreeSet<>();
        images.forEach(image -> seen.addAll(image.phases().keySet()));
        List<String> shown = new ArrayList<>();
        List<String> zero = new ArrayList<>();
        for (String phase : Phases.rows(seen)) {
            if (images.stream().anyMatch(image -> Words.whole(image.phases().getOrDefault(phase, 0.0)) > 0)) {
                shown.add(phase);
            } else if (seen.contains(phase)) {
                zero.add(phase);
            }
        }
        return new PhaseRows(shown, zero);
    }
}
