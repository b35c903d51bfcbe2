package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.CredentialProviderType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.RegistryCredential;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.Tag;

/**
 * Reads CodeBuild projects ({@code ListProjects}, {@code BatchGetProjects}) and changes their images ({@code UpdateProject}).
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html">AWS CodeBuild,
 *     UpdateProject</a>
 */
public final class CodeBuildProjects {

    /** How many {@code BatchGetProjects} takes at once. */
    static final int BATCH = 100;

    private static final String STACK_TAG = "aws:cloudformation:stack-name";

    private final Aws aws;

    public CodeBuildProjects(Aws aws) {
        this.aws = aws;
    }

    /**
     * The projects of these names, in this order ({@code BatchGetProjects}).
     *
     * @throws ActionableException when one does not exist, or when access is denied
     */
    public List<CodeBuildProject> require(List<String> names) {
        return read(names).stream().map(CodeBuildProjects::value).toList();
    }

    /**
     * The project of this name ({@code BatchGetProjects}).
     *
     * @throws ActionableException when it does not exist, or when access is denied
     */
    public CodeBuildProject require(String name) {
        return require(List.of(name)).get(0);
    }

    /**
     * Those of these projects that are there ({@code BatchGetProjects}).
     *
     * @throws ActionableException when access is denied
     */
    public List<CodeBuildProject> find(List<String> names) {
        return get(names).stream().map(CodeBuildProjects::value).toList();
    }

    /**
     * All projects of the account in this region ({@code ListProjects}).
     *
     * @throws ActionableException when access is denied
     */
    public List<CodeBuildProject> all() {
        List<String> names;
        try {
            names = aws.codeBuild().listProjectsPaginator().projects().stream().toList();
        } catch (SdkException e) {
            throw aws.failures().explain("list the CodeBuild projects", "codebuild:ListProjects", "*", e);
        }
        return get(names).stream().map(CodeBuildProjects::value).toList();
    }

    /**
     * Changes the image of a project, and how it is pulled ({@code UpdateProject}). Since {@code UpdateProject} replaces the whole
     * environment, the environment is read first, and the rest of it is sent back unchanged.
     *
     * @param change receives the present image and returns the one to set, or empty to leave the project as it is
     * @return whether the project was changed
     * @throws ActionableException when the project does not exist, or could not be read or changed
     */
    public boolean changeImage(String name, Function<ProjectImage, Optional<ProjectImage>> change) {
        ProjectEnvironment environment = read(List.of(name)).get(0).environment();
        Optional<ProjectImage> wanted = change.apply(image(environment).orElseThrow());
        wanted.ifPresent(image -> update(name, with(image, environment)));
        return wanted.isPresent();
    }

    private List<Project> read(List<String> names) {
        Map<String, Project> found = new LinkedHashMap<>();
        get(names).forEach(project -> found.put(project.name(), project));
        List<String> missing =
                names.stream().filter(name -> !found.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new ActionableException(
                    "There is no CodeBuild project " + String.join(", ", missing) + " in account " + aws.account()
                            + " in " + aws.region() + ".",
                    "Check name, account and region; aws codebuild list-projects lists those that are there.");
        }
        return names.stream().map(found::get).toList();
    }

    /** Those of these names that are there. */
    private List<Project> get(List<String> names) {
        List<Project> projects = new ArrayList<>();
        for (int from = 0; from < names.size(); from += BATCH) {
            List<String> some = names.subList(from, Math.min(from + BATCH, names.size()));
            try {
                projects.addAll(aws.codeBuild()
                        .batchGetProjects(request -> request.names(some))
                        .projects());
            } catch (SdkException e) {
                throw explain("look at " + called(some), "codebuild:BatchGetProjects", some.get(0), e);
            }
        }
        return projects;
    }

    private void update(String name, ProjectEnvironment environment) {
        try {
            aws.codeBuild().updateProject(request -> request.name(name).environment(environment));
        } catch (SdkException e) {
            throw explain("change the project " + name, "codebuild:UpdateProject", name, e);
        }
    }

    private static CodeBuildProject value(Project project) {
        Optional<ProjectEnvironment> environment = Optional.ofNullable(project.environment());
        return new CodeBuildProject(
                project.name(),
                environment.flatMap(CodeBuildProjects::image),
                environment.map(ProjectEnvironment::typeAsString).orElse(""),
                project.source() != null && project.source().type() == SourceType.CODEPIPELINE,
                project.tags().stream()
                        .filter(tag -> STACK_TAG.equals(tag.key()))
                        .map(Tag::value)
                        .findFirst());
    }

    private static Optional<ProjectImage> image(ProjectEnvironment environment) {
        return Optional.ofNullable(environment.image())
                .map(name -> new ProjectImage(
                        name,
                        Optional.ofNullable(environment.imagePullCredentialsTypeAsString())
                                .map(PullCredentials::valueOf)
                                .orElse(PullCredentials.CODEBUILD),
                        Optional.ofNullable(environment.registryCredential()).map(RegistryCredential::credential)));
    }

    private static ProjectEnvironment with(ProjectImage image, ProjectEnvironment environment) {
        return environment.toBuilder()
                .image(image.name())
                .imagePullCredentialsType(image.pullCredentials().name())
                .registryCredential(image.registryCredential()
                        .map(CodeBuildProjects::inSecretsManager)
                        .orElse(null))
                .build();
    }

    private static RegistryCredential inSecretsManager(String secret) {
        return RegistryCredential.builder()
                .credential(secret)
                .credentialProvider(CredentialProviderType.SECRETS_MANAGER)
                .build();
    }

    private static String called(List<String> names) {
        return (names.size() == 1 ? "the project " : "the projects ") + String.join(", ", names);
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = aws.arn("codebuild", "project/" + project);
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
