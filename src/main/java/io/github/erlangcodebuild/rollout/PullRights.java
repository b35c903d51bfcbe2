package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.ecr.EcrHost;
import io.github.erlangcodebuild.aws.iam.Decision;
import io.github.erlangcodebuild.aws.iam.PolicySimulator;
import io.github.erlangcodebuild.aws.iam.Right;
import io.github.erlangcodebuild.aws.iam.Simulation;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rights that the role of a project needs to pull an image from Amazon ECR. Without them builds fail in PROVISIONING, and
 * CodeBuild says so only then.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html">AWS CodeBuild, Amazon ECR sample</a>
 */
final class PullRights {

    private static final List<String> ON_REPOSITORY =
            List.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");
    private static final String LOGIN = "ecr:GetAuthorizationToken";

    private final String repository;

    private PullRights(String repository) {
        this.repository = repository;
    }

    /**
     * Those for an image.
     *
     * @param image as CodeBuild is given it
     * @return empty for an image that is not in Amazon ECR
     */
    static Optional<PullRights> of(String image) {
        return EcrHost.ofImage(image)
                .map(host -> new PullRights(
                        host.repositoryArn(ImageReference.parse(image).repository())));
    }

    /** Looks whether the roles of projects have them, and warns of each that lacks one. Changes nothing. */
    void check(Aws aws, List<CodeBuildProject> projects, RolloutLog log) {
        Map<String, List<String>> projectsByRole = new LinkedHashMap<>();
        for (CodeBuildProject project : projects) {
            project.serviceRole().ifPresent(role -> projectsByRole
                    .computeIfAbsent(role, any -> new ArrayList<>())
                    .add(project.name()));
        }
        projectsByRole.forEach((role, names) -> check(aws, role, names, log));
    }

    private void check(Aws aws, String role, List<String> projects, RolloutLog log) {
        String whether = "whether the role " + role + " of " + String.join(", ", projects) + " may load the image";
        Simulation simulation;
        try {
            simulation = new PolicySimulator(aws).simulate(role, rights());
        } catch (ActionableException e) {
            log.notChecked(whether + ". " + e.problem());
            return;
        }
        if (simulation instanceof Simulation.Impossible impossible) {
            log.notChecked(whether + ": " + impossible.reason() + ".");
        } else if (simulation instanceof Simulation.Decided decided) {
            List<Right> denied = decided.decisions().entrySet().stream()
                    .filter(each -> each.getValue().verdict() == Decision.Verdict.DENIED)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!denied.isEmpty()) {
                log.warn("The role " + role + " of " + String.join(", ", projects)
                        + " may not load the image, so builds will fail in" + " PROVISIONING." + statements(denied));
            }
        }
    }

    /** What a role is to be given that was refused, as sentences: its ARN, where that is known, and the statements. */
    String remedy(Optional<String> role) {
        return "Give these rights to the role" + role.map(arn -> " " + arn).orElse(" of the project") + "."
                + statements(rights())
                + "\nFor an image in another account, that repository's policy has to allow the role the same.";
    }

    private List<Right> rights() {
        return Stream.concat(
                        Stream.of(new Right(LOGIN, "*", Map.of())),
                        ON_REPOSITORY.stream().map(action -> new Right(action, repository, Map.of())))
                .toList();
    }

    /** IAM knows no resource for the login, so there are two statements. */
    private static String statements(List<Right> missing) {
        Map<String, List<String>> actions = new LinkedHashMap<>();
        missing.forEach(right -> actions.computeIfAbsent(right.resource(), any -> new ArrayList<>())
                .add(right.action()));
        StringBuilder statements = new StringBuilder();
        actions.forEach((resource, those) -> statements
                .append(statements.isEmpty() ? "" : "\n")
                .append(IamPolicy.missingStatement(those, List.of(resource)).strip()));
        return " " + statements;
    }
}
