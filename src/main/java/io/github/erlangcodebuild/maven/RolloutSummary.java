package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.aws.ImageChange;
import io.github.erlangcodebuild.aws.ResourceChange;
import io.github.erlangcodebuild.aws.RolledOut;
import io.github.erlangcodebuild.aws.RolloutPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The end of a rollout on the console: what changed, and how to go back. */
final class RolloutSummary {

    private RolloutSummary() {}

    /**
     * The lines that say what a rollout did.
     *
     * @param options further parameters that the way back needs, by name
     */
    static List<String> of(RolledOut rolledOut, Map<String, String> options) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (!rolledOut.changed()) {
            lines.add("Already on " + rolledOut.image() + ", nothing was changed.");
            lines.add("");
            return lines;
        }
        lines.add("Rolled out " + rolledOut.image());
        rolledOut.changes().forEach(change -> lines.addAll(lines(change)));
        lines.add("");
        lines.add("The way back:");
        goingBack(rolledOut.changes(), options).forEach(command -> lines.add("  " + command));
        lines.add("");
        return lines;
    }

    /** The lines that say what a rollout would do. */
    static List<String> of(RolloutPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Dry run, nothing is changed. A rollout would " + (plan.isNeeded() ? "change" : "change nothing:"));
        plan.changes().forEach(change -> lines.addAll(lines(change)));
        if (!plan.resources().isEmpty()) {
            lines.add("  CloudFormation would");
            plan.resources().forEach(resource -> lines.add("    " + line(resource)));
        }
        lines.add("");
        return lines;
    }

    private static List<String> lines(ImageChange change) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + change.subject());
        if (!change.isNeeded()) {
            lines.add("    has     " + change.to() + " already");
            return lines;
        }
        lines.add("    from    " + change.from());
        lines.add("    to      " + change.to());
        if (!change.beside().isEmpty()) {
            lines.add("    with    " + change.beside());
        }
        return lines;
    }

    private static String line(ResourceChange change) {
        String what = change.resource() + " (" + change.type() + ")";
        if (change.replacement().equals("True")) {
            return "replace " + what;
        }
        return change.action().toLowerCase(java.util.Locale.ROOT) + "  " + what
                + (change.replacement().equals("Conditional") ? ", and replace it perhaps" : "");
    }

    /** A command for each image of before: those of several projects may differ. */
    private static List<String> goingBack(List<ImageChange> changes, Map<String, String> options) {
        Map<String, List<ImageChange>> byImage = changes.stream()
                .filter(ImageChange::isNeeded)
                .collect(Collectors.groupingBy(ImageChange::from, LinkedHashMap::new, Collectors.toList()));
        List<String> commands = new ArrayList<>();
        byImage.forEach((image, those) -> {
            boolean stack = those.get(0).subject().startsWith("stack ");
            StringBuilder command = new StringBuilder(
                            "mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:rollout")
                    .append(parameter("image", image))
                    .append(parameter(
                            stack ? "stackName" : "projects",
                            those.stream().map(ImageChange::name).collect(Collectors.joining(","))));
            options.forEach((name, value) -> command.append(parameter(name, value)));
            commands.add(command.toString());
        });
        return commands;
    }

    private static String parameter(String name, String value) {
        return " -Derlang-codebuild." + name + "=" + value;
    }
}
