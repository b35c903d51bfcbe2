package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.Html.breakable;
import static io.github.erlangcodebuild.proof.Html.element;
import static io.github.erlangcodebuild.proof.Html.escape;
import static io.github.erlangcodebuild.proof.Html.percent;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bar for each image, its phases one after the other, all on one scale. Phases differ by pattern, and by a label where there
 * is room for one, and not by colour alone. Widths are parts of the whole, so that it fits any screen without its text
 * shrinking; every value is in the table below it, too.
 */
final class ReportChart {

    /** Phases by pattern: those that the images decide over stand out. */
    private static final Map<String, String> KINDS = Map.of(
            "SUBMITTED", "wait",
            "QUEUED", "wait",
            "PROVISIONING", "provisioning",
            "INSTALL", "install",
            "PRE_BUILD", "build",
            "BUILD", "build",
            "POST_BUILD", "build");

    private static final Map<String, String> LEGEND = new LinkedHashMap<>();

    static {
        LEGEND.put("wait", "waiting: SUBMITTED, QUEUED");
        LEGEND.put("provisioning", "PROVISIONING");
        LEGEND.put("install", "INSTALL");
        LEGEND.put("build", "PRE_BUILD, BUILD, POST_BUILD");
        LEGEND.put("other", "source, artifacts, the rest");
    }

    /** Pixels that a character of a label takes, and what is left free around it. */
    private static final double CHARACTER = 7;

    private static final double AROUND = 14;

    /** Pixels that a chart is wide on a phone, and on a screen: what does not fit a phone is shown on a screen only. */
    private static final double PHONE = 340;

    private static final double SCREEN = 700;

    private final ProjectReport report;
    private final Map<String, String> names;
    private final Map<String, Mark> marks;
    private final List<ImageFigures> images;
    private final double scale;

    private ReportChart(ProjectReport report, Map<String, String> names, Map<String, Mark> marks) {
        this.report = report;
        this.names = names;
        this.marks = marks;
        this.images = report.images().stream()
                .filter(image -> image.succeeded() > 0 && marks.containsKey(image.image()))
                .toList();
        this.scale = Math.max(
                1, images.stream().mapToDouble(ReportChart::length).max().orElse(1));
    }

    /** A figure of HTML and SVG, for images with successes that have a mark. */
    static String of(ProjectReport report, Map<String, String> names, Map<String, Mark> marks) {
        return new ReportChart(report, names, marks).figure();
    }

    private String figure() {
        return "<figure class=\"chart\">\n" + element("h3", "", "Where the time goes")
                + images.stream().map(this::bar).collect(Collectors.joining()) + axis() + "<figcaption>" + key()
                + "</figcaption>\n</figure>\n";
    }

    private String bar(ImageFigures image) {
        String name = names.getOrDefault(image.image(), image.image());
        boolean inUse = report.imageInUse().filter(image.image()::equals).isPresent();
        StringBuilder html = new StringBuilder("<div class=\"bar\"><p>")
                .append(marks.getOrDefault(image.image(), Mark.OLDER).html())
                .append("<b title=\"" + escape(image.image()) + "\">" + breakable(name) + "</b>")
                .append(inUse ? " <span class=\"tag\">in use</span>" : "")
                .append(element(
                        "span", "total", escape(Words.duration(image.total().orElse(0)))))
                .append("</p>\n<svg role=\"img\" aria-label=\"" + escape(spoken(image, name)) + "\">");
        double from = 0;
        for (Map.Entry<String, Double> phase : image.phases().entrySet()) {
            if (phase.getValue() > 0) {
                html.append(segment(phase.getKey(), phase.getValue(), from));
            }
            from += phase.getValue();
        }
        return html.append(beside(image)).append("</svg></div>\n").toString();
    }

    private String segment(String phase, double seconds, double from) {
        String label = phase + " " + Words.duration(seconds);
        String kind = kind(phase);
        return "<rect class=\"" + kind + "\" x=\"" + percent(from, scale) + "\" width=\"" + percent(seconds, scale)
                + "\" height=\"100%\"><title>" + escape(label) + "</title></rect>"
                + text(label, kind, from + seconds / 2, "middle", seconds / scale);
    }

    /** A short bar has room for what takes most of it at its end. */
    private String beside(ImageFigures image) {
        String label = image.phases().entrySet().stream()
                .filter(phase -> phase.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(2)
                .map(phase -> phase.getKey() + " " + Words.duration(phase.getValue()))
                .collect(Collectors.joining(", "));
        double length = length(image);
        return label.isEmpty() || length > scale / 2
                ? ""
                : "<svg x=\"" + percent(length, scale) + "\">" + text(label, "beside", 0, "start", 1 - length / scale)
                        + "</svg>";
    }

    /** Empty where there is no room for it even on a screen. */
    private String text(String label, String kind, double at, String anchor, double room) {
        double pixels = label.length() * CHARACTER + AROUND;
        if (pixels > room * SCREEN) {
            return "";
        }
        return "<text class=\"" + kind + (pixels > room * PHONE ? " screen" : "") + "\" x=\"" + percent(at, scale)
                + "\" y=\"50%\" dy=\".35em\" text-anchor=\"" + anchor + "\">" + escape(label) + "</text>";
    }

    private static String spoken(ImageFigures image, String name) {
        return name + ": "
                + image.phases().entrySet().stream()
                        .filter(phase -> phase.getValue() > 0)
                        .map(phase -> phase.getKey() + " " + Words.seconds(phase.getValue()) + " s")
                        .collect(Collectors.joining(", "));
    }

    private String axis() {
        Ticks ticks = Ticks.upTo(scale);
        StringBuilder html = new StringBuilder("<svg class=\"axis\" aria-hidden=\"true\">");
        for (double tick : ticks.values()) {
            String anchor = tick == 0 ? "start" : tick / scale > 0.9 ? "end" : "middle";
            String x = percent(tick, scale);
            html.append("<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"0\" y2=\"6\"/><text x=\"" + x
                    + "\" y=\"20\" text-anchor=\"" + anchor + "\">" + escape(Ticks.label(tick)) + "</text>");
        }
        return html.append("</svg>\n").toString();
    }

    /** Of what is in a bar, and of no more. */
    private String key() {
        Set<String> seen = images.stream()
                .flatMap(image -> image.phases().entrySet().stream())
                .filter(phase -> phase.getValue() > 0)
                .map(phase -> kind(phase.getKey()))
                .collect(Collectors.toSet());
        return LEGEND.entrySet().stream()
                .filter(entry -> seen.contains(entry.getKey()))
                .map(entry -> "<li><svg class=\"swatch\" aria-hidden=\"true\"><rect class=\"" + entry.getKey()
                        + "\" width=\"100%\" height=\"100%\"/></svg>" + element("span", "", escape(entry.getValue()))
                        + "</li>")
                .collect(Collectors.joining("", "<ul class=\"key\">", "</ul>"));
    }

    private static String kind(String phase) {
        return KINDS.getOrDefault(phase, "other");
    }

    private static double length(ImageFigures image) {
        return image.phases().values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
