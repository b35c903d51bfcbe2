package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** Maps from the POM, or from the command line as {@code a=1,b=2}: Maven itself reads no map from a property. */
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
        String given = session.getUserProperties().getProperty(property);
        if (given == null) {
            return configured == null ? Map.of() : withoutNulls(configured);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : given.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals < 1) {
                throw new ActionableException(
                        "-D" + property + " has '" + pair.trim() + "', which is not name=value.",
                        "Write it as -D" + property + "=name=value,other=value; values with commas go into the POM.");
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
