package io.github.erlangcodebuild.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each build took, by the time when it was started.
 *
 * @param dots the builds that succeeded, those on the image in use last
 * @param failures the others: how long those took says nothing, so they have a place in time only
 * @param medians a line for each image that has a shape of its own
 * @param time the axis of time, from the first of these builds to the last
 * @param longest seconds of the longest build that succeeded
 * @param undated how many builds CodeBuild knows no start of; they are left out
 */
record Trend(List<Dot> dots, List<Dot> failures, List<MedianLine> medians, TimeAxis time, double longest, int undated) {

    /**
     * A build.
     *
     * @param at its place in time, from 0 to 1
     */
    record Dot(double at, Mark mark, EndedBuild build) {}

    /**
     * The median of an image, from its first build that succeeded to its last.
     *
     * @param from where the first is in time, from 0 to 1
     * @param to where the last is
     */
    record MedianLine(double from, double to, Mark mark, ImageFigures image) {

        double seconds() {
            return image.total().orElseThrow();
        }
    }

    /** Empty where no build succeeded. */
    static Optional<Trend> of(ProjectReport report) {
        List<EndedBuild> dated = report.history().stream()
                .filter(build -> !build.started().equals(Instant.EPOCH))
                .toList();
        if (dated.stream().noneMatch(build -> build.outcome() == Outcome.SUCCEEDED)) {
            return Optional.empty();
        }
        Map<String, Mark> marks = Mark.of(report);
        TimeAxis time =
                new TimeAxis(dated.get(0).started(), dated.get(dated.size() - 1).started());
        List<Dot> dots = new ArrayList<>();
        List<Dot> failures = new ArrayList<>();
        for (EndedBuild build : dated) {
            Dot dot = new Dot(time.at(build.started()), marks.getOrDefault(build.image(), Mark.OLDER), build);
            (build.outcome() == Outcome.SUCCEEDED ? dots : failures).add(dot);
        }
        List<MedianLine> medians = new ArrayList<>();
        for (ImageFigures image : report.images()) {
            double[] places = dots.stream()
                    .filter(dot -> dot.build().image().equals(image.image()))
                    .mapToDouble(Dot::at)
                    .toArray();
            Mark mark = marks.get(image.image());
            if (places.length > 0 && mark != null) {
                medians.add(new MedianLine(places[0], places[places.length - 1], mark, image));
            }
        }
        double longest = dots.stream()
                .mapToDouble(dot -> (double) dot.build().totalSeconds())
                .max()
                .orElse(0);
        dots.sort(Comparator.comparing(Dot::mark).reversed());
        return Optional.of(new Trend(
                List.copyOf(dots),
                List.copyOf(failures),
                List.copyOf(medians),
                time,
                Math.max(1, longest),
                report.history().size() - dated.size()));
    }

    /** How many of those that did not succeed ended so. */
    long count(Outcome outcome) {
        return failures.stream().filter(dot -> dot.build().outcome() == outcome).count();
    }
}
