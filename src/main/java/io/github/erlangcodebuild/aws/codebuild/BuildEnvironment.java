package io.github.erlangcodebuild.aws.codebuild;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a build runs in, instead of what its project says. Compute type and role stay the project's.
 *
 * @param type the kind of machine
 * @param image the image, as CodeBuild names it
 * @param variables the environment variables that are set in addition, as plain text
 */
public record BuildEnvironment(EnvironmentType type, String image, Map<String, String> variables) {

    public BuildEnvironment {
        variables = new TreeMap<>(variables);
    }

    /** Whose credentials the image is pulled with. */
    public PullCredentials pullCredentials() {
        return PullCredentials.of(image);
    }
}
