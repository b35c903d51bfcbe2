package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.proof.Prices;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The projects whose builds are reported: those that are named, and those of a stack.
 *
 * @param stack the name of a CloudFormation stack; empty for none
 * @param projects the names of CodeBuild projects; they come before those of the stack
 * @param builds how many of each project's last builds are read, running builds included
 * @param prices the prices that the costs are calculated with
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
