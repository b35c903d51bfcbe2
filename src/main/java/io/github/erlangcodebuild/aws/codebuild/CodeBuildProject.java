package io.github.erlangcodebuild.aws.codebuild;

import java.util.Optional;

/**
 * A CodeBuild project as it was when it was read: the part of it that a rollout looks at.
 *
 * @param image its image and how that is pulled; empty where CodeBuild names none
 * @param environmentType as CodeBuild names it, {@code LINUX_CONTAINER}; "" where CodeBuild names none
 * @param pipelineSource whether its source is CodePipeline, so that only its pipeline can start a build
 * @param serviceRole the ARN of the role that its builds run with; empty where CodeBuild names none
 * @param stack the name of the CloudFormation stack that made it; empty where none did
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html">AWS CodeBuild, Project</a>
 */
public record CodeBuildProject(
        String name,
        Optional<ProjectImage> image,
        String environmentType,
        boolean pipelineSource,
        Optional<String> serviceRole,
        Optional<String> stack) {

    /** Whether this is the name of its image. */
    public boolean uses(String name) {
        return image.filter(any -> any.name().equals(name)).isPresent();
    }
}
