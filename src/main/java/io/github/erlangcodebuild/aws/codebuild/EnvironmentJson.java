package io.github.erlangcodebuild.aws.codebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;

/**
 * The environment of a project as {@code BatchGetProjects} gave it, and as {@code UpdateProject} takes it back. It may have members
 * that AWS added after the SDK was made.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html">AWS CodeBuild,
 *     ProjectEnvironment</a>
 */
final class EnvironmentJson {

    /** What AWS says of a project's Docker server and takes from nobody. */
    private static final String OUTPUT_ONLY = "status";

    private final ObjectNode json;

    private EnvironmentJson(ObjectNode json) {
        this.json = json;
    }

    /**
     * The environment of one project.
     *
     * @param answer of {@code BatchGetProjects}
     */
    static EnvironmentJson of(JsonNode answer, String project) {
        for (JsonNode each : answer.path("projects")) {
            if (each.path("name").asText().equals(project)
                    && each.path("environment") instanceof ObjectNode environment) {
                return new EnvironmentJson(environment);
            }
        }
        throw new IllegalArgumentException("no environment of " + project + " in " + answer);
    }

    /** The same environment with another image, and without what only AWS writes. */
    EnvironmentJson with(ProjectImage image) {
        ObjectNode changed = json.deepCopy();
        changed.put("image", image.name());
        changed.put("imagePullCredentialsType", image.pullCredentials().name());
        changed.remove("registryCredential");
        image.registryCredential().ifPresent(secret -> changed.putObject("registryCredential")
                .put("credential", secret)
                .put("credentialProvider", "SECRETS_MANAGER"));
        if (changed.get("dockerServer") instanceof ObjectNode server) {
            server.remove(OUTPUT_ONLY);
        }
        return new EnvironmentJson(changed);
    }

    /** The members that the SDK does not know, by name. */
    List<String> unknown() {
        List<String> known = ProjectEnvironment.builder().build().sdkFields().stream()
                .map(SdkField::locationName)
                .toList();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!known.contains(member.getKey())) {
                unknown.add(member.getKey());
            }
        }
        return unknown;
    }

    ObjectNode json() {
        return json;
    }
}
