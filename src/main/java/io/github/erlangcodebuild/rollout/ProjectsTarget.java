package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.codebuild.PullCredentials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codebuild.model.ImagePullCredentialsType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.RegistryCredential;
import software.amazon.awssdk.services.codebuild.model.Tag;

/**
 * CodeBuild projects that are changed themselves. Only image, pull credentials and registry credential change: the rest of
 * the environment is sent as it is at that moment, since CodeBuild replaces an environment as a whole.
 */
final class ProjectsTarget implements RolloutTarget {

    private static final String STACK_TAG = "aws:cloudformation:stack-name";

    private final CodeBuildProjects projects;
    private final RolloutLog log;
    private final List<Project> reachable;
    private final List<Move> moves;

    private ProjectsTarget(CodeBuildProjects projects, RolloutLog log, List<Project> reachable, List<Move> moves) {
        this.projects = projects;
        this.log = log;
        this.reachable = reachable;
        this.moves = moves;
    }

    /** How a project loads its image. */
    private record Loading(
            String image, ImagePullCredentialsType credentials, Optional<RegistryCredential> registryCredential) {

        static Loading of(ProjectEnvironment environment) {
            return new Loading(
                    environment.image(),
                    Objects.requireNonNullElse(
                            environment.imagePullCredentialsType(), ImagePullCredentialsType.CODEBUILD),
                    Optional.ofNullable(environment.registryCredential()));
        }

        /** From the same repository, it is loaded as before. A credential is for the repository that it was given for. */
        Loading to(String other) {
            return RolloutImage.repository(other).equals(RolloutImage.repository(image))
                    ? new Loading(other, credentials, registryCredential)
                    : new Loading(other, PullCredentials.of(other), Optional.empty());
        }

        ProjectEnvironment in(ProjectEnvironment environment) {
            return environment.toBuilder()
                    .image(image)
                    .imagePullCredentialsType(credentials)
                    .registryCredential(registryCredential.orElse(null))
                    .build();
        }
    }

    private record Move(String project, Loading from, Loading to) {

        ImageChange change() {
            return new ImageChange("project " + project, project, from.image(), to.image(), beside());
        }

        private String beside() {
            List<String> beside = new ArrayList<>();
            if (from.credentials() != to.credentials()) {
                beside.add("image pull credentials " + from.credentials() + " -> " + to.credentials());
            }
            if (!from.registryCredential().equals(to.registryCredential())) {
                beside.add(registryCredential(from) + " -> " + registryCredential(to));
            }
            return String.join(", ", beside);
        }

        private static String registryCredential(Loading loading) {
            return loading.registryCredential()
                    .map(credential -> "registry credential " + credential.credential())
                    .orElse("none");
        }
    }

    /** Looks at the projects. */
    static ProjectsTarget plan(Aws aws, List<String> names, RolloutImage image, RolloutLog log) {
        CodeBuildProjects projects = new CodeBuildProjects(aws);
        List<Move> moves = new ArrayList<>();
        List<Project> found = projects.require(names);
        for (Project project : found) {
            image.requireFits(project);
            Loading from = Loading.of(project.environment());
            Move move = new Move(project.name(), from, from.to(image.name()));
            moves.add(move);
            if (move.change().isNeeded()) {
                stackOf(project)
                        .ifPresent(stack -> log.warn(project.name() + " belongs to the stack " + stack
                                + ", whose next update may take it back to the image of the template. Change the stack instead:"
                                + " -Derlang-codebuild.stackName=" + stack + "."));
            }
        }
        return new ProjectsTarget(projects, log, found, moves);
    }

    private static Optional<String> stackOf(Project project) {
        return project.tags().stream()
                .filter(tag -> STACK_TAG.equals(tag.key()))
                .map(Tag::value)
                .findFirst();
    }

    @Override
    public List<ImageChange> changes() {
        return moves.stream().map(Move::change).toList();
    }

    @Override
    public List<ResourceChange> resources() {
        return List.of();
    }

    @Override
    public List<String> projects() {
        return moves.stream().map(Move::project).toList();
    }

    @Override
    public List<Project> reachable() {
        return reachable;
    }

    @Override
    public void apply() {
        List<Move> done = new ArrayList<>();
        for (Move move : moves) {
            if (!move.change().isNeeded()) {
                log.unchanged(move.project());
                continue;
            }
            try {
                ProjectEnvironment now = environment(move.project());
                done.add(move); // also when it fails: its answer may be what was lost, and not the change
                projects.update(move.project(), move.to().in(now));
            } catch (ActionableException e) {
                throw takenBack(done, e);
            }
            log.updated(move.change());
        }
    }

    /** All or none: some on the new image and some on the old is what nobody asked for. */
    private ActionableException takenBack(List<Move> done, ActionableException failure) {
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
        return back(moves.stream().filter(move -> move.change().isNeeded()).toList());
    }

    /**
     * Has each use the image of before, the last one first, as far as it has the new one: what somebody chose since stays.
     *
     * @return what went back
     * @throws ActionableException when one of them could not be changed; all were tried
     */
    private List<ImageChange> back(List<Move> done) {
        List<Move> lastFirst = new ArrayList<>(done);
        Collections.reverse(lastFirst);
        List<ActionableException> failures = new ArrayList<>();
        List<ImageChange> wentBack = new ArrayList<>();
        for (Move move : lastFirst) {
            try {
                if (back(move)) {
                    wentBack.add(move.change());
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

    private boolean back(Move move) {
        ProjectEnvironment environment = environment(move.project());
        Loading now = Loading.of(environment);
        if (now.equals(move.from())) {
            return false;
        }
        if (!now.image().equals(move.to().image())) {
            log.warn("Somebody has given the project " + move.project() + " the image " + now.image()
                    + " since, so it does not go back to " + move.from().image() + ".");
            return false;
        }
        projects.update(move.project(), move.from().in(environment));
        log.updated(new Move(move.project(), move.to(), move.from()).change());
        return true;
    }

    private ProjectEnvironment environment(String project) {
        return projects.require(List.of(project)).get(0).environment();
    }
}
