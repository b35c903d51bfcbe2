package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.breakable;
import static io.github.erlangcodebuild.proof.Html.element;
import static io.github.erlangcodebuild.proof.Html.escape;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The figures of a project as a table of a page: a column for each image, and a row for each phase that took any time. */
final class ReportTable {

    private static final int COLUMN = 24;

    /** On a phone, where the mark beside it tells the image. */
    private static final int NARROW = 10;

    /** So many columns have room for their images' names on a screen; more are headed as on a phone. */
    private static final int WIDE = 3;

    private final ProjectReport report;
    private final List<ImageFigures> images;
    private final Map<String, Mark> marks;
    private final StringBuilder html = new StringBuilder();

    private ReportTable(ProjectReport report, Map<String, Mark> marks) {
        this.report = report;
        this.marks = marks;
        this.images = report.images().stream()
                .filter(image -> marks.containsKey(image.image()))
                .toList();
    }

    /** The table, of the images that have a mark. */
    static String of(ProjectReport report, Map<String, Mark> marks) {
        return new ReportTable(report, marks).table();
    }

    private String table() {
        html.append("<div class=\"wide\" role=\"region\" aria-label=\"Median seconds\" tabindex=\"0\"><table"
                + (images.size() > WIDE ? " class=\"narrow\"" : "")
                + ">\n<thead><tr><th scope=\"col\">Median seconds</th>");
        Map<String, String> names =
                ShortNames.of(images.stream().map(ImageFigures::image).toList(), COLUMN);
        images.forEach(image -> column(image, names.getOrDefault(image.image(), image.image())));
        html.append("</tr></thead>\n<tbody>\n");
        PhaseRows rows = PhaseRows.of(images);
        for (String phase : rows.shown()) {
            row("", phase, image -> {
                Double median = image.phases().get(phase);
                return median == null ? Words.NONE : Words.seconds(median);
            });
        }
        if (!rows.zero().isEmpty()) {
            html.append("<tr class=\"zero\"><td colspan=\"" + (images.size() + 1) + "\">0 s: "
                    + escape(String.join(", ", rows.zero())) + "</td></tr>\n");
        }
        row("total", "Total", image -> seconds(image.total()));
        html.append("</tbody>\n<tbody>\n");
        row("", "Succeeded", image -> String.valueOf(image.succeeded()));
        row("", "Failed", image -> String.valueOf(image.failed()));
        if (images.stream().anyMatch(image -> image.stopped() > 0)) {
            row("", "Stopped", image -> String.valueOf(image.stopped()));
        }
        row("", "USD a build", image -> Words.dollars(image.cost()));
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private void column(ImageFigures image, String name) {
        boolean inUse = report.imageInUse().filter(image.image()::equals).isPresent();
        html.append("<th scope=\"col\" title=\"" + escape(image.image()) + "\">")
                .append(inUse ? "<span class=\"tag\">in use</span><br>" : "")
                .append(marks.getOrDefault(image.image(), Mark.OLDER).html())
                .append("<span class=\"screen\">" + breakable(name) + "</span><span class=\"phone\">"
                        + breakable(ShortNames.tag(image.image(), NARROW)) + "</span>")
                .append("</th>");
    }

    private void row(String kind, String name, Function<ImageFigures, String> cell) {
        html.append(kind.isEmpty() ? "<tr>" : "<tr class=\"" + kind + "\">")
                .append("<th scope=\"row\">" + escape(name) + "</th>");
        images.forEach(image -> html.append(element("td", "", escape(cell.apply(image)))));
        html.append("</tr>\n");
    }

    private static String seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? Words.seconds(seconds.getAsDouble()) : Words.NONE;
    }
}
