package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.rollout.ImageChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of a rollout on the console: what changed, and how to go back. */
public final class RolloutSummary {

    private RolloutSummary() {}

    /**
     * The lines that say what a rollout did.
     *
     * @param rollbackCommands the commands that take it back
     */
    public static List<String> done(String image, List<ImageChange> changes, List<String> rollbackCommands) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (changes.stream().noneMatch(ImageChange::isNeeded)) {
            lines.add("Already on " + image + ", nothing was changed.");
            lines.add("");
            return lines;
        }
        lines.add("Rolled out " + image);
        changes.forEach(change -> lines.addAll(lines(change)));
        lines.add("");
        lines.add("The way back:");
        rollbackCommands.forEach(command -> lines.add("  " + command));
        if (changes.stream().anyMatch(change -> change.beside().contains("registry credential"))) {
            lines.add("  and then give the project its registry credential again, which the command does not know");
        }
        lines.add("");
        return lines;
    }

    /** The lines that say what a rollout would do. */
    public static List<String> planned(List<ImageChange> changes, List<ResourceChange> resources) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        boolean needed = changes.stream().anyMatch(ImageChange::isNeeded);
        lines.add("Dry run, nothing is changed. A rollout would change" + (needed ? "" : " nothing:"));
        changes.forEach(change -> lines.addAll(lines(change)));
        if (!resources.isEmpty()) {
            lines.add("  CloudFormation would");
            resources.forEach(resource -> lines.add("    " + line(resource)));
        }
        if (resources.stream().anyMatch(ResourceChange::destroys)) {
            lines.add("  and so needs -Derlang-codebuild.allowReplacement=true");
        }
        lines.add("");
        return lines;
    }

    /**
     * What is said on Ctrl-C while a test build runs.
     *
     * @param build that it goes on
     */
    public static String shutdownMessage(String build, List<String> rollbackCommands) {
        return build
                + (rollbackCommands.isEmpty()
                        ? "\nThis rollout had changed nothing."
                        : "\nThe rollout stands: nothing goes back by itself. If that build fails, go back with\n  "
                                + String.join("\n  ", rollbackCommands));
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

    /** What CloudFormation would do to a resource: {@code modify  Project (AWS::CodeBuild::Project)}. */
    static String line(ResourceChange change) {
        String action = change.replacement().equals("True")
                ? "replace"
                : change.action().toLowerCase(Locale.ROOT);
        return String.format("%-7s %s (%s)", action, change.resource(), change.type())
                + (change.replacement().equals("Conditional") ? ", and perhaps replace it" : "");
    }
}
