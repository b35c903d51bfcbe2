package io.github.erlangcodebuild.maven;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the {@code <configuration>} that the POM has for what runs. It has to be read from the model: what Maven gives the
 * execution has only what the goal has parameters for.
 */
final class PomConfiguration {

    private final GoalParameters parameters;
    private final MavenProject project;
    private final MojoExecution execution;
    private final ExpressionEvaluator evaluator;
    private final Properties typed;
    private final Consumer<String> warn;

    /**
     * What the POM says of what runs.
     *
     * @param execution what runs
     * @param evaluator evaluates what is left of the expressions in it
     * @param typed what was given with {@code -D}
     * @param warn takes a warning
     */
    PomConfiguration(
            GoalParameters parameters,
            MavenProject project,
            MojoExecution execution,
            ExpressionEvaluator evaluator,
            Properties typed,
            Consumer<String> warn) {
        this.parameters = parameters;
        this.project = project;
        this.execution = execution;
        this.evaluator = evaluator;
        this.typed = typed;
        this.warn = warn;
    }

    /**
     * Refuses an element that no goal has a parameter for, and a switch that is neither on nor off. A parameter of another goal is
     * fine: the plugin's configuration is that of all its goals. Warns of a value that wins over another one with {@code -D}.
     */
    void check() {
        plugin().ifPresent(this::check);
    }

    /** As Maven looks it up: a goal that was typed has the configuration of the plugin management. */
    private Optional<Plugin> plugin() {
        List<PluginContainer> places = new ArrayList<>();
        if (project.getBuild() != null) {
            places.add(project.getBuild());
        }
        if (project.getPluginManagement() != null) {
            places.add(project.getPluginManagement());
        }
        return places.stream()
                .flatMap(place -> place.getPlugins().stream())
                .filter(plugin -> plugin.getGroupId().equals(execution.getGroupId())
                        && plugin.getArtifactId().equals(execution.getArtifactId()))
                .findFirst();
    }

    private void check(Plugin plugin) {
        Map<ConfigurationContainer, String> places = new LinkedHashMap<>();
        places.put(plugin, "");
        for (PluginExecution each : plugin.getExecutions()) {
            if (each.getId().equals(execution.getExecutionId())) {
                places.put(each, " of the execution " + each.getId());
            }
        }
        places.forEach((place, name) -> {
            if (place.getConfiguration() instanceof Xpp3Dom configuration) {
                for (Xpp3Dom element : configuration.getChildren()) {
                    check(
                            element,
                            PomLocation.of(element.getInputLocation())
                                    .or(() -> PomLocation.file(place.getLocation("configuration")))
                                    .orElseGet(() -> PomLocation.ofProject(project)),
                            name);
                }
            }
        });
    }

    private void check(Xpp3Dom element, String location, String place) {
        String name = element.getName();
        String given = "<" + name + "> in the <configuration>" + place + ", " + location + ",";
        if (parameters.owners(name).isEmpty()) {
            String bare =
                    name.startsWith(GoalParameters.PREFIX) ? name.substring(GoalParameters.PREFIX.length()) : name;
            throw parameters.unknown(given, bare, near -> "<" + near + ">");
        }
        if (element.getChildCount() == 0) {
            evaluate(element.getValue()).ifPresent(value -> {
                parameters.requireSwitch(given, name, value);
                String property = GoalParameters.PREFIX + name;
                String other = typed.getProperty(property);
                if (other != null && !other.trim().equals(value.trim())) {
                    warn.accept("-D" + property + "=" + other + " has no effect: <" + name + "> in the <configuration>"
                            + place + ", " + location + ", comes first. Move it to <properties>, as <" + property
                            + ">, to have -D win.");
                }
            });
        }
    }

    /** Empty for an expression that has no value: there Maven takes the default, as if the element were not there. */
    private Optional<String> evaluate(@Nullable String value) {
        if (value == null) {
            return Optional.of("");
        }
        try {
            return Optional.ofNullable(evaluator.evaluate(value.trim())).map(String::valueOf);
        } catch (ExpressionEvaluationException e) {
            return Optional.empty(); // Maven has evaluated it before, and would have failed
        }
    }
}
