package io.github.erlangcodebuild.proof;

import java.util.Locale;
import java.util.Map;

/**
 * The answer of a project, first on its page.
 *
 * @param kind {@code faster}, {@code slower}, {@code same}, or {@code none} where nothing is compared
 * @param figure {@code 5 min 2 s → 31 s}; empty without a build that succeeded on the image in use
 * @param verdict {@code 9.7 times faster}; empty where nothing is compared
 * @param sentence what was compared, or why nothing was
 */
record Headline(String kind, String figure, String verdict, String sentence) {

    /** @param names of images, by image */
    static Headline of(ProjectReport report, Map<String, String> names) {
        return report.comparisons().stream()
                .findFirst()
                .map(first -> new Headline(
                        first.verdict().name().toLowerCase(Locale.ROOT),
                        change(first),
                        Notes.headline(first),
                        "Median of " + on(first.before(), names) + ", and of " + on(first.after(), names)
                                + (report.imageInUse().isPresent() ? ", which is in use." : ", which was used last.")))
                .orElseGet(() -> uncompared(report, names));
    }

    private static Headline uncompared(ProjectReport report, Map<String, String> names) {
        return report.after()
                .map(image -> new Headline(
                        "none",
                        Words.duration(image.total().orElseThrow()),
                        "",
                        "Median of " + on(image, names) + ". " + Notes.noVerdict(report)))
                .orElseGet(() -> new Headline("none", "", "", Notes.noVerdict(report)));
    }

    /** {@code 5 min 2 s → 31 s} */
    static String change(Comparison comparison) {
        return Words.duration(comparison.before().total().orElseThrow()) + " → "
                + Words.duration(comparison.after().total().orElseThrow());
    }

    private static String on(ImageFigures image, Map<String, String> names) {
        return Words.count(image.succeeded(), "build") + " on " + names.getOrDefault(image.image(), image.image());
    }
}
