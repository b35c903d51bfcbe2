package io.github.erlangcodebuild.maven;

import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/** Looks through what the user gave with {@code -D}. */
final class UserProperties {

    private UserProperties() {}

    /**
     * Refuses a name that no goal has a parameter for, and a switch that is neither on nor off. A parameter of other goals is
     * warned of where none of them runs; it is not refused, since {@code .mvn/maven.config} gives it to all alike.
     *
     * @param warn takes a warning
     */
    static void check(Properties given, GoalParameters parameters, CalledGoals called, Consumer<String> warn) {
        for (String property : given.stringPropertyNames()) {
            if (property.startsWith(GoalParameters.PREFIX)) {
                check(property, given.getProperty(property), parameters, called, warn);
            }
        }
    }

    private static void check(
            String property, String value, GoalParameters parameters, CalledGoals called, Consumer<String> warn) {
        String name = property.substring(GoalParameters.PREFIX.length());
        List<String> owners = parameters.ownersOfProperty(name);
        if (owners.isEmpty()) {
            throw parameters.unknown("-D" + property, name, near -> "-D" + GoalParameters.PREFIX + near);
        }
        // Maven sets a property that is given without a value to true
        parameters.requireSwitch("-D" + property, name, value);
        if (owners.stream().noneMatch(goal -> goal.equals(parameters.running()) || called.mayRun(goal))) {
            warn.accept("-D" + property + " has no effect: it is a parameter of " + String.join(" and ", owners)
                    + ", and " + parameters.running() + " has none of that name.");
        }
    }
}
