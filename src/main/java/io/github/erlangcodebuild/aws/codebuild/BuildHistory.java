package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.proof.EndedBuild;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.ProjectReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectResponse;

/**
 * Reads past builds ({@code ListBuildsForProject}, {@code BatchGetBuilds}). Builds of a batch count as builds of their project.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html">AWS CodeBuild,
 *     ListBuildsForProject</a>
 */
public final class BuildHistory {

    /** How many {@code BatchGetBuilds} takes at once. */
    static final int BATCH = 100;

    private final Aws aws;

    public BuildHistory(Aws aws) {
        this.aws = aws;
    }

    /**
     * Reports the last builds of a project, by image.
     *
     * @param builds how many builds are read, running ones included
     * @throws ActionableException when the project does not exist, or when access is denied
     */
    public ProjectReport report(String project, int builds, Prices prices) {
        Optional<String> imageInUse =
                new CodeBuildProjects(aws).require(project).image().map(ProjectImage::name);
        LastBuilds last = last(project, builds);
        return ProjectReport.of(project, imageInUse, last.ended(), last.running(), prices);
    }

    /**
     * The newest release of a family of curated images ({@code ListCuratedEnvironmentImages}).
     *
     * @param family {@code aws/codebuild/amazonlinux2-x86_64-standard:5.0}
     * @return the release, under the name of the family that was given; empty when CodeBuild lists none
     * @throws ActionableException when access is denied
     */
    public Optional<String> currentRelease(String family) {
        List<String> versions = new CuratedEnvironmentImages(aws)
                .list("find out which release of " + family + " is current").stream()
                        .flatMap(image -> image.versions().stream())
                        .toList();
        return CuratedImages.newest(family, versions);
    }

    /**
     * The last builds of a project, except those that were deleted after they were listed.
     *
     * @param count how many builds are read, running ones included
     * @throws ActionableException when access is denied
     */
    public LastBuilds last(String project, int count) {
        List<Build> builds = builds(project, count);
        List<EndedBuild> ended = builds.stream()
                .filter(EndedBuilds::hasEnded)
                .map(EndedBuilds::of)
                .toList();
        return new LastBuilds(ended, builds.size() - ended.size());
    }

    /** The newest first, in whatever order CodeBuild answers. */
    private List<Build> builds(String project, int count) {
        List<String> ids = ids(project, count);
        Map<String, Build> builds = new HashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(from + BATCH, ids.size()));
            try {
                aws.codeBuild()
                        .batchGetBuilds(request -> request.ids(some))
                        .builds()
                        .forEach(build -> builds.put(build.id(), build));
            } catch (SdkException e) {
                throw explain("look at the builds of " + project, "codebuild:BatchGetBuilds", project, e);
            }
        }
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(builds.get(id)).stream())
                .toList();
    }

    /** The newest first, which is CodeBuild's default. To ask for it is an error as soon as there is a second page. */
    private List<String> ids(String project, int count) {
        List<String> ids = new ArrayList<>();
        try {
            for (ListBuildsForProjectResponse page :
                    aws.codeBuild().listBuildsForProjectPaginator(request -> request.projectName(project))) {
                ids.addAll(page.ids());
                if (ids.size() >= count) {
                    return ids.subList(0, count); // the next page is not asked for
                }
            }
        } catch (SdkException e) {
            throw explain("list the builds of " + project, "codebuild:ListBuildsForProject", project, e);
        }
        return ids;
    }

    private ActionableException explain(String purpose, String action, String project, SdkException failure) {
        String arn = aws.arn("codebuild", "project/" + project);
        return aws.failures().explain(purpose, action, arn, failure);
    }
}
