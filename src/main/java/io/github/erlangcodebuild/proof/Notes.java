package io.github.erlangcodebuild.proof;

import io.github.erlangcodebuild.proof.Comparison.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a report says in words, the same in a terminal and on a page. */
final class Notes {

    private static final int FEW = 3;

    /** A new image on which so many builds fail is no success, however fast the others are. */
    private static final double MANY_FAILED = 0.1;

    private Notes() {}

    /**
     * Against each other image: faster or slower, and how much. A bad answer is as plain as a good one.
     *
     * @param names by image
     */
    static List<String> verdicts(ProjectReport report, Map<String, String> names) {
        List<String> lines = new ArrayList<>();
        report.comparisons().forEach(comparison -> lines.add(headline(comparison) + " " + details(comparison, names)));
        if (lines.isEmpty()) {
            lines.add(noVerdict(report));
        }
        return lines;
    }

    /** What the headline is about, to be read on from it. */
    private static String details(Comparison comparison, Map<String, String> names) {
        ImageFigures before = comparison.before();
        ImageFigures after = comparison.after();
        return "than on " + names.getOrDefault(before.image(), before.image()) + ": "
                + took(before) + " there, " + took(after) + " on "
                + names.getOrDefault(after.image(), after.image()) + cost(before, after)
                + cautions(comparison).stream().map(" "::concat).collect(Collectors.joining());
    }

    /** {@code 7.6 times faster}, {@code 1.4 times slower} */
    static String headline(Comparison comparison) {
        if (comparison.verdict() == Verdict.SAME) {
            return "No faster, no slower";
        }
        return Words.times(comparison.times())
                + (comparison.verdict() == Verdict.FASTER ? " times faster" : " times slower");
    }

    private static String took(ImageFigures image) {
        return Words.duration(image.total().orElseThrow()) + " (" + Words.count(image.succeeded(), "build") + ")";
    }

    private static String cost(ImageFigures before, ImageFigures after) {
        return before.cost().isEmpty() || after.cost().isEmpty()
                ? "."
                : "; " + Words.dollars(before.cost()) + " and " + Words.dollars(after.cost()) + " USD a build.";
    }

    /** Why the figures prove less than they seem to. */
    static List<String> cautions(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        if (Math.min(comparison.before().succeeded(), comparison.after().succeeded()) < FEW) {
            lines.add("Fewer than " + FEW + " builds prove little: times differ from one to the next.");
        }
        ImageFigures before = comparison.before();
        ImageFigures after = comparison.after();
        if (failedShare(after) >= MANY_FAILED && failedShare(after) > failedShare(before)) {
            lines.add(
                    failed(after) + " builds failed on the image in use, and " + failed(before) + " on the other one.");
        }
        if (!comparison.sameCompute()) {
            lines.add("They ran on different compute types, too.");
        }
        return lines;
    }

    private static double failedShare(ImageFigures image) {
        return (double) image.failed() / Math.max(1, image.failed() + image.succeeded());
    }

    /** {@code 12 of 96} */
    private static String failed(ImageFigures image) {
        return image.failed() + " of " + (image.failed() + image.succeeded());
    }

    /** Why nothing is compared. */
    static String noVerdict(ProjectReport report) {
        if (report.builds() == 0) {
            return "No build has ended yet.";
        }
        Optional<String> image = report.imageInUse();
        if (report.after().isEmpty()) {
            return image.isPresent()
                    ? "No build has succeeded yet on " + image.get()
                            + ", which the project has now: nothing to compare."
                    : "No build has succeeded on the image used last: nothing to compare.";
        }
        return "No build has succeeded on another image: nothing to compare with.";
    }

    /** What the figures are, and what the costs were counted with. */
    static List<String> legend(ProjectReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Seconds are medians of the builds that succeeded; the medians of the phases seldom add up to that of the"
                        + " whole.");
        if (report.running() > 0) {
            lines.add("Not counted: " + Words.count(report.running(), "build") + " not ended yet.");
        }
        lines.addAll(costs(report));
        return lines;
    }

    /** What the costs were counted with. */
    static List<String> costs(ProjectReport report) {
        Set<String> priced = new TreeSet<>();
        Set<String> unpriced = new TreeSet<>();
        boolean reserved = false;
        for (ImageFigures image : report.images()) {
            for (Compute compute : image.computes()) {
                Optional<String> price = report.prices().of(compute).map(usd -> compute + ": " + usd.toPlainString());
                reserved |= compute.reserved();
                price.ifPresent(priced::add);
                if (price.isEmpty() && !compute.reserved()) {
                    unpriced.add(compute.toString());
                }
            }
        }
        List<String> lines = new ArrayList<>();
        if (!priced.isEmpty()) {
            lines.add(
                    "Cost: from PROVISIONING to the end, begun minutes count whole (on Lambda compute, seconds). USD a minute, "
                            + (report.prices().perMinute().isPresent()
                                    ? "as pricePerMinute says: "
                                    : Prices.LIST
                                            + ", check yours and give it as -Derlang-codebuild.pricePerMinute=…: ")
                            + String.join(", ", priced) + ".");
        }
        if (!unpriced.isEmpty()) {
            lines.add("No price is known for " + String.join(", ", unpriced)
                    + ": give it as -Derlang-codebuild.pricePerMinute=… (USD).");
        }
        if (reserved) {
            lines.add("Reserved capacity is billed by the machine, not by the build: no cost is shown.");
        }
        return lines;
    }
}
