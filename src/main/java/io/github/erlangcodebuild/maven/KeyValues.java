package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/**
 * Maps from the POM's configuration, or from a property as {@code a=1,b=2}: Maven itself reads no map from a property. The command
 * line comes first, the configuration next, the POM's properties last.
 */
final class KeyValues {

    private KeyValues() {}

    /**
     * The map of a parameter.
     *
     * @param name the parameter's name
     * @param configured what the POM has, or null
     * @throws ActionableException when the property is not of the form {@code a=1,b=2}
     */
    static Map<String, String> of(MavenSession session, String name, @Nullable Map<String, String> configured) {
        String property = "erlang-codebuild." + name;
        String typed = session.getUserProperties().getProperty(property);
        if (typed != null) {
            return parse("-D" + property, typed);
        }
        if (configured != null) {
            return withoutNulls(configured);
        }
        String ofPom = session.getCurrentProject().getProperties().getProperty(property);
        return ofPom == null ? Map.of() : parse("<" + property + "> in the <properties>", ofPom);
    }

    private static Map<String, String> parse(String property, String given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : given.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals < 1) {
                throw new ActionableException(
                        property + " has '" + pair.trim() + "', which is not name=value.",
                        "Write it as name=value,other=value; values with commas go into the POM's <configuration>.");
            }
            values.put(
                    pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
        return values;
    }

    /** An empty element in a POM is a null here, and an empty value to whoever wrote it. */
    private static Map<String, String> withoutNulls(Map<String, String> configured) {
        Map<String, String> values = new LinkedHashMap<>();
        configured.forEach((key, value) -> values.put(key, value == null ? "" : value));
        return values;
    }
}
