package io.github.erlangcodebuild.aws.codebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.InvalidInputException;
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
        return read(names, CodeBuildProjects::asUsual).stream()
                .map(CodeBuildProjects::value)
                .toList();
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
        return get(names, CodeBuildProjects::asUsual).stream()
                .map(CodeBuildProjects::value)
                .toList();
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
        return get(names, CodeBuildProjects::asUsual).stream()
                .map(CodeBuildProjects::value)
                .toList();
    }

    /**
     * Changes the image of a project, and how it is pulled ({@code UpdateProject}). Since {@code UpdateProject} replaces the whole
     * environment, the environment is read first, and the rest of it is sent back as it came, members that the SDK does not
     * know included.
     *
     * @param change receives the present image and returns the one to set, or empty to leave the project as it is
     * @return whether the project was changed
     * @throws ActionableException when the project does not exist, or could not be read or changed
     */
    public boolean changeImage(String name, Function<ProjectImage, Optional<ProjectImage>> change) {
        List<JsonNode> answers = new ArrayList<>();
        Project project = read(List.of(name), WireJson.answer(answers::add)).get(0);
        Optional<ProjectImage> wanted =
                change.apply(image(project.environment()).orElseThrow());
        wanted.ifPresent(image -> update(
                name, EnvironmentJson.of(answers.get(answers.size() - 1), name).with(image)));
        return wanted.isPresent();
    }

    private List<Project> read(List<String> names, Consumer<AwsRequestOverrideConfiguration.Builder> how) {
        Map<String, Project> found = new LinkedHashMap<>();
        get(names, how).forEach(project -> found.put(project.name(), project));
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
    private List<Project> get(List<String> names, Consumer<AwsRequestOverrideConfiguration.Builder> how) {
        List<Project> projects = new ArrayList<>();
        for (int from = 0; from < names.size(); from += BATCH) {
            List<String> some = names.subList(from, Math.min(from + BATCH, names.size()));
            try {
                projects.addAll(aws.codeBuild()
                        .batchGetProjects(request -> request.names(some).overrideConfiguration(how))
                        .projects());
            } catch (SdkException e) {
                throw explain("look at " + called(some), "codebuild:BatchGetProjects", some.get(0), e);
            }
        }
        return projects;
    }

    private void update(String name, EnvironmentJson environment) {
        ObjectNode whole = Json.object().put("name", name);
        whole.set("environment", environment.json());
        try {
            aws.codeBuild().updateProject(request -> request.name(name).overrideConfiguration(WireJson.request(whole)));
        } catch (SdkException e) {
            ActionableException explained = explain("change the project " + name, "codebuild:UpdateProject", name, e);
            if (environment.unknown().isEmpty() || !(e instanceof InvalidInputException)) {
                throw explained;
            }
            throw new ActionableException(
                    explained.problem(),
                    "Of the project's environment this version does not know "
                            + String.join(", ", environment.unknown())
                            + ", which was sent back as it came. If AWS refused that, change the image in the CodeBuild console"
                            + " or with the AWS CLI.",
                    explained);
        }
    }

    private static CodeBuildProject value(Project project) {
        Optional<ProjectEnvironment> environment = Optional.ofNullable(project.environment());
        return new CodeBuildProject(
                project.name(),
                environment.flatMap(CodeBuildProjects::image),
                environment.map(ProjectEnvironment::typeAsString).orElse(""),
                project.source() != null && project.source().type() == SourceType.CODEPIPELINE,
                Optional.ofNullable(project.serviceRole()),
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

    private static void asUsual(AwsRequestOverrideConfiguration.Builder call) {
        // nothing is overridden
    }

    private static String called(List<String> names) {
        return (names.size() == 1 ? "the project " : "the projects ") + String.join(", ", names);
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = aws.arn("codebuild", "project/" + project);
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
