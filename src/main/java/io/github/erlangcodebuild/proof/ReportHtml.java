package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.breakable;
import static io.github.erlangcodebuild.proof.Html.element;
import static io.github.erlangcodebuild.proof.Html.escape;

import io.github.erlangcodebuild.Resources;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A report as a single HTML page, without scripts or external files. All text in it is escaped. */
public final class ReportHtml {

    private static final int NAME = 34;
    private static final int COLUMN = 24;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private ReportHtml() {}

    /** The page, for a file in UTF-8. */
    public static String page(BuildsReport report) {
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>Builds by image</title>
                <style>
                """);
        html.append(Resources.text(ReportHtml.class, "report.css")).append("</style>\n</head>\n<body>\n<main>\n");
        html.append("<header><h1>Builds by image</h1>\n<p class=\"quiet\">CodeBuild, account ")
                .append(escape(report.account()))
                .append(", ")
                .append(escape(report.region()))
                .append(". ")
                .append(escape(time(report.created())))
                .append("</p></header>\n");
        report.projects().forEach(section -> html.append(section(section)));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String section(BuildsReport.Section section) {
        ProjectReport report = section.report();
        Map<String, String> names =
                ShortNames.of(report.images().stream().map(ImageFigures::image).toList(), NAME);
        StringBuilder html = new StringBuilder("<section>\n<h2>")
                .append(breakable(report.project()))
                .append("</h2>\n");
        html.append(headline(report, names));
        if (!section.provisioning().isEmpty()) {
            html.append(provisioning(report, section.provisioning()));
        }
        if (report.images().stream().anyMatch(image -> image.succeeded() > 0)) {
            html.append(ReportChart.of(report, names));
        }
        if (!report.images().isEmpty()) {
            html.append(table(report));
            html.append(images(report, names));
            html.append("<div class=\"quiet\">");
            Notes.legend(report).forEach(note -> html.append(element("p", "", escape(note))));
            html.append("</div>\n");
        }
        return html.append("</section>\n").toString();
    }

    /** The answer first: against the image used before this one, and in small against the others. */
    private static String headline(ProjectReport report, Map<String, String> names) {
        StringBuilder html = new StringBuilder();
        List<Comparison> comparisons = report.comparisons();
        List<String> verdicts = Notes.verdicts(report, names);
        if (!comparisons.isEmpty()) {
            Comparison first = comparisons.get(0);
            html.append(element(
                            "p",
                            "headline " + first.verdict().name().toLowerCase(Locale.ROOT),
                            escape(Notes.headline(first))))
                    .append(element("p", "", breakable(Notes.details(first, names))));
            verdicts = verdicts.subList(1, verdicts.size());
        }
        verdicts.forEach(verdict -> html.append(element("p", "quiet", breakable(verdict))));
        return html.append("\n").toString();
    }

    private static String provisioning(ProjectReport report, List<String> notes) {
        boolean far = report.provisioning().answer() == Provisioning.Answer.FAR_ABOVE;
        StringBuilder html = new StringBuilder(far ? "<aside class=\"warning\">" : "<aside>");
        for (String note : notes) {
            html.append(
                    note.startsWith("mvn ")
                            ? "<pre>" + escape(note).replace(" -D", " \\\n  -D") + "</pre>"
                            : element("p", "", breakable(note)));
        }
        return html.append("</aside>\n").toString();
    }

    private static String table(ProjectReport report) {
        Map<String, String> names =
                ShortNames.of(report.images().stream().map(ImageFigures::image).toList(), COLUMN);
        StringBuilder html =
                new StringBuilder("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Median seconds</th>");
        for (ImageFigures image : report.images()) {
            html.append("<th scope=\"col\" title=\"")
                    .append(escape(image.image()))
                    .append("\">")
                    .append(breakable(names.getOrDefault(image.image(), image.image())))
                    .append(
                            report.imageInUse().filter(image.image()::equals).isPresent()
                                    ? "<br><span class=\"tag\">in use</span>"
                                    : "")
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        PhaseRows rows = PhaseRows.of(report.images());
        for (String phase : rows.shown()) {
            html.append(row("", phase, report, image -> {
                Double median = image.phases().get(phase);
                return median == null ? Words.NONE : Words.seconds(median);
            }));
        }
        if (!rows.zero().isEmpty()) {
            html.append("<tr class=\"zero\"><td colspan=\"" + (report.images().size() + 1) + "\">0 s: "
                    + escape(String.join(", ", rows.zero())) + "</td></tr>\n");
        }
        html.append(row("total", "Total", report, image -> seconds(image.total())));
        html.append("</tbody>\n<tbody>\n");
        html.append(row("", "Succeeded", report, image -> String.valueOf(image.succeeded())));
        html.append(row("", "Failed", report, image -> String.valueOf(image.failed())));
        html.append(row("", "Stopped", report, image -> String.valueOf(image.stopped())));
        html.append(row("", "USD a build", report, image -> Words.dollars(image.cost())));
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private static String row(String kind, String name, ProjectReport report, Function<ImageFigures, String> cell) {
        StringBuilder html = new StringBuilder(kind.isEmpty() ? "<tr>" : "<tr class=\"" + kind + "\">");
        html.append("<th scope=\"row\">").append(escape(name)).append("</th>");
        report.images().forEach(image -> html.append(element("td", "", escape(cell.apply(image)))));
        return html.append("</tr>\n").toString();
    }

    private static String images(ProjectReport report, Map<String, String> names) {
        StringBuilder html = new StringBuilder("<dl>\n");
        for (ImageFigures image : report.images()) {
            html.append(element("dt", "", escape(names.getOrDefault(image.image(), image.image()))))
                    .append(element(
                            "dd",
                            "",
                            breakable(image.image()) + "<br><span class=\"quiet\">last build "
                                    + escape(time(image.lastStarted())) + "</span>"))
                    .append("\n");
        }
        return html.append("</dl>\n").toString();
    }

    private static String seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? Words.seconds(seconds.getAsDouble()) : Words.NONE;
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
