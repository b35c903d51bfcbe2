package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.breakable;
import static io.github.erlangcodebuild.proof.Html.element;
import static io.github.erlangcodebuild.proof.Html.escape;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The section of a project on a page: the answer, what it rests on, and where the figures come from. */
final class ProjectHtml {

    private static final int NAME = 34;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final BuildsReport.Section section;
    private final ProjectReport report;
    private final String id;
    private final Map<String, String> names;
    private final Map<String, Mark> marks;

    private ProjectHtml(BuildsReport.Section section, String id) {
        this.section = section;
        this.report = section.report();
        this.id = id;
        this.names = names(report);
        this.marks = Mark.of(report);
    }

    /** @param id the identifier of the section: no other element of the page has it */
    static String of(BuildsReport.Section section, String id) {
        return new ProjectHtml(section, id).html();
    }

    /** How the images of a project are called outside of tables. */
    static Map<String, String> names(ProjectReport report) {
        return ShortNames.of(report.images().stream().map(ImageFigures::image).toList(), NAME);
    }

    /** {@code 24 November 2026, 09:30 UTC} */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    private String html() {
        StringBuilder html = new StringBuilder("<section id=\"" + id + "\">\n")
                .append(element("h2", "", breakable(report.project())))
                .append("\n")
                .append(headline())
                .append(provisioning());
        if (report.images().stream().anyMatch(image -> image.succeeded() > 0)) {
            html.append(ReportChart.of(report, names, marks));
        }
        Trend.of(report).ifPresent(trend -> html.append(TrendChart.of(trend, names, id)));
        if (!report.images().isEmpty()) {
            html.append(ReportTable.of(report, marks)).append(images()).append("<div class=\"quiet\">");
            Notes.legend(report).forEach(note -> html.append(element("p", "", breakable(note)))
                    .append("\n"));
            html.append("</div>\n");
        }
        return html.append("</section>\n").toString();
    }

    /** The answer first; below it, in small, what it costs, what weakens it, and the images besides. */
    private String headline() {
        Headline headline = Headline.of(report, names);
        StringBuilder html = new StringBuilder();
        if (!headline.figure().isEmpty()) {
            html.append("<p class=\"headline " + headline.kind() + "\">")
                    .append(figure(headline.figure()))
                    .append(headline.verdict().isEmpty() ? "" : " " + element("b", "", escape(headline.verdict())))
                    .append("</p>\n");
        }
        html.append(element("p", "sentence", breakable(headline.sentence()))).append("\n");
        List<Comparison> comparisons = report.comparisons();
        comparisons.stream().limit(1).forEach(first -> {
            if (first.before().cost().isPresent() && first.after().cost().isPresent()) {
                html.append(quiet("USD a build: " + Words.dollars(first.before().cost()) + " → "
                        + Words.dollars(first.after().cost()) + "."));
            }
            Notes.cautions(first).forEach(caution -> html.append(quiet(caution)));
        });
        comparisons.stream()
                .skip(1)
                .filter(other -> marks.containsKey(other.before().image()))
                .forEach(other -> html.append(quiet("Against " + name(other.before()) + " ("
                        + Words.count(other.before().succeeded(), "build") + "): " + Headline.change(other) + ", "
                        + Notes.headline(other).toLowerCase(Locale.ROOT) + ".")));
        return html.toString();
    }

    /** {@code 5 min 2 s → 31 s}: each duration whole on one line. */
    static String figure(String figure) {
        return element("span", "", breakable(figure));
    }

    private static String quiet(String text) {
        return element("p", "quiet", breakable(text)) + "\n";
    }

    private String provisioning() {
        if (section.provisioning().isEmpty()) {
            return "";
        }
        boolean far = report.provisioning().answer() == Provisioning.Answer.FAR_ABOVE;
        StringBuilder html = new StringBuilder(far ? "<aside class=\"warning\">" : "<aside>");
        for (String note : section.provisioning()) {
            html.append(
                    note.startsWith("mvn ")
                            ? "<pre tabindex=\"0\">" + escape(note).replace(" -D", " \\\n  -D") + "</pre>"
                            : element("p", "", breakable(note)));
        }
        return html.append("</aside>\n").toString();
    }

    private String name(ImageFigures image) {
        return names.getOrDefault(image.image(), image.image());
    }

    /** What the short names stand for. */
    private String images() {
        StringBuilder html = new StringBuilder("<dl>\n");
        for (ImageFigures image : report.images()) {
            Mark mark = marks.get(image.image());
            if (mark != null) {
                html.append("<div>" + element("dt", "", mark.html() + breakable(name(image))))
                        .append(element(
                                "dd",
                                "",
                                breakable(image.image())
                                        + element("span", "quiet", "last build " + escape(time(image.lastStarted())))))
                        .append("</div>\n");
            }
        }
        html.append("</dl>\n");
        int older = report.images().size() - marks.size();
        return older == 0
                ? html.toString()
                : html.append(quiet("And " + Words.count(older, "image") + " used before these: builds.json has them."))
                        .toString();
    }
}
