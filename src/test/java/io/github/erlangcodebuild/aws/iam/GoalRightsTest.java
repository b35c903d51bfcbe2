package io.github.erlangcodebuild.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.IamStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoalRightsTest {

    private static final ResourceNames NAMES = names(Optional.of("STACK"), List.of("PROJECT"));

    @ParameterizedTest
    @EnumSource(names = "DOCTOR", mode = EnumSource.Mode.EXCLUDE)
    void everyActionOfAPolicyIsARightThatThePolicyAllows(IamPolicy policy) {
        GoalRights needed = GoalRights.of(policy, NAMES);
        List<IamStatement> statements =
                IamStatement.of(policy.json().replace("${aws:PrincipalAccount}", "123456789012"));
        Set<String> actions = IamStatement.actions(statements);
        actions.remove("sts:GetCallerIdentity");

        assertThat(needed.unnamed()).isEmpty();
        assertThat(needed.rights().stream().map(Right::action).collect(Collectors.toSet()))
                .isEqualTo(actions);
        assertThat(needed.rights())
                .allSatisfy(right -> assertThat(statements)
                        .anyMatch(statement -> statement.allows(right.action()) && statement.isAbout(right.resource())))
                .allMatch(right ->
                        right.resource().equals("*") || !right.resource().contains("*"));
    }

    @Test
    void theNamesOfTheAccountReplaceTheExamples() {
        ResourceNames names = new ResourceNames(
                "aws-cn", "cn-north-1", "123456789012", "ci/erlang", "tools", Optional.empty(), List.of(), "28.0");

        assertThat(GoalRights.of(IamPolicy.BOOTSTRAP, names).rights().stream().map(Right::resource))
                .contains(
                        "arn:aws-cn:s3:::erlang-toolchain-123456789012-cn-north-1",
                        "arn:aws-cn:s3:::erlang-toolchain-123456789012-cn-north-1/otp-28.0/linux-amd64/toolchain.json",
                        "arn:aws-cn:codebuild:cn-north-1:123456789012:project/tools",
                        "arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/codebuild/tools")
                .anyMatch(resource -> resource.startsWith("arn:aws-cn:iam::123456789012:role/tools-BuildRole-"));
        assertThat(GoalRights.of(IamPolicy.PUSH, names).rights().stream().map(Right::resource))
                .contains("arn:aws-cn:ecr:cn-north-1:123456789012:repository/ci/erlang");
    }

    @Test
    void whatAConditionAsksForComesAlong() {
        assertThat(GoalRights.of(IamPolicy.BOOTSTRAP, NAMES).rights())
                .filteredOn(right -> right.action().equals("iam:PassRole"))
                .hasSize(2)
                .allMatch(right -> right.context().equals(Map.of("iam:PassedToService", "codebuild.amazonaws.com")));
    }

    @Test
    void withoutAStackNothingIsAskedOfOne() {
        GoalRights needed = GoalRights.of(IamPolicy.ROLLOUT, names(Optional.empty(), List.of()));

        assertThat(needed.unnamed()).contains("cloudformation:CreateChangeSet", "codebuild:StartBuild");
        assertThat(needed.rights()).extracting(Right::action).contains("ecr:DescribeImages");
    }

    private static ResourceNames names(Optional<String> stack, List<String> projects) {
        return new ResourceNames(
                "aws", "us-east-1", "123456789012", "erlang-codebuild", "erlang-toolchain", stack, projects, "27.1");
    }
}
