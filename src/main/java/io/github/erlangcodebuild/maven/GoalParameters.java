package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.SimilarName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;

/**
 * The parameters of all goals, to hold against them what a user has given. Maven itself passes over a name that no parameter has,
 * and takes everything but {@code true} for false: a dry run with a slip in it would push.
 */
final class GoalParameters {

    /** What the name of a parameter begins with, as a property. */
    static final String PREFIX = "erlang-codebuild.";

    private final String running;

    /** The parameters with their types, by goal. */
    private final SortedMap<String, SortedMap<String, String>> goals = new TreeMap<>();

    /**
     * @param running the goal that runs
     * @param goals all goals of the plugin
     */
    GoalParameters(String running, Collection<MojoDescriptor> goals) {
        this.running = running;
        for (MojoDescriptor goal : goals) {
            SortedMap<String, String> types = new TreeMap<>();
            goal.getParameters().stream()
                    .filter(Parameter::isEditable)
                    .forEach(parameter -> types.put(parameter.getName(), parameter.getType()));
            this.goals.put(goal.getGoal(), types);
        }
    }

    /** The goal that runs. */
    String running() {
        return running;
    }

    /** The parameters of the goal that runs. */
    Collection<String> ofRunning() {
        return parameters(running).keySet();
    }

    /** The goals that have a parameter of this name, {@code help} of Maven's own among them. */
    List<String> owners(String name) {
        return goals.keySet().stream()
                .filter(goal -> parameters(goal).containsKey(name))
                .toList();
    }

    /** As {@link #owners}, without {@code help}, whose parameters have no prefix as properties. */
    List<String> ownersOfProperty(String name) {
        return owners(name).stream().filter(goal -> !goal.equals("help")).toList();
    }

    /**
     * Refuses a value of a switch that is neither on nor off.
     *
     * @param given what was given, as it was written: {@code -Derlang-codebuild.dryRun}
     * @param name the parameter's name
     */
    void requireSwitch(String given, String name, String value) {
        boolean isSwitch =
                owners(name).stream().map(goal -> parameters(goal).get(name)).anyMatch("boolean"::equals);
        if (isSwitch && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new ActionableException(
                    given + " is '" + value + "', which is neither true nor false.", "Give one of the two.");
        }
    }

    /**
     * The failure for a name that no goal has a parameter for.
     *
     * @param given what was given, as it was written: {@code -Derlang-codebuild.repositry}
     * @param name the name in it
     * @param written a parameter's name as it is written there
     */
    ActionableException unknown(String given, String name, UnaryOperator<String> written) {
        List<String> names = new ArrayList<>(ofRunning());
        goals.forEach((goal, types) -> {
            if (!goal.equals("help")) {
                names.addAll(types.keySet());
            }
        });
        return new ActionableException(
                given + " is no parameter of this plugin.",
                SimilarName.of(name, names)
                                .map(near -> "Did you mean " + written.apply(near) + "? ")
                                .orElse("")
                        + "The parameters of " + running + ": " + String.join(", ", ofRunning()) + ".");
    }

    private Map<String, String> parameters(String goal) {
        return goals.getOrDefault(goal, new TreeMap<>());
    }
}
