package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.OLD;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import java.util.List;
import java.util.Optional;

/** A stack that goes from one image to another, without CloudFormation. */
final class StackStandIn implements RolloutTarget {

    String from = OLD;
    List<String> projects = List.of("erlang");
    List<ResourceChange> resources = List.of();
    boolean undoFails;
    boolean changedSince;
    int undone;
    int discarded;
    boolean pipelineSource;

    @Override
    public List<ImageChange> changes() {
        return List.of(new ImageChange("stack erlang, parameter CodeBuildImage", "erlang", from, NEW, ""));
    }

    @Override
    public List<ResourceChange> resources() {
        return resources;
    }

    @Override
    public List<String> projects() {
        return projects;
    }

    @Override
    public List<CodeBuildProject> reachable() {
        return projects.stream()
                .map(name -> new CodeBuildProject(
                        name, Optional.empty(), "LINUX_CONTAINER", pipelineSource, Optional.empty(), Optional.empty()))
                .toList();
    }

    @Override
    public void apply() {
        throw new IllegalStateException("was applied before");
    }

    @Override
    public void discard() {
        discarded++;
    }

    @Override
    public List<ImageChange> undo() {
        undone++;
        if (undoFails) {
            throw new ActionableException("The stack erlang was not changed.", "Continue the rollback.");
        }
        return changedSince ? List.of() : changes();
    }
}
