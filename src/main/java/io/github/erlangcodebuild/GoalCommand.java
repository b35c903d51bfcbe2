package io.github.erlangcodebuild;

/**
 * A command that goals print for the user to type. It has the plugin's version, so that it runs where no POM names one, and runs
 * what printed it.
 */
public final class GoalCommand {

    private static final String PLUGIN = "mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:"
            + Resources.text(GoalCommand.class, "version.txt").strip() + ":";

    private GoalCommand() {}

    /** The command that runs a goal; parameters may follow. */
    public static String of(String goal) {
        return PLUGIN + goal;
    }
}
