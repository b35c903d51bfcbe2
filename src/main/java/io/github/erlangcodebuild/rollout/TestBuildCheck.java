package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import java.util.ArrayList;
import java.util.List;

/** Checks before anything changes that the test builds of a rollout can be started. */
final class TestBuildCheck {

    private TestBuildCheck() {}

    /**
     * Requires that the test builds that were asked for, if any, can be started. Where they cannot, the plan is discarded.
     *
     * @throws ActionableException when there is no project to build, when testProjects has one that the rollout does not
     *     reach, or when only a pipeline can start a build of one
     */
    static void requireStartable(RolloutPlan plan) {
        try {
            plan.request().testBuild().ifPresent(testBuild -> requireStartable(plan.target(), testBuild.projects()));
        } catch (ActionableException e) {
            plan.target().discard();
            throw e;
        }
    }

    private static void requireStartable(RolloutTarget target, List<String> named) {
        List<String> reachable =
                target.reachable().stream().map(CodeBuildProject::name).toList();
        if (reachable.isEmpty()) {
            throw new ActionableException(
                    "There is no CodeBuild project in what is rolled out to, so none can prove it. Nothing has been changed.",
                    "Name the stack that holds the project, or leave out -Derlang-codebuild.testBuild.");
        }
        List<String> unknown = new ArrayList<>(named);
        unknown.removeAll(reachable);
        if (!unknown.isEmpty()) {
            throw new ActionableException(
                    "testProjects has " + String.join(", ", unknown)
                            + ", which this rollout does not reach. It reaches " + String.join(", ", reachable)
                            + ". Nothing has been changed.",
                    "Name some of those, or leave it out to build all of them.");
        }
        List<String> built = named.isEmpty() ? target.projects() : named;
        List<String> ofPipelines = target.reachable().stream()
                .filter(project -> built.contains(project.name()))
                .filter(CodeBuildProject::pipelineSource)
                .map(CodeBuildProject::name)
                .toList();
        if (!ofPipelines.isEmpty()) {
            List<String> others = new ArrayList<>(reachable);
            others.removeAll(target.reachable().stream()
                    .filter(CodeBuildProject::pipelineSource)
                    .map(CodeBuildProject::name)
                    .toList());
            throw new ActionableException(
                    "A build of " + String.join(", ", ofPipelines)
                            + " can only be started by its pipeline: its source is"
                            + " CodePipeline. Nothing has been changed.",
                    "Leave out -Derlang-codebuild.testBuild, start the pipeline after the rollout, and look at"
                            + " -Derlang-codebuild.report=true"
                            + (others.isEmpty()
                                    ? "."
                                    : "; or build others with -Derlang-codebuild.testProjects="
                                            + String.join(",", others) + "."));
        }
    }
}
