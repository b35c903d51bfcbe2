package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.escape;
import static io.github.erlangcodebuild.proof.Html.percent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A bar for each image, its phases one after the other, all on one scale. Widths are parts of the whole, so that it fits any
 * screen without its text shrinking; every value is in the table below it, too.
 */
final class ReportChart {

    /** Phases by colour: those that the images decide over stand out. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("SUBMITTED", "wait");
        KINDS.put("QUEUED", "wait");
        KINDS.put("PROVISIONING", "provisioning");
        KINDS.put("DOWNLOAD_SOURCE", "other");
        KINDS.put("INSTALL", "install");
        KINDS.put("PRE_BUILD", "build");
        KINDS.put("BUILD", "build");
        KINDS.put("POST_BUILD", "build");
        KINDS.put("UPLOAD_ARTIFACTS", "other");
        KINDS.put("FINALIZING", "other");
    }

    private static final Map<String, String> LEGEND = new LinkedHashMap<>();

    static {
        LEGEND.put("wait", "waiting: SUBMITTED, QUEUED");
        LEGEND.put("provisioning", "PROVISIONING");
        LEGEND.put("install", "INSTALL");
        LEGEND.put("build", "PRE_BUILD, BUILD, POST_BUILD");
        LEGEND.put("other", "source, artifacts, the rest");
    }

    private static final double[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200};
    private static final int MOST_TICKS = 5;

    private ReportChart() {}

    /** A figure of HTML and SVG, for images with successes. */
    static String of(ProjectReport report, Map<String, String> names) {
        List<ImageFigures> images =
                report.images().stream().filter(image -> image.succeeded() > 0).toList();
        double scale = scale(images);
        StringBuilder html = new StringBuilder("<figure class=\"chart\">\n");
        for (ImageFigures image : images) {
            html.append(bar(image, names.getOrDefault(image.image(), image.image()), report, scale));
        }
        html.append(axis(scale));
        html.append("<figcaption><ul class=\"key\">");
        LEGEND.forEach((kind, text) -> html.append("<li><i class=\"")
                .append(kind)
                .append("\"></i>")
                .append(escape(text))
                .append("</li>"));
        return html.append("</ul></figcaption>\n</figure>\n").toString();
    }

    private static String bar(ImageFigures image, String name, ProjectReport report, double scale) {
        boolean inUse = report.imageInUse().filter(image.image()::equals).isPresent();
        StringBuilder html = new StringBuilder("<div class=\"bar\"><p><b title=\"")
                .append(escape(image.image()))
                .append("\">")
                .append(escape(name))
                .append("</b>")
                .append(inUse ? " <span class=\"tag\">in use</span>" : "")
                .append("<span class=\"total\">")
                .append(escape(Words.duration(image.total().orElse(0))))
                .append("</span></p>\n<svg role=\"img\" aria-label=\"")
                .append(escape(spoken(image, name)))
                .append("\">");
        double from = 0;
        for (Map.Entry<String, Double> phase : image.phases().entrySet()) {
            if (phase.getValue() > 0) {
                html.append("<rect class=\"")
                        .append(KINDS.getOrDefault(phase.getKey(), "other"))
                        .append("\" x=\"")
                        .append(percent(from, scale))
                        .append("\" width=\"")
                        .append(percent(phase.getValue(), scale))
                        .append("\" height=\"100%\"><title>")
                        .append(escape(phase.getKey() + " " + Words.seconds(phase.getValue()) + " s"))
                        .append("</title></rect>");
            }
            from += phase.getValue();
        }
        return html.append("</svg></div>\n").toString();
    }

    private static String spoken(ImageFigures image, String name) {
        List<String> phases = new ArrayList<>();
        image.phases().forEach((phase, seconds) -> {
            if (seconds > 0) {
                phases.add(phase + " " + Words.seconds(seconds) + " s");
            }
        });
        return name + ": " + String.join(", ", phases);
    }

    private static String axis(double scale) {
        StringBuilder html = new StringBuilder("<svg class=\"axis\" aria-hidden=\"true\">");
        double step = step(scale);
        for (double tick = 0; tick <= scale; tick += step) {
            String anchor = tick == 0 ? "start" : tick + step > scale && tick / scale > 0.9 ? "end" : "middle";
            html.append("<line x1=\"")
                    .append(percent(tick, scale))
                    .append("\" x2=\"")
                    .append(percent(tick, scale))
                    .append("\" y1=\"0\" y2=\"6\"/><text x=\"")
                    .append(percent(tick, scale))
                    .append("\" y=\"20\" text-anchor=\"")
                    .append(anchor)
                    .append("\">")
                    .append(escape(tick(tick)))
                    .append("</text>");
        }
        return html.append("</svg>\n").toString();
    }

    private static String tick(double seconds) {
        return seconds >= 60 && seconds % 60 == 0
                ? Words.seconds(seconds / 60) + " min"
                : Words.seconds(seconds) + " s";
    }

    /** The longest bar ends where the scale does. */
    private static double scale(List<ImageFigures> images) {
        OptionalDouble longest = images.stream()
                .mapToDouble(image -> image.phases().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .max();
        return Math.max(1, longest.orElse(1));
    }

    private static double step(double scale) {
        for (double step : STEPS) {
            if (scale / step <= MOST_TICKS) {
                return step;
            }
        }
        return scale;
    }
}
