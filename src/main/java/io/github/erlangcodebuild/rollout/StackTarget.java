package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ChangeSet;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.cloudformation.Stack;
import io.github.erlangcodebuild.aws.cloudformation.StackChange;
import io.github.erlangcodebuild.aws.cloudformation.StackDeployment;
import io.github.erlangcodebuild.aws.cloudformation.StackProjects;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.codebuild.PullCredentials;
import io.github.erlangcodebuild.image.CuratedImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation stack of which one parameter is changed: template, other parameters and capabilities stay. So do tags,
 * notifications, role and rollback triggers, which CloudFormation keeps when a change set does not name them.
 */
final class StackTarget implements RolloutTarget {

    private final Aws aws;
    private final RolloutRequest.StackParameter at;
    private final RolloutLog log;
    private final StackDeployment deployment;
    private final Stack before;
    private final ImageChange change;

    private List<CodeBuildProject> reachable = List.of();
    private List<String> projects = List.of();

    @Nullable
    private ChangeSet planned;

    private StackTarget(
            Aws aws,
            RolloutRequest.StackParameter at,
            RolloutLog log,
            StackDeployment deployment,
            Stack before,
            ImageChange change) {
        this.aws = aws;
        this.at = at;
        this.log = log;
        this.deployment = deployment;
        this.before = before;
        this.change = change;
    }

    /** Looks at the stack, and has CloudFormation work out what would change. */
    static StackTarget plan(
            Aws aws, RolloutRequest.StackParameter at, RolloutImage image, RolloutLog log, Polling polling) {
        StackDeployment deployment = new StackDeployment(aws, at.name(), log, polling);
        Stack stack = require(deployment, aws, at.name());
        String from = valueOf(stack, at.parameter(), image.name());
        ImageChange change = new ImageChange(
                "stack " + at.name() + ", parameter " + at.parameter(), at.name(), from, image.name(), "");
        StackTarget target = new StackTarget(aws, at, log, deployment, stack, change);
        target.reachable = target.held();
        target.projects = target.fitting(image);
        target.plan();
        return target;
    }

    private static Stack require(StackDeployment deployment, Aws aws, String name) {
        return deployment
                .changeable()
                .orElseThrow(() -> new ActionableException(
                        "There is no stack " + name + " in account " + aws.account() + " in " + aws.region() + ".",
                        "Check name, account and region. A project without a stack is changed with"
                                + " -Derlang-codebuild.projects=…."));
    }

