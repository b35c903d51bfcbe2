package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.ChangeSet;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.cloudformation.Stack;
import io.github.erlangcodebuild.aws.cloudformation.StackChange;
import io.github.erlangcodebuild.aws.cloudformation.StackDeployment;
import io.github.erlangcodebuild.aws.cloudformation.TemplateParameters;
import io.github.erlangcodebuild.aws.codebuild.PullCredentials;
import io.github.erlangcodebuild.aws.s3.ToolchainBucket;
import io.github.erlangcodebuild.aws.s3.ToolchainStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The stack of the bootstrap: the bucket that toolchains are stored in, and the project that compiles them. */
final class BootstrapStack {

    private static final String CREATE_BUCKET = "CreateBucket";
    private static final String BUCKET = "BucketName";
    private static final String PROJECT = "ProjectName";

    private final Aws aws;
    private final BootstrapRequest request;
    private final StackDeployment deployment;
    private final ToolchainStore store;

    BootstrapStack(Aws aws, BootstrapRequest request, StackDeployment deployment, ToolchainStore store) {
        this.aws = aws;
        this.request = request;
        this.deployment = deployment;
        this.store = store;
    }

    /**
     * What the stack is for.
     *
     * @param bucket the name of the bucket
     * @param project the name of the CodeBuild project
     */
    record Outputs(String bucket, String project) {}

    /**
     * Whether there is no such stack yet.
     *
     * @throws ActionableException when there is one that cannot be changed
     */
    boolean isNew() {
        return deployment.changeable().isEmpty();
    }

    /** The bucket that a new stack would create; empty when there is one already that it would use. */
    Optional<String> newBucket() {
        String create = Optional.ofNullable(request.stackParameters().get(CREATE_BUCKET))
                .orElseGet(() -> String.valueOf(!store.exists()));
        return Optional.of(ToolchainBucket.name(aws)).filter(name -> Boolean.parseBoolean(create));
    }

    /**
     * What would become of the stack that is there. It does not change.
     *
     * @param builds those that it is needed for
     * @throws ActionableException when the stack is not the bootstrap's, or cannot be changed, or not in this way
     */
    List<ResourceChange> plan(List<ToolchainBuild> builds) {
        Optional<ChangeSet> planned = deployment.plan(change(builds));
        planned.ifPresent(deployment::discard);
        return planned.map(ChangeSet::resources).orElse(List.of());
    }

    /**
     * Creates the stack, or brings it up to date.
     *
     * @param builds those that it is needed for
     * @throws ActionableException when the stack is not the bootstrap's, or that failed
     */
    Outputs deploy(List<ToolchainBuild> builds) {
        deployment.deploy(change(builds));
        Map<String, String> outputs = deployment.outputs();
        return new Outputs(output(outputs, BUCKET), output(outputs, PROJECT));
    }

    /** The command that deletes the stack. */
    String deletion() {
        return deployment.deletion();
    }

    private StackChange change(List<ToolchainBuild> builds) {
        String template = ToolchainScripts.template();
        return new StackChange(
                Optional.of(template),
                parameters(builds, template),
                List.of("CAPABILITY_IAM"),
                Map.of("Purpose", "erlang-toolchain"));
    }

    /** Those that the user gives; the others stay as they are. A bucket that an earlier stack left behind is used again. */
    private List<StackChange.Parameter> parameters(List<ToolchainBuild> builds, String template) {
        Map<String, String> given = new TreeMap<>(request.stackParameters());
        // for the project's role, which pulls such an image, and may pull no others
        builds.stream()
                .filter(build -> build.environment().pullCredentials() == PullCredentials.SERVICE_ROLE)
                .forEach(build -> given.putIfAbsent(
                        build.architecture().equals("arm64") ? "ArmBaseImage" : "BaseImage", build.image()));
        List<StackChange.Parameter> parameters = new ArrayList<>();
        Optional<Stack> current = deployment.changeable();
        current.ifPresent(BootstrapStack::requireOurs);
        if (current.isEmpty()) {
            given.putIfAbsent(CREATE_BUCKET, String.valueOf(!store.exists()));
        } else {
            Set<String> declared = new TemplateParameters(aws).of(template);
            current.get().parameters().stream()
                    .map(Stack.Parameter::name)
                    .filter(declared::contains)
                    .filter(name -> !given.containsKey(name))
                    .map(StackChange.Parameter::kept)
                    .forEach(parameters::add);
        }
        given.forEach((name, value) -> parameters.add(StackChange.Parameter.set(name, value)));
        return parameters;
    }

    /** Another stack's resources would all be deleted. */
    private static void requireOurs(Stack stack) {
        if (!stack.outputs().keySet().containsAll(Set.of(BUCKET, PROJECT))) {
            throw new ActionableException(
                    "The stack " + stack.name() + " is there already, and is not the bootstrap's.",
                    "Choose another name with -Derlang-codebuild.stackName=….");
        }
    }

    private static String output(Map<String, String> outputs, String name) {
        String value = outputs.get(name);
        if (value == null) {
            throw new ActionableException(
                    "The stack has no output " + name + ", so it is not the bootstrap's.",
                    "Choose another name with -Derlang-codebuild.stackName=….");
        }
        return value;
    }
}
