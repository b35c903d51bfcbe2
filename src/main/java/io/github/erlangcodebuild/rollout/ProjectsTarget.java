package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.codebuild.ProjectImage;
import io.github.erlangcodebuild.aws.codebuild.PullCredentials;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * CodeBuild projects that are updated themselves, without a stack. Only the image, its pull credentials and its registry
 * credential change.
 */
final class ProjectsTarget implements RolloutTarget {

    private final CodeBuildProjects projects;
    private final RolloutLog log;
    private final List<CodeBuildProject> reachable;
    private final List<ProjectChange> changes;

    private ProjectsTarget(
            CodeBuildProjects projects, RolloutLog log, List<CodeBuildProject> reachable, List<ProjectChange> changes) {
        this.projects = projects;
        this.log = log;
        this.reachable = reachable;
        this.changes = changes;
    }

    /** A project, and how it goes from one image to another. */
    private record ProjectChange(String project, ProjectImage from, ProjectImage to) {

        ImageChange imageChange() {
            return new ImageChange("project " + project, project, from.name(), to.name(), beside());
        }

        boolean isNeeded() {
            return imageChange().isNeeded();
        }

        ProjectChange reversed() {
            return new ProjectChange(project, to, from);
        }

        private String beside() {
            List<String> beside = new ArrayList<>();
            if (from.pullCredentials() != to.pullCredentials()) {
                beside.add("image pull credentials " + from.pullCredentials() + " -> " + to.pullCredentials());
            }
            if (!from.registryCredential().equals(to.registryCredential())) {
                beside.add(registryCredential(from) + " -> " + registryCredential(to));
            }
            return String.join(", ", beside);
        }

        private static String registryCredential(ProjectImage image) {
            return image.registryCredential()
                    .map(credential -> "registry credential " + credential)
                    .orElse("none");
        }
    }

    /** Reads the projects. */
    static ProjectsTarget plan(Aws aws, List<String> names, RolloutImage image, RolloutLog log) {
        CodeBuildProjects projects = new CodeBuildProjects(aws);
        List<ProjectChange> changes = new ArrayList<>();
        List<CodeBuildProject> found = projects.require(names);
        for (CodeBuildProject project : found) {
            image.requireFits(project, log);
            ProjectImage from = project.image().orElseThrow();
            ProjectChange change = new ProjectChange(project.name(), from, to(image.name(), from));
            changes.add(change);
            if (change.isNeeded()) {
                project.stack()
                        .ifPresent(stack -> log.warn(project.name() + " belongs to the stack " + stack
                                + ", whose next update may take it back to the image of the template. Change the stack instead:"
                                + " -Derlang-codebuild.stackName=" + stack + "."));
            }
        }
        return new ProjectsTarget(projects, log, found, changes);
    }

    /** From the same repository, an image is pulled as before. A credential is for the repository that it was given for. */
    private static ProjectImage to(String image, ProjectImage from) {
        return ImageReference.repositoryOf(image).equals(ImageReference.repositoryOf(from.name()))
                ? new ProjectImage(image, from.pullCredentials(), from.registryCredential())
                : new ProjectImage(image, PullCredentials.of(image), Optional.empty());
    }

    @Override
    public List<ImageChange> changes() {
        return changes.stream().map(ProjectChange::imageChange).toList();
    }

    @Override
    public List<ResourceChange> resources() {
        return List.of();
    }

    @Override
    public List<String> projects() {
        return changes.stream().map(ProjectChange::project).toList();
    }

    @Override
    public List<CodeBuildProject> reachable() {
        return reachable;
    }

    @Override
    public void apply() {
        List<ProjectChange> done = new ArrayList<>();
        for (ProjectChange change : changes) {
            if (!change.isNeeded()) {
                log.unchanged(change.project());
                continue;
            }
            try {
                projects.changeImage(change.project(), now -> {
                    done.add(change); // also when it fails: its answer may be what was lost, and not the change
                    return Optional.of(change.to());
                });
            } catch (ActionableException e) {
                throw takenBack(done, e);
            }
            log.updated(change.imageChange());
        }
    }

    /** All or none: some on the new image and some on the old is what nobody asked for. */
    private ActionableException takenBack(List<ProjectChange> done, ActionableException failure) {
        if (done.size() > 1) {
            log.undoing();
        }
        try {
            return !back(done).isEmpty()
                    ? new ActionableException(
                            failure.problem() + " What had been changed is as it was before.",
                            failure.remedy(),
                            failure)
                    : failure;
        } catch (ActionableException e) {
            ActionableException both = new ActionableException(
                    failure.problem() + " Taking back what had been changed failed too: " + e.problem(),
                    failure.remedy() + "\n" + e.remedy(),
                    failure);
            both.addSuppressed(e);
            return both;
        }
    }

    @Override
    public void discard() {
        // nothing was prepared
    }

    @Override
    public List<ImageChange> undo() {
        return back(changes.stream().filter(ProjectChange::isNeeded).toList());
    }

    /**
     * Sets the previous image of each project that has the new one, the last changed first. Another image that somebody chose
     * since stays.
     *
     * @return the changes that were taken back
     * @throws ActionableException when one of them could not be changed; all were tried
     */
    private List<ImageChange> back(List<ProjectChange> done) {
        List<ProjectChange> lastFirst = new ArrayList<>(done);
        Collections.reverse(lastFirst);
        List<ActionableException> failures = new ArrayList<>();
        List<ImageChange> wentBack = new ArrayList<>();
        for (ProjectChange change : lastFirst) {
            try {
                if (back(change)) {
                    wentBack.add(change.imageChange());
                }
            } catch (ActionableException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            ActionableException first = failures.get(0);
            throw new ActionableException(
                    failures.stream().map(ActionableException::problem).collect(Collectors.joining(" ")),
                    first.remedy(),
                    first);
        }
        return wentBack;
    }

    private boolean back(ProjectChange change) {
        boolean wentBack = projects.changeImage(change.project(), now -> {
            if (now.equals(change.from())) {
                return Optional.empty();
            }
            if (!now.name().equals(change.to().name())) {
                log.warn("Somebody has given the project " + change.project() + " the image " + now.name()
                        + " since, so it does not go back to " + change.from().name() + ".");
                return Optional.empty();
            }
            return Optional.of(change.from());
        });
        if (wentBack) {
            log.updated(change.reversed().imageChange());
        }
        return wentBack;
    }
}
