package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which image is rolled out, and where: to a parameter of a stack, or to CodeBuild projects.
 *
 * @param image the image
 * @param pin whether CodeBuild is given the image by its digest
 * @param stack the stack and its parameter; empty when projects are named
 * @param projects the names of the CodeBuild projects; empty when a stack is named
 * @param allowReplacement whether the update may remove or replace resources of the stack
 * @param testBuild the test builds that are to follow; empty for none
 */
public record RolloutRequest(
        Image image,
        boolean pin,
        Optional<StackParameter> stack,
        List<String> projects,
        boolean allowReplacement,
        Optional<TestBuildRequest> testBuild) {

    private static final Pattern STACK_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z0-9]{1,255}");
    private static final Pattern PROJECT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,254}");

    public RolloutRequest {
        projects = List.copyOf(new LinkedHashSet<>(projects));
        requireTarget(stack, projects);
        for (String project : projects) {
            if (!PROJECT_NAME.matcher(project).matches()) {
                throw new ActionableException(
                        "projects has '" + project + "', which is not a name of a CodeBuild project.",
                        "Give names, not ARNs: letters, digits, - and _, with commas between them.");
            }
        }
    }

    /**
     * Requires that either a stack or projects are named. This can be checked before the image is known.
     *
     * @throws ActionableException when neither is named, or both are
     */
    public static void requireTarget(Optional<StackParameter> stack, List<String> projects) {
        if (stack.isEmpty() && projects.isEmpty()) {
            throw new ActionableException(
                    "Neither a stack nor a project is named that is to use the image.",
                    "Name the CloudFormation stack with -Derlang-codebuild.stackName=…, or CodeBuild projects that belong to"
                            + " no stack with -Derlang-codebuild.projects=a,b.");
        }
        if (stack.isPresent() && !projects.isEmpty()) {
            throw new ActionableException(
                    "Both a stack (" + stack.get().name() + ") and projects (" + String.join(", ", projects)
                            + ") are named.",
                    "Give one of the two, stackName or projects, and run it again for the other. Projects of the stack"
                            + " follow it by themselves.");
        }
    }

    /**
     * An image.
     *
     * @param name an image reference, or the name of a curated image: {@code aws/codebuild/…}
     * @param pushed the digest that was pushed under that name; empty when it is not known
     * @param architecture {@code amd64} or {@code arm64}; empty when it is not known
     */
    public record Image(String name, Optional<Digest> pushed, Optional<String> architecture) {

        /** An image of which only the name is known. */
        public static Image named(String name) {
            return new Image(name, Optional.empty(), Optional.empty());
        }
    }

    /**
     * A parameter of a CloudFormation stack.
     *
     * @param name the name of the stack
     * @param parameter the name of the parameter that holds the image
     */
    public record StackParameter(String name, String parameter) {

        public StackParameter {
            if (!STACK_NAME.matcher(name).matches()) {
                throw new ActionableException(
                        "stackName '" + name + "' is not a name of a CloudFormation stack.",
                        "Use letters, digits and hyphens, a letter in front.");
            }
            if (!PARAMETER_NAME.matcher(parameter).matches()) {
                throw new ActionableException(
                        "stackParameter '" + parameter + "' is not a name of a template's parameter.",
                        "Name the one that holds the image: letters and digits, such as CodeBuildImage.");
            }
        }
    }
}