    /** @param image what it is to be changed to */
    private static String valueOf(Stack stack, String name, String image) {
        Stack.Parameter parameter = stack.parameters().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ActionableException(
                        "The stack " + stack.name() + " has no parameter " + name + ". It has " + parameters(stack)
                                + ".",
                        "Name the one that holds the image with -Derlang-codebuild.stackParameter=…, or give the template"
                                + " one: examples/stack.yaml shows how."));
        if (parameter.ofSystemsManager()) {
            throw new ActionableException(
                    "The parameter " + name + " of the stack " + stack.name()
                            + " names a parameter of Systems Manager, " + parameter.value()
                            + ", and not an image.",
                    "Change it there, with aws ssm put-parameter --overwrite --name " + parameter.value() + " --value "
                            + image + ", and update the stack.");
        }
        if (parameter.isHidden()) {
            throw new ActionableException(
                    "The value of the parameter " + name + " of the stack " + stack.name()
                            + " is hidden (NoEcho), so nothing could go back to it.",
                    "Take NoEcho off the parameter: the name of an image is no secret.");
        }
        return parameter.value();
    }

    private static String parameters(Stack stack) {
        return stack.parameters().isEmpty()
                ? "none"
                : stack.parameters().stream()
                        .map(Stack.Parameter::name)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private void plan() {
        if (!change.isNeeded()) {
            return;
        }
        planned = deployment.plan(setting(before, change.to())).orElse(null);
        if (before.parent().isPresent()) {
            log.warn(at.name() + " is nested in another stack, whose next update may take it back: "
                    + before.parent().get() + ". Change the parameter there.");
        }
        List<String> nested = resources().stream()
                .filter(resource -> resource.type().equals(StackProjects.NESTED))
                .map(ResourceChange::resource)
                .toList();
        if (!nested.isEmpty()) {
            log.notChecked("what CloudFormation would do within " + String.join(", ", nested)
                    + ": nested stacks have change sets of their own.");
        }
        if (planned != null && !changesProjects()) {
            log.warn("CloudFormation would change no CodeBuild project. Is " + at.parameter()
                    + " what its image comes from?");
        } else if (planned != null && projects.isEmpty()) {
            log.warn("No CodeBuild project of the stack is on " + change.from() + ", which the parameter "
                    + at.parameter() + " says. Is it what its image comes from?");
        }
    }

    private boolean changesProjects() {
        return resources().stream()
                .map(ResourceChange::type)
                .anyMatch(type -> type.equals(StackProjects.PROJECT) || type.equals(StackProjects.NESTED));
    }

    private StackChange setting(Stack stack, String image) {
        List<StackChange.Parameter> parameters = stack.parameters().stream()
                .map(Stack.Parameter::name)
                .map(name -> name.equals(at.parameter())
                        ? StackChange.Parameter.set(name, image)
                        : StackChange.Parameter.kept(name))
                .toList();
        return new StackChange(Optional.empty(), parameters, stack.capabilities(), Map.of());
    }

    @Override
    public List<ImageChange> changes() {
        return List.of(change);
    }

    @Override
    public List<ResourceChange> resources() {
        return planned == null ? List.of() : planned.resources();
    }

    @Override
    public void apply() {
        if (planned == null) {
            log.unchanged(at.name());
        } else {
            deployment.execute(planned);
            lookAgain();
        }
    }

    @Override
    public void discard() {
        if (planned != null) {
            deployment.discard(planned);
        }
    }

    @Override
    public List<ImageChange> undo() {
        Stack stack = require(deployment, aws, at.name());
        String now = valueOf(stack, at.parameter(), change.from());
        if (now.equals(change.from())) {
            log.unchanged(at.name());
            return List.of(change);
        }
        if (!now.equals(change.to())) {
            log.warn("Somebody has given the parameter " + at.parameter() + " of the stack " + at.name() + " the value "
                    + now + " since, so it does not go back to " + change.from() + ".");
            return List.of();
        }
        deployment.deploy(setting(stack, change.from()));
        return List.of(change);
    }

    @Override
    public List<String> projects() {
        return projects;
    }

    @Override
    public List<CodeBuildProject> reachable() {
        return reachable;
    }

    /** The projects of the stack that use its image, all of which can use the new one. */
    private List<String> fitting(RolloutImage image) {
        List<CodeBuildProject> using = using(change.from(), reachable);
        using.forEach(project -> image.requireFits(project, log));
        return using.stream().map(CodeBuildProject::name).toList();
    }

    /** The change is made, so what cannot be looked at any more is said and does not count as a failure. */
    private void lookAgain() {
        try {
            List<CodeBuildProject> using = using(change.to(), held());
            using.stream()
                    .filter(this::lacksRights)
                    .forEach(project -> log.warn(project.name() + " loads its image with"
                            + " CodeBuild's own credentials (ImagePullCredentialsType CODEBUILD). For an image in a private"
                            + " repository that has to be SERVICE_ROLE, by a condition on the parameter:"
                            + " examples/stack.yaml shows how."));
            if (using.isEmpty() && changesProjects()) {
                log.warn("No CodeBuild project of the stack is on " + change.to() + " now, although its parameter "
                        + at.parameter() + " is.");
            }
            projects = using.stream().map(CodeBuildProject::name).toList();
        } catch (ActionableException e) {
            log.notChecked("which projects use the image now: " + e.problem());
        }
    }

    private boolean lacksRights(CodeBuildProject project) {
        return project.image()
                        .filter(image -> image.pullCredentials() == PullCredentials.CODEBUILD)
                        .isPresent()
                && !CuratedImages.isCurated(change.to());
    }

    private static List<CodeBuildProject> using(String image, List<CodeBuildProject> projects) {
        return projects.stream().filter(project -> project.uses(image)).toList();
    }

    private List<CodeBuildProject> held() {
        return new CodeBuildProjects(aws).require(new StackProjects(aws).of(at.name()));
    }
}
