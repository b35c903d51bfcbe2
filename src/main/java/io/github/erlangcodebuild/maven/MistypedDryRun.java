package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Looks for {@code -DdryRun} without our prefix, or with one that is nearly ours: whoever typed it wants nothing changed. */
final class MistypedDryRun {

    private static final String OURS = "erlang-codebuild.dryRun";
    private static final Pattern NEARLY_OURS =
            Pattern.compile("(erlang[.-]?)?code[.-]?build[.-]dry-?run", Pattern.CASE_INSENSITIVE);

    private MistypedDryRun() {}

    /**
     * Refuses a prefix that is nearly ours. One without a prefix is only warned of, since other plugins have it.
     *
     * @param warn takes a warning
     */
    static void check(Properties given, Consumer<String> warn) {
        if (given.containsKey(OURS)) {
            return;
        }
        for (String property : given.stringPropertyNames()) {
            if (given.getProperty(property).equalsIgnoreCase("false")) {
                continue;
            }
            if (NEARLY_OURS.matcher(property).matches()) {
                throw new ActionableException(
                        "-D" + property + " is no parameter of this plugin, so this would be no dry run.",
                        "Say -D" + OURS + "=true.");
            }
            if (property.equalsIgnoreCase("dryRun")) {
                warn.accept("This goal does not look at -D" + property + ". For a dry run, say -D" + OURS + "=true.");
            }
        }
    }
}
