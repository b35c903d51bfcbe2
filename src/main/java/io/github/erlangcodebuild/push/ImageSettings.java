package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the user adds to the image's config.
 *
 * @param labels labels; they win over the base's and ours
 * @param environment environment variables; they win over the base's
 */
public record ImageSettings(SortedMap<String, String> labels, SortedMap<String, String> environment) {

    public ImageSettings {
        labels = new TreeMap<>(labels);
        environment = new TreeMap<>(environment);
        for (String name : labels.keySet()) {
            if (name.isBlank()) {
                throw new ActionableException("A label has no name.", "Give every label a name.");
            }
        }
        for (String name : environment.keySet()) {
            if (name.isBlank() || name.contains("=")) {
                throw new ActionableException(
                        "environment has '" + name + "', which is no name of an environment variable.",
                        "Leave = out of names, and let no name be empty.");
            }
        }
    }

    public static ImageSettings none() {
        return of(Map.of(), Map.of());
    }

    public static ImageSettings of(Map<String, String> labels, Map<String, String> environment) {
        return new ImageSettings(new TreeMap<>(labels), new TreeMap<>(environment));
    }
}
