package io.github.erlangcodebuild.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The shape that stands for an image wherever it is on a page, so that no colour is needed to tell images apart. */
enum Mark {
    /** The image in use; where that is not known, the one used last. */
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    WEDGE,
    HOUSE,
    /** All images that have no shape of their own. */
    OLDER;

    /** How many images are shown one by one: more columns fit no screen. */
    static final int MOST = 6;

    /**
     * A shape for each image that is shown by itself: the one in use, the one that it is compared with first, and then those
     * that were used last.
     *
     * @return by image, in the order of the report
     */
    static Map<String, Mark> of(ProjectReport report) {
        List<String> newest = new ArrayList<>();
        report.images().forEach(image -> newest.add(0, image.image()));
        Optional<String> after = report.imageInUse().or(() -> newest.stream().findFirst());
        Optional<String> before = report.comparisons().stream().findFirst().map(first -> first.before()
                .image());
        newest.sort(Comparator.comparingInt(
                image -> after.equals(Optional.of(image)) ? 0 : before.equals(Optional.of(image)) ? 1 : 2));
        // without a build on the image in use, the circle stays free
        boolean circle = after.filter(newest::contains).isPresent();
        List<String> shown = newest.subList(0, Math.min(circle ? MOST : MOST - 1, newest.size()));
        Map<String, Mark> marks = new LinkedHashMap<>();
        report.images().forEach(image -> {
            int place = shown.indexOf(image.image());
            if (place >= 0) {
                marks.put(image.image(), values()[circle ? place : place + 1]);
            }
        });
        return marks;
    }

    /** The name of the shape in {@code report.svg}. */
    String id() {
        return "mark-" + name().toLowerCase(Locale.ROOT);
    }

    /** The name of the same shape where many stand beside each other. */
    String smallId() {
        return "small-" + name().toLowerCase(Locale.ROOT);
    }

    /** A picture of it, for a line of text. */
    String html() {
        return "<svg class=\"mark\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\"><use href=\"#" + id() + "\"/></svg>";
    }
}
