package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.proof.Prices;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Whose builds are reported.
 *
 * @param stack a CloudFormation stack, whose projects are reported; empty when none is named
 * @param projects names of CodeBuild projects; with a stack, these come first
 * @param builds how many of each project's last builds are looked at
 * @param prices what a minute of a build costs
 */
public record ReportRequest(Optional<String> stack, List<String> projects, int builds, Prices prices) {

    /** @throws ActionableException when neither a stack nor a project is named */
    public ReportRequest {
        projects = List.copyOf(new LinkedHashSet<>(projects));
        if (stack.isEmpty() && projects.isEmpty()) {
            throw nothing("Neither a stack nor a project is named whose builds are to be reported.");
        }
    }

    static ActionableException nothing(String problem) {
        return new ActionableException(
                problem,
                "Name the CloudFormation stack with -Derlang-codebuild.stackName=…, or CodeBuild projects with"
                        + " -Derlang-codebuild.projects=a,b.");
    }
}
