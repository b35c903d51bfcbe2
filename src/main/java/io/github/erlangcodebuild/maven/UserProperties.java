package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;

/**
 * Looks through what the user gave with {@code -D}. Maven itself passes over a name that no parameter has, and takes
 * everything but {@code true} for false: a dry run with a slip in it would push.
 */
final class UserProperties {

    private static final String PREFIX = "erlang-codebuild.";

    private UserProperties() {}

    /**
     * Refuses a name that no goal has a parameter for, and a switch that is neither on nor off.
     *
     * @param goals all goals of the plugin: one command line may run several of them
     */
    static void check(Properties given, List<MojoDescriptor> goals) {
        SortedMap<String, String> types = new TreeMap<>();
        for (MojoDescriptor goal : goals) {
            for (Parameter parameter : goal.getParameters()) {
                if (parameter.isEditable()) {
                    types.put(parameter.getName(), parameter.getType());
                }
            }
        }
        for (String property : given.stringPropertyNames()) {
            if (property.startsWith(PREFIX)) {
                check(property, given.getProperty(property), types);
            }
        }
    }

    private static void check(String property, String value, Map<String, String> types) {
        String type = types.get(property.substring(PREFIX.length()));
        if (type == null) {
            throw new ActionableException(
                    "-D" + property + " is no parameter of this plugin.",
                    "It has these: " + String.join(", ", types.keySet()) + ".");
        }
        // Maven sets a property that is given without a value to true
        if (type.equals("boolean") && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new ActionableException(
                    "-D" + property + " is '" + value + "', which is neither true nor false.", "Give one of the two.");
        }
    }
}
