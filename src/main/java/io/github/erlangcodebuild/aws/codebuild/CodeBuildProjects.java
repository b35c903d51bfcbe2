package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsResponse;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;

/**
 * Reads and changes CodeBuild projects.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html">AWS CodeBuild,
 *     UpdateProject</a>
 */
public final class CodeBuildProjects {

    /** How many {@code BatchGetProjects} takes at once. */
    static final int BATCH = 100;

    private final Aws aws;

    public CodeBuildProjects(Aws aws) {
        this.aws = aws;
    }

    /**
     * The projects of these names, in their order.
     *
     * @throws ActionableException when one is missing
     */
    public List<Project> require(List<String> names) {
        Map<String, Project> found = new LinkedHashMap<>();
        for (int from = 0; from < names.size(); from += BATCH) {
            List<String> some = names.subList(from, Math.min(from + BATCH, names.size()));
            get(some).projects().forEach(project -> found.put(project.name(), project));
        }
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

    /** All projects of the account in this region. */
    public List<Project> all() {
        List<String> names;
        try {
            names = aws.codeBuild().listProjectsPaginator().projects().stream().toList();
        } catch (SdkException e) {
            throw aws.failures().explain("list the CodeBuild projects", "codebuild:ListProjects", "*", e);
        }
        List<Project> projects = new ArrayList<>();
        for (int from = 0; from < names.size(); from += BATCH) {
            projects.addAll(get(names.subList(from, Math.min(from + BATCH, names.size())))
                    .projects());
        }
        return projects;
    }

    private BatchGetProjectsResponse get(List<String> names) {
        try {
            return aws.codeBuild().batchGetProjects(request -> request.names(names));
        } catch (SdkException e) {
            throw explain("look at " + called(names), "codebuild:BatchGetProjects", names.get(0), e);
        }
    }

    /** Gives a project another environment; nothing else of it is touched. */
    public void update(String name, ProjectEnvironment environment) {
        try {
            aws.codeBuild().updateProject(request -> request.name(name).environment(environment));
        } catch (SdkException e) {
            throw explain("change the project " + name, "codebuild:UpdateProject", name, e);
        }
    }

    private static String called(List<String> names) {
        return (names.size() == 1 ? "the project " : "the projects ") + String.join(", ", names);
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = aws.arn("codebuild", "project/" + project);
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
