package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.ActionableException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to look at.
 *
 * @param host where the goal runs
 * @param goals those whose rights are checked: {@code push}, {@code bootstrap}, {@code rollout}
 * @param erlangVersion the OTP version that builds are to have
 * @param architecture of the base image: {@code amd64} or {@code arm64}
 * @param repository the repository in Amazon ECR
 * @param bootstrapStack bootstrap's stack
 * @param stack the stack that a rollout changes
 * @param projects the projects that a rollout changes
 * @param options by goal, what the next command has to be told besides, by name of its parameter
 */
public record DoctorRequest(
        Host host,
        List<String> goals,
        String erlangVersion,
        String architecture,
        String repository,
        String bootstrapStack,
        Optional<String> stack,
        List<String> projects,
        Map<String, Map<String, String>> options) {

    private static final List<String> GOALS = List.of("push", "bootstrap", "rollout");

    public DoctorRequest {
        goals = List.copyOf(new LinkedHashSet<>(goals));
        projects = List.copyOf(projects);
        options = Map.copyOf(options);
        for (String goal : goals) {
            if (!GOALS.contains(goal)) {
                throw new ActionableException(
                        "goals has '" + goal + "', whose rights doctor does not know.",
                        "Name some of push, bootstrap and rollout, with commas between them.");
            }
        }
        if (stack.isPresent() && !projects.isEmpty()) {
            throw new ActionableException(
                    "Both stackName and projects are set: a rollout changes a stack or projects, not both.",
                    "Give one of the two.");
        }
    }

    /**
     * What the goal runs on.
     *
     * @param javaVersion {@code 17.0.12}
     * @param javaVendor {@code Eclipse Adoptium}
     * @param mavenVersion {@code 3.9.9}
     * @param pluginVersion {@code 1.0.0}
     * @param system the operating system with its version and architecture
     */
    public record Host(
            String javaVersion, String javaVendor, String mavenVersion, String pluginVersion, String system) {}
}
