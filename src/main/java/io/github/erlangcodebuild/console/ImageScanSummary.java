package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.AffectedPackage;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.Origin;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport.Scanner;
import io.github.erlangcodebuild.aws.ecr.ImageScanSeverity;
import io.github.erlangcodebuild.push.PushResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the user reads of a scan. */
final class ImageScanSummary {

    /** How many findings are listed; the console has them all. */
    private static final int LISTED = 20;

    private ImageScanSummary() {}

    /** The counts of all severities, and the findings to fail on. */
    static List<String> of(ImageScanReport report, ImageScanSeverity threshold) {
        List<ImageScanFinding> bad = report.tooBad(threshold);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Scan: " + (bad.isEmpty() ? "nothing" : Text.count(bad.size(), "finding")) + criterion(threshold));
        lines.add("  scanned  "
                + switch (report.scanner()) {
                    case ENHANCED -> "by Amazon Inspector (enhanced scanning)";
                    case BASIC -> "by ECR (basic scanning)";
                    case UNKNOWN -> "by a scanner that ECR does not name";
                }
                + report.completedAt().map(time -> ", " + time).orElse(""));
        lines.add("  found    " + counts(report));
        if (report.scanner() != Scanner.ENHANCED && report.completedAt().isPresent()) {
            lines.add(
                    "  note     basic scanning knows the packages of the operating system, all of them the base's; it does");
            lines.add("           not look at Erlang/OTP and rebar3");
        }
        if (report.completedAt().isEmpty() && report.findings().isEmpty()) {
            lines.add(
                    "  note     ECR calls the scan done, but names neither findings nor a time, up to the end of scanTimeout");
        }
        lines.add("  all      " + report.console());
        if (!bad.isEmpty()) {
            lines.add("");
            lines.addAll(table(bad));
        }
        lines.add("");
        return lines;
    }

    /** Why the build fails; empty when there is nothing to fail on. */
    static Optional<ActionableException> failure(
            ImageScanReport report, ImageScanSeverity threshold, PushResult pushed) {
        List<ImageScanFinding> bad = report.tooBad(threshold);
        if (bad.isEmpty()) {
            return Optional.empty();
        }
        Set<Origin> origins = bad.stream()
                .map(ImageScanFinding::origin)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Origin.class)));
        String where = origins.stream()
                .map(origin ->
                        bad.stream().filter(each -> each.origin() == origin).count() + " "
                                + switch (origin) {
                                    case TOOLCHAIN -> "in the toolchain layer";
                                    case BASE -> "in the base";
                                    case UNKNOWN -> "in a layer that the scan does not name";
                                })
                .collect(Collectors.joining(", "));
        List<String> remedies = new ArrayList<>();
        if (origins.contains(Origin.TOOLCHAIN)) {
            remedies.add(
                    "In the toolchain layer: compile it anew with bootstrap -Derlang-codebuild.force=true, or a newer"
                            + " erlangVersion, and push that.");
        }
        if (origins.contains(Origin.BASE)) {
            remedies.add(
                    "In the base: push leaves its layers as they are, so only a newer release of it helps. This is "
                            + pushed.image().base().reference() + " ("
                            + pushed.image().base().digest()
                            + "); a push takes the current one of its tag, another comes with -Derlang-codebuild.baseImage=….");
        }
        remedies.add(
                "To look before a tag moves, push with -Derlang-codebuild.tags=candidate first; once that passes, the"
                        + " same push with the real tags moves no layer.");
        return Optional.of(new ActionableException(
                "ECR's scan found " + Text.count(bad.size(), "finding") + criterion(threshold) + ": " + where + ". "
                        + isPushed(pushed),
                String.join("\n", remedies)));
    }

    /** What a failure after the push has to say too. */
    static String isPushed(PushResult pushed) {
        List<String> tags = pushed.tags();
        return "The image is in the repository all the same, and "
                + (tags.size() == 1
                        ? "the tag " + tags.get(0) + " names it."
                        : "the tags " + String.join(", ", tags) + " name it.");
    }

    private static String criterion(ImageScanSeverity threshold) {
        return " of severity " + threshold + (threshold == ImageScanSeverity.CRITICAL ? "" : " or worse")
                + (ImageScanSeverity.LOW.isAtLeast(threshold) ? "" : ", or in the toolchain layer");
    }

    private static String counts(ImageScanReport report) {
        String counts = report.counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return (counts.isEmpty() ? "nothing" : counts)
                + (report.suppressed() > 0
                        ? " (" + report.suppressed() + " more are suppressed or closed in Inspector)"
                        : "");
    }

    private static List<String> table(List<ImageScanFinding> bad) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("severity", "finding", "package", "version", "fixed in", "layer", "link"));
        bad.stream().limit(LISTED).map(ImageScanSummary::row).forEach(rows::add);
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append("  ").append(cell).append(" ".repeat(widths[column] - cell.length()));
            }
            lines.add(line.toString().stripTrailing());
        }
        if (bad.size() > LISTED) {
            lines.add("  … and " + (bad.size() - LISTED) + " more");
        }
        return lines;
    }

    private static List<String> row(ImageScanFinding finding) {
        AffectedPackage first = finding.packages().stream()
                .filter(each -> each.origin() == finding.origin())
                .findFirst()
                .orElseThrow();
        int others = finding.packages().size() - 1;
        return List.of(
                finding.severity().name(),
                finding.id(),
                first.name() + (others > 0 ? " (+" + others + ")" : ""),
                first.version().orElse("-"),
                first.fixedIn().orElse("-"),
                finding.origin() == Origin.UNKNOWN
                        ? "?"
                        : finding.origin().name().toLowerCase(Locale.ROOT),
                finding.link().orElse("-"));
    }
}
