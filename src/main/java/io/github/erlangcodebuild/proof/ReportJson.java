package io.github.erlangcodebuild.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;

/** A report as JSON. Values that are not known are left out. */
public final class ReportJson {

    private ReportJson() {}

    /** One JSON object, as text. */
    public static String text(BuildsReport report) {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 1);
        json.put("account", report.account());
        json.put("region", report.region());
        json.put("created", report.created().toString());
        ArrayNode projects = json.putArray("projects");
        report.projects().forEach(section -> project(projects.addObject(), section));
        return new String(Json.writeIndented(json), StandardCharsets.UTF_8) + "\n";
    }

    private static void project(ObjectNode json, BuildsReport.Section section) {
        ProjectReport report = section.report();
        json.put("project", report.project());
        report.imageInUse().ifPresent(image -> json.put("imageInUse", image));
        json.put("running", report.running());
        ArrayNode images = json.putArray("images");
        report.images().forEach(image -> image(images.addObject(), image, report.prices()));
        ArrayNode builds = json.putArray("builds");
        report.history().forEach(build -> build(builds.addObject(), build));
        ArrayNode comparisons = json.putArray("comparisons");
        report.comparisons().forEach(comparison -> comparison(comparisons.addObject(), comparison));
        ObjectNode provisioning = json.putObject("provisioning");
        provisioning.put("answer", report.provisioning().answer().name());
        section.provisioning().forEach(provisioning.putArray("notes")::add);
    }

    private static void image(ObjectNode json, ImageFigures image, Prices prices) {
        json.put("image", image.image());
        json.put("curated", image.curated());
        json.put("lastStarted", image.lastStarted().toString());
        json.putObject("builds")
                .put("succeeded", image.succeeded())
                .put("failed", image.failed())
                .put("stopped", image.stopped());
        ObjectNode seconds = json.putObject("medianSeconds");
        image.phases().forEach(seconds::put);
        put(seconds, "total", image.total());
        put(json, "medianUsd", image.cost());
        ArrayNode computes = json.putArray("compute");
        image.computes().forEach(compute -> {
            ObjectNode node = computes.addObject();
            node.put("environmentType", compute.environmentType());
            node.put("computeType", compute.computeType());
            node.put("reservedCapacity", compute.reserved());
            prices.of(compute).ifPresent(usd -> node.put("usdPerMinute", usd));
        });
    }

    private static void build(ObjectNode json, EndedBuild build) {
        json.put("id", build.id());
        json.put("image", build.image());
        json.put("outcome", build.outcome().name().toLowerCase(Locale.ROOT));
        json.put("started", build.started().toString());
        json.put("seconds", build.totalSeconds());
    }

    private static void comparison(ObjectNode json, Comparison comparison) {
        json.put("before", comparison.before().image());
        json.put("after", comparison.after().image());
        json.put("ratio", rounded(comparison.ratio()));
        json.put("verdict", comparison.verdict().name().toLowerCase(Locale.ROOT));
        json.put("sameCompute", comparison.sameCompute());
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(figure -> json.put(name, rounded(figure)));
    }

    private static double rounded(double figure) {
        return Math.round(figure * 1e6) / 1e6;
    }
}
