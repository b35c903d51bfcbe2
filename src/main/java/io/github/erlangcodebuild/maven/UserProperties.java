package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;

/**
 * Looks through what the user gave with {@code -D}. Maven itself passes over a name that no parameter has, and takes
 * everything but {@code true} for false: a dry run with a slip in it would push.
 */
final class UserProperties {

    private static final String PREFIX = "erlang-codebuild.";

    private final String running;
    private final List<String> commandLine;
    private final Consumer<String> warn;

    /** The parameters with their types, by goal. */
    private final SortedMap<String, SortedMap<String, String>> goals = new TreeMap<>();

    private UserProperties(
            String running, List<MojoDescriptor> goals, List<String> commandLine, Consumer<String> warn) {
        this.running = running;
        this.commandLine = commandLine;
        this.warn = warn;
        for (MojoDescriptor goal : goals) {
            if (!goal.getGoal().equals("help")) { // Maven's own, whose parameters have no prefix
                SortedMap<String, String> types = new TreeMap<>();
                goal.getParameters().stream()
                        .filter(Parameter::isEditable)
                        .forEach(parameter -> types.put(parameter.getName(), parameter.getType()));
                this.goals.put(goal.getGoal(), types);
            }
        }
    }

    /**
     * Refuses a name that no goal has a parameter for, and a switch that is neither on nor off. A parameter of other goals is
     * warned of where none of them runs; it is not refused, since {@code .mvn/maven.config} gives it to all alike.
     *
     * @param running the goal that runs
     * @param goals all goals of the plugin: one command line may run several of them
     * @param commandLine the phases and goals that Maven was called with
     * @param warn takes a warning
     */
    static void check(
            Properties given,
            String running,
            List<MojoDescriptor> goals,
            List<String> commandLine,
            Consumer<String> warn) {
        UserProperties properties = new UserProperties(running, goals, commandLine, warn);
        for (String property : given.stringPropertyNames()) {
            if (property.startsWith(PREFIX)) {
                properties.check(property, given.getProperty(property));
            }
        }
    }

    private void check(String property, String value) {
        String name = property.substring(PREFIX.length());
        List<String> owners = goals.keySet().stream()
                .filter(goal -> parameters(goal).containsKey(name))
                .toList();
        if (owners.isEmpty()) {
            throw unknown(property, name);
        }
        // Maven sets a property that is given without a value to true
        boolean isSwitch =
                owners.stream().map(goal -> parameters(goal).get(name)).anyMatch("boolean"::equals);
        if (isSwitch && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new ActionableException(
                    "-D" + property + " is '" + value + "', which is neither true nor false.", "Give one of the two.");
        }
        if (owners.stream().noneMatch(this::mayRun)) {
            warn.accept("-D" + property + " is passed over: it is a parameter of " + String.join(" and ", owners)
                    + ", and " + running + " has none of that name.");
        }
    }

    private ActionableException unknown(String property, String name) {
        List<String> names = new ArrayList<>(parameters(running).keySet());
        goals.values().forEach(types -> names.addAll(types.keySet()));
        return new ActionableException(
                "-D" + property + " is no parameter of this plugin.",
                SimilarName.of(name, names)
                                .map(near -> "Did you mean -D" + PREFIX + near + "? ")
                                .orElse("")
                        + "The parameters of " + running + ": "
                        + String.join(", ", parameters(running).keySet()) + ".");
    }

    /** A phase may have any goal bound to it, and without goals the POM's default runs. */
    private boolean mayRun(String goal) {
        return goal.equals(running)
                || commandLine.isEmpty()
                || commandLine.stream()
                        .anyMatch(called -> !called.contains(":")
                                || called.replaceFirst(".*:", "")
                                        .replaceFirst("@.*", "")
                                        .equals(goal));
    }

    private Map<String, String> parameters(String goal) {
        return goals.getOrDefault(goal, new TreeMap<>());
    }
}
