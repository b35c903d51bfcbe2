package io.github.erlangcodebuild.proof;

import io.github.erlangcodebuild.WordWrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report for a terminal of 80 columns, of which Maven takes 7 for {@code [INFO]}. */
public final class ReportText {

    private static final int WIDTH = 73;
    private static final int FIRST = 20;
    private static final int CHANGE = 9;
    private static final int WIDEST = 20;
    private static final int MOST_IMAGES = 4;
    private static final String INDENT = "  ";

    private final ProjectReport report;
    private final List<ImageFigures> images;
    private final Map<String, String> names;
    private final int column;
    private final Optional<Comparison> change;

    private ReportText(ProjectReport report) {
        this.report = report;
        this.images = report.images()
                .subList(
                        Math.max(0, report.images().size() - MOST_IMAGES),
                        report.images().size());
        this.change = images.size() == 2 ? report.comparisons().stream().findFirst() : Optional.empty();
        int room = WIDTH - FIRST - (change.isPresent() ? CHANGE : 0);
        this.column = Math.min(WIDEST, room / Math.max(1, images.size()));
        this.names =
                ShortNames.of(report.images().stream().map(ImageFigures::image).toList(), column - 2);
    }

    /** The figures of a project as a table, with verdicts and notes. */
    public static List<String> lines(ProjectReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Project " + report.project() + ": " + Words.count(report.builds(), "build"));
        lines.addAll(new ReportText(report).lines(names -> Notes.verdicts(report, names), Notes.legend(report)));
        return lines;
    }

    /**
     * The figures of a test build as a table, beside those of another build.
     *
     * @param report of these two builds, or of the test build alone
     * @param notes which builds these are, in whole sentences
     */
    public static List<String> sideBySide(ProjectReport report, List<String> notes) {
        List<String> lines = new ArrayList<>();
        lines.add("Project " + report.project() + ": test build");
        lines.addAll(new ReportText(report)
                .lines(
                        names -> report.comparisons().isEmpty() ? List.of() : Notes.verdicts(report, names),
                        Stream.concat(notes.stream(), Notes.costs(report).stream())
                                .toList()));
        return lines;
    }

    /**
     * Breaks paragraphs into lines. A command stays whole.
     *
     * @param paragraphs as {@link ProvisioningAdvice} gives them
     */
    public static List<String> paragraphs(List<String> paragraphs) {
        return paragraphs.stream()
                .flatMap(paragraph -> wrapped(paragraph).stream())
                .toList();
    }

    private List<String> lines(Function<Map<String, String>, List<String>> verdicts, List<String> notes) {
        List<String> lines = new ArrayList<>();
        if (!images.isEmpty()) {
            lines.add("");
            table(lines);
        }
        List<String> said = verdicts.apply(names);
        if (!said.isEmpty()) {
            lines.add("");
            said.forEach(verdict -> lines.addAll(wrapped(verdict)));
        }
        if (!images.isEmpty()) {
            lines.add("");
            images.forEach(image -> legend(image, lines));
            if (images.size() < report.images().size()) {
                lines.add(INDENT + "and " + Words.count(report.images().size() - images.size(), "image")
                        + " used before these");
            }
            lines.add("");
            notes.forEach(note -> lines.addAll(wrapped(note)));
        }
        return lines;
    }

    private void table(List<String> lines) {
        lines.add(row("seconds", image -> names.getOrDefault(image.image(), ""), change.isPresent() ? "change" : ""));
        if (report.imageInUse().isPresent()) {
            lines.add(row("", image -> report.imageInUse().get().equals(image.image()) ? "(in use)" : "", ""));
        }
        PhaseRows rows = PhaseRows.of(images);
        for (String phase : rows.shown()) {
            lines.add(secondsRow(phase, image -> phase(image, phase)));
        }
        if (!rows.zero().isEmpty()) {
            wrapped("0 s: " + String.join(", ", rows.zero())).forEach(line -> lines.add(INDENT + line));
        }
        lines.add(secondsRow("total", ImageFigures::total));
        change.ifPresent(comparison -> lines.add(
                INDENT + "ratio" + padLeft(Notes.headline(comparison), FIRST - 7 + column * images.size() + CHANGE)));
        lines.add("");
        lines.add(row("succeeded", image -> String.valueOf(image.succeeded()), ""));
        lines.add(row("failed", image -> String.valueOf(image.failed()), ""));
        if (images.stream().anyMatch(image -> image.stopped() > 0)) {
            lines.add(row("stopped", image -> String.valueOf(image.stopped()), ""));
        }
        lines.add(row("USD a build", image -> Words.dollars(image.cost()), ""));
    }

    private static OptionalDouble phase(ImageFigures image, String phase) {
        Double median = image.phases().get(phase);
        return median == null ? OptionalDouble.empty() : OptionalDouble.of(median);
    }

    private String secondsRow(String name, Function<ImageFigures, OptionalDouble> figure) {
        String difference = change.map(
                        comparison -> difference(figure.apply(comparison.before()), figure.apply(comparison.after())))
                .orElse("");
        return row(
                name,
                image -> {
                    OptionalDouble seconds = figure.apply(image);
                    return seconds.isPresent() ? Words.seconds(seconds.getAsDouble()) : Words.NONE;
                },
                difference);
    }

    /** {@code -264}, {@code +2}, of the whole seconds that stand beside it; empty where nothing changed. */
    static String difference(OptionalDouble before, OptionalDouble after) {
        long difference = Words.whole(after.orElse(0)) - Words.whole(before.orElse(0));
        if (difference == 0) {
            return "";
        }
        return (difference > 0 ? "+" : "") + difference;
    }

    private String row(String name, Function<ImageFigures, String> cell, String last) {
        String line = INDENT
                + padRight(name, FIRST - INDENT.length())
                + images.stream()
                        .map(image -> padLeft(cell.apply(image), column))
                        .collect(Collectors.joining())
                + (last.isEmpty() ? "" : padLeft(last, CHANGE));
        return line.stripTrailing();
    }

    private void legend(ImageFigures image, List<String> lines) {
        String name = names.getOrDefault(image.image(), "");
        if (name.equals(image.image())) {
            return;
        }
        String line = INDENT + padRight(name, column - 2) + INDENT + image.image();
        if (line.length() <= WIDTH) {
            lines.add(line);
        } else {
            lines.add(INDENT + name);
            lines.add(INDENT + INDENT + image.image());
        }
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Broken between words; what is longer than a line, or is to be copied as it stands, stays whole. */
    static List<String> wrapped(String text) {
        if (text.startsWith("mvn ")) {
            return List.of(INDENT + text);
        }
        return WordWrap.lines("", "", Words.held(text), WIDTH).stream()
                .map(line -> line.replace(Words.HOLD, " "))
                .toList();
    }
}
