package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProjects;
import io.github.erlangcodebuild.aws.ecr.EcrHost;
import io.github.erlangcodebuild.aws.ecr.LifecyclePreview;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns when the lifecycle policy of a repository is about to expire an image that is needed: the new image, the previous
 * one, or one that a CodeBuild project uses. ECR itself says which images will expire; see {@link LifecyclePreview}. What
 * cannot be read is told to the log as not checked, and the rollout goes on.
 */
final class LifecycleCheck {

    private final Aws aws;
    private final RolloutLog log;
    private final Polling polling;

    LifecycleCheck(Aws aws, RolloutLog log, Polling polling) {
        this.aws = aws;
        this.log = log;
        this.polling = polling;
    }

    /**
     * Checks the repositories of the new image and of the previous ones, as far as they are in Amazon ECR.
     *
     * @param image the new image
     * @param changes where it is rolled out to
     */
    void warn(RolloutImage image, List<ImageChange> changes) {
        Set<String> repositories = Stream.concat(
                        Stream.of(image.name()), changes.stream().map(ImageChange::from))
                .filter(name -> EcrHost.ofImage(name).isPresent())
                .map(ImageReference::repositoryOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Optional<List<CodeBuildProject>> projects = Optional.empty();
        for (String repository : repositories) {
            List<LifecyclePreview.Expiring> expiring = expiring(repository);
            if (!expiring.isEmpty()) {
                projects = projects.or(() -> Optional.of(projects()));
                Map<String, List<String>> uses = uses(image, changes, projects.get());
                uses.entrySet().stream()
                        .filter(use -> ImageReference.repositoryOf(use.getKey()).equals(repository))
                        .filter(use -> expiring.stream().anyMatch(each -> each.isNamed(use.getKey())))
                        .forEach(use -> warn(use.getKey(), use.getValue()));
            }
        }
    }

    private void warn(String image, List<String> by) {
        log.warn(
                "The lifecycle policy of its repository is about to expire " + image + ", " + String.join(" and ", by)
                        + ". No build can load it then: let the policy keep more images (push -Derlang-codebuild.keepImages=…).");
    }

    /** What uses which image. */
    private static Map<String, List<String>> uses(
            RolloutImage image, List<ImageChange> changes, List<CodeBuildProject> projects) {
        Map<String, List<String>> uses = new LinkedHashMap<>();
        uses.computeIfAbsent(image.name(), any -> new ArrayList<>()).add("which is rolled out");
        changes.stream()
                .filter(ImageChange::isNeeded)
                .map(ImageChange::from)
                .distinct()
                .forEach(from ->
                        uses.computeIfAbsent(from, any -> new ArrayList<>()).add("which is the way back"));
        Map<String, List<String>> byImage = new LinkedHashMap<>();
        projects.forEach(project -> project.image()
                .ifPresent(used -> byImage.computeIfAbsent(used.name(), any -> new ArrayList<>())
                        .add(project.name())));
        byImage.forEach((name, users) -> uses.computeIfAbsent(name, any -> new ArrayList<>())
                .add("which " + String.join(", ", users) + (users.size() == 1 ? " uses" : " use")));
        return uses;
    }

    private List<CodeBuildProject> projects() {
        try {
            return new CodeBuildProjects(aws).all();
        } catch (ActionableException e) {
            log.notChecked("whether other projects use images that are about to expire. " + e.problem());
            return List.of();
        }
    }

    private List<LifecyclePreview.Expiring> expiring(String repository) {
        ImageReference reference = ImageReference.parse(repository);
        EcrHost host = EcrHost.parse(reference.registry()).orElseThrow();
        try {
            return new LifecyclePreview(aws, host, reference.repository(), polling).expiring();
        } catch (ActionableException e) {
            log.notChecked("whether images in " + repository + " are about to expire. " + e.problem());
            return List.of();
        }
    }
}
