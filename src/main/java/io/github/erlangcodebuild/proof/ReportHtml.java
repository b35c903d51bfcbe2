package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.breakable;
import static io.github.erlangcodebuild.proof.Html.element;
import static io.github.erlangcodebuild.proof.Html.escape;

import io.github.erlangcodebuild.Resources;
import java.util.List;

/** A report as a single HTML page, without scripts or external files. All text in it is escaped. */
public final class ReportHtml {

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
        html.append(Resources.text(ReportHtml.class, "report.css"))
                .append("</style>\n</head>\n<body>\n")
                .append(Resources.text(ReportHtml.class, "report.svg"))
                .append("<main>\n<header><h1>Builds by image</h1>\n")
                .append(element(
                        "p",
                        "quiet",
                        "CodeBuild, account " + escape(report.account()) + ", " + breakable(report.region()) + ". "
                                + element("span", "n", escape(ProjectHtml.time(report.created())))))
                .append("</header>\n");
        if (report.projects().size() > 1) {
            html.append(overview(report.projects()));
        }
        for (int i = 0; i < report.projects().size(); i++) {
            html.append(ProjectHtml.of(report.projects().get(i), id(i)));
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    /** The answers of all projects beside each other, each a link to its section. */
    private static String overview(List<BuildsReport.Section> sections) {
        StringBuilder html = new StringBuilder("<nav><ul>\n");
        for (int i = 0; i < sections.size(); i++) {
            ProjectReport report = sections.get(i).report();
            Headline headline = Headline.of(report, ProjectHtml.names(report));
            html.append("<li class=\"" + headline.kind() + "\"><a href=\"#" + id(i) + "\">"
                            + breakable(report.project()) + "</a> ")
                    .append(ProjectHtml.figure(headline.figure().isEmpty() ? Words.NONE : headline.figure()))
                    .append(" " + element("b", "", escape(headline.verdict())))
                    .append("</li>\n");
        }
        return html.append("</ul></nav>\n").toString();
    }

    private static String id(int section) {
        return "project-" + (section + 1);
    }
}
