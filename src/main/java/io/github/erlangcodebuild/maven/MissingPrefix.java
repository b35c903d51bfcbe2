package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Looks for names of our parameters that the user gave with {@code -D} without our prefix, or with one that is nearly ours.
 * {@code dryRun} is the one that matters most: whoever typed it wants nothing changed.
 */
final class MissingPrefix {

    private static final String DRY_RUN = GoalParameters.PREFIX + "dryRun";
    private static final Pattern NEARLY_OURS =
            Pattern.compile("(erlang[.-]?)?code[.-]?build[.-]dry-?run", Pattern.CASE_INSENSITIVE);

    private MissingPrefix() {}

    /**
     * Refuses a dry run with a prefix that is nearly ours. One without a prefix is refused where a goal of ours was typed. Where ours
     * runs in a phase, it is only warned of, since other plugins have it. Other names without the prefix are warned of where a
     * goal of ours was typed.
     *
     * @param typed whether a goal of ours was typed
     * @param warn takes a warning
     */
    static void check(Properties given, GoalParameters parameters, boolean typed, Consumer<String> warn) {
        for (String property : given.stringPropertyNames()) {
            if (NEARLY_OURS.matcher(property).matches() || property.equalsIgnoreCase("dryRun")) {
                boolean wanted = !given.getProperty(property).equalsIgnoreCase("false");
                if (wanted && !given.containsKey(DRY_RUN)) {
                    checkDryRun(property, typed, warn);
                }
            } else if (typed
                    && parameters.ofRunning().contains(property)
                    && !given.containsKey(GoalParameters.PREFIX + property)) {
                warn.accept("-D" + property + " has no effect: it has no prefix. Did you mean -D"
                        + GoalParameters.PREFIX + property + "=" + given.getProperty(property) + "?");
            }
        }
    }

    private static void checkDryRun(String property, boolean typed, Consumer<String> warn) {
        if (typed || NEARLY_OURS.matcher(property).matches()) {
            throw new ActionableException(
                    "-D" + property + " is no parameter of this plugin, so this would be no dry run.",
                    "Say -D" + DRY_RUN + "=true.");
        }
        warn.accept("This goal does not look at -D" + property + ". For a dry run, say -D" + DRY_RUN + "=true.");
    }
}
