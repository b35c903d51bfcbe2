package io.github.erlangcodebuild.maven;

import java.util.Properties;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/** Looks for slips in all that the user has given, wherever: Maven passes over them in silence. */
final class GivenParameters {

    private GivenParameters() {}

    /**
     * Looks at the command line, the POM's configuration, and the properties of POM and profiles.
     *
     * @param execution what runs
     * @param warn takes a warning
     * @throws io.github.erlangcodebuild.ActionableException for what cannot have been meant
     */
    static void check(MavenSession session, PluginDescriptor plugin, MojoExecution execution, Consumer<String> warn) {
        GoalParameters parameters = new GoalParameters(execution.getGoal(), plugin.getMojos());
        CalledGoals called = CalledGoals.of(session.getGoals(), plugin);
        boolean typed = execution.getSource() == MojoExecution.Source.CLI || called.isOursTyped();
        Properties given = typed(session);
        UserProperties.check(given, parameters, called, warn);
        MissingPrefix.check(session.getUserProperties(), parameters, typed, warn);
        new PomConfiguration(
                        parameters,
                        session.getCurrentProject(),
                        execution,
                        new PluginParameterExpressionEvaluator(session, execution),
                        given,
                        warn)
                .check();
        PomProperties.check(session.getCurrentProject(), parameters);
    }

    /** What was given with {@code -D}, on the command line or in {@code MAVEN_OPTS}, which Maven takes alike. */
    private static Properties typed(MavenSession session) {
        Properties typed = new Properties();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(GoalParameters.PREFIX)) {
                typed.setProperty(name, System.getProperty(name));
            }
        }
        typed.putAll(session.getUserProperties());
        return typed;
    }
}
