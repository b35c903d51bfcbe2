package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.breakable;
import static io.github.erlangcodebuild.proof.Html.element;
import static io.github.erlangcodebuild.proof.Html.escape;
import static io.github.erlangcodebuild.proof.Html.percent;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * A {@link Trend} as a figure: a shape for each build, a line for each median. Places in time are percentages, and heights are
 * pixels, so that the chart fits any screen and its text stays as large as all other text.
 */
final class TrendChart {

    private static final int HEIGHT = 200;
    private static final int LANE = 22;
    private static final int TIMES = 22;

    /** A little room above the longest build. */
    private static final double ABOVE = 1.04;

    /** From so many dots on, smaller ones tell more. */
    private static final int MANY = 80;

    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Trend trend;
    private final Map<String, String> names;
    private final String id;
    private final Ticks ticks;
    private final double top;
    private final boolean many;
    private final StringBuilder html = new StringBuilder();

    private TrendChart(Trend trend, Map<String, String> names, String id) {
        this.trend = trend;
        this.names = names;
        this.id = id;
        this.ticks = Ticks.upTo(trend.longest());
        this.many = trend.dots().size() > MANY;
        this.top = trend.longest() * ABOVE;
    }

    /**
     * The figure.
     *
     * @param names of images, by image
     * @param id what the identifiers of this figure begin with: they are different from those of all other figures of the page
     */
    static String of(Trend trend, Map<String, String> names, String id) {
        return new TrendChart(trend, names, id).figure();
    }

    private String figure() {
        int height = HEIGHT + (trend.failures().isEmpty() ? 0 : LANE) + TIMES;
        html.append("<figure class=\"trend\">\n" + element("h3", "", "What each build took") + "\n")
                .append(element("p", "axis-title", "Duration"))
                .append("\n<div class=\"plot\"><svg role=\"img\" aria-labelledby=\"" + id + "-title " + id
                        + "-desc\" height=\"" + height + "\">")
                .append("<title id=\"" + id
                        + "-title\">What each build took, by the time of its start</title><desc id=\"" + id + "-desc\">"
                        + escape(description()) + "</desc>\n");
        grid();
        times(height);
        failures();
        if (!many) {
            trend.medians().forEach(this::median);
        }
        trend.dots()
                .forEach(dot -> dot(
                        dot,
                        y((double) dot.build().totalSeconds()),
                        many ? dot.mark().smallId() : dot.mark().id()));
        if (many) { // they would hide the lines
            trend.medians().forEach(this::median);
        }
        html.append("</svg></div>\n")
                .append(element(
                        "p",
                        "axis-title start",
                        "Start of the build, UTC: " + breakable(trend.time().span())))
                .append("\n");
        legend();
        return html.append("</figure>\n").toString();
    }

    private String description() {
        StringBuilder text = new StringBuilder(Words.count(trend.dots().size(), "build") + " that succeeded, "
                + trend.time().span() + ".");
        trend.medians().forEach(median -> text.append(" ").append(said(median)).append("."));
        if (!trend.failures().isEmpty()) {
            text.append(" ").append(notTimed()).append(".");
        }
        return text.toString();
    }

    private String said(Trend.MedianLine median) {
        return names.getOrDefault(median.image().image(), median.image().image()) + ": median "
                + Words.duration(median.seconds()) + ", "
                + Words.count(median.image().succeeded(), "build");
    }

    private String notTimed() {
        long failed = trend.count(Outcome.FAILED);
        long stopped = trend.count(Outcome.STOPPED);
        return (failed > 0 ? failed + " failed" : "") + (failed > 0 && stopped > 0 ? " and " : "")
                + (stopped > 0 ? stopped + " stopped" : "") + ", not timed";
    }

    private void grid() {
        for (double seconds : ticks.values()) {
            String y = y(seconds);
            html.append(
                    "<line class=\"" + (seconds == 0 ? "base" : "grid") + "\" x2=\"100%\" y1=\"" + y + "\" y2=\"" + y
                            + "\"/><text x=\"-10\" y=\"" + y + "\" dy=\".35em\" text-anchor=\"end\">"
                            + escape(Ticks.label(seconds)) + "</text>");
        }
        html.append("\n");
    }

    private void times(int height) {
        for (TimeAxis.Tick tick : trend.time().ticks()) {
            String x = percent(tick.at(), 1);
            html.append(
                    "<line class=\"base\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + HEIGHT + "\" y2=\"" + (HEIGHT + 5)
                            + "\"/><text x=\"" + x + "\" y=\"" + (height - 4) + "\" text-anchor=\"middle\">"
                            + escape(tick.label()) + "</text>");
        }
        html.append("\n");
    }

    /** Below the axis, as a build that timed out after hours would press all others flat. */
    private void failures() {
        String y = String.valueOf(HEIGHT + LANE / 2 + 4);
        trend.failures()
                .forEach(dot -> dot(dot, y, dot.build().outcome() == Outcome.FAILED ? "mark-failed" : "mark-stopped"));
    }

    /** At least as long as a dot is wide on either side, so that it is seen behind a single one. */
    private void median(Trend.MedianLine median) {
        String y = y(median.seconds());
        html.append("<line class=\"median " + median.mark().id() + "\" x1=\""
                + percent(Math.max(0, median.from() - 0.02), 1) + "\" x2=\""
                + percent(Math.min(1, median.to() + 0.02), 1) + "\" y1=\"" + y + "\" y2=\"" + y + "\"/>\n");
    }

    private void dot(Trend.Dot dot, String y, String shape) {
        EndedBuild build = dot.build();
        String outcome = build.outcome() == Outcome.SUCCEEDED
                ? Words.duration((double) build.totalSeconds())
                : build.outcome().name().toLowerCase(Locale.ROOT);
        html.append("<use href=\"#" + shape + "\" x=\"" + percent(dot.at(), 1) + "\" y=\"" + y + "\"><title>"
                + escape(outcome + ", " + STARTED.format(build.started()) + ", "
                        + names.getOrDefault(build.image(), build.image()))
                + "</title></use>\n");
    }

    private void legend() {
        html.append("<figcaption><ul class=\"key\">");
        trend.medians()
                .forEach(median -> entry(
                        "<line class=\"median " + median.mark().id() + "\" x1=\"-16\" x2=\"16\"/><use href=\"#"
                                + median.mark().id() + "\"/>",
                        said(median)));
        if (trend.dots().stream().anyMatch(dot -> dot.mark() == Mark.OLDER)) {
            entry("<use href=\"#" + Mark.OLDER.id() + "\"/>", "images used before these");
        }
        if (trend.count(Outcome.FAILED) > 0) {
            entry("<use href=\"#mark-failed\"/>", trend.count(Outcome.FAILED) + " failed, not timed");
        }
        if (trend.count(Outcome.STOPPED) > 0) {
            entry("<use href=\"#mark-stopped\"/>", trend.count(Outcome.STOPPED) + " stopped, not timed");
        }
        html.append("</ul>");
        if (trend.undated() > 0) {
            html.append(element(
                    "p",
                    "quiet",
                    escape("Not in this chart: " + Words.count(trend.undated(), "build")
                            + " whose start CodeBuild does not tell.")));
        }
        html.append("</figcaption>\n");
    }

    private void entry(String picture, String text) {
        html.append("<li><svg class=\"sample\" viewBox=\"-16 -7 32 14\" aria-hidden=\"true\">" + picture + "</svg>"
                + element("span", "", breakable(text)) + "</li>");
    }

    private String y(double seconds) {
        return String.format(Locale.ROOT, "%.1f", HEIGHT - HEIGHT * seconds / top);
    }
}
