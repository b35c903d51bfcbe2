package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No policy allows more than the documentation says: in names, in resources, and by way of roles. */
class LeastRightsTest {

    /** What gives a role rights. IAM knows the boundary of the role for each of them. */
    private static final String[] GIVING_RIGHTS = {
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy"
    };

    /** What IAM knows no resource for. */
    private static final Set<String> OF_NO_RESOURCE = Set.of(
            "sts:GetCallerIdentity",
            "ecr:GetAuthorizationToken",
            "ecr-public:GetAuthorizationToken",
            "sts:GetServiceBearerToken",
            "cloudformation:GetTemplateSummary",
            "codebuild:ListCuratedEnvironmentImages",
            "codebuild:ListProjects",
            "logs:DescribeIndexPolicies",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies");

    /** All that belongs to others, where everything here is called {@code app}: {@code app-*} would be theirs, too. */
    private static final List<String> OF_OTHERS = List.of(
            "arn:aws:cloudformation:us-east-1:123456789012:stack/app-prod/0a1b",
            "arn:aws:codebuild:us-east-1:123456789012:project/app-prod",
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/app-prod",
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/app-prod:log-stream:0a1b",
            "arn:aws:iam::123456789012:role/app-prod-BuildRole-0A1B",
            "arn:aws:iam::123456789012:role/app-Administrator-0A1B",
            "arn:aws:iam::123456789012:role/app",
            "arn:aws:ecr:us-east-1:123456789012:repository/app-prod",
            "arn:aws:s3:::erlang-toolchain-999999999999-us-east-1/otp-27.1/linux-amd64/toolchain.json",
            "arn:aws:s3:::app-prod/x");

    private static final Map<String, String> NAMES = Map.of(
            "STACK", "app",
            "PROJECT", "app",
            "/erlang-toolchain", "/app",
            "repository/erlang-codebuild", "repository/app",
            "${aws:PrincipalAccount}", "123456789012");

    static Stream<Named<String>> policies() throws IOException {
        return policies(EnumSet.allOf(IamPolicy.class));
    }

    /** But for the bootstrap's, whose documentation says what that means, and how to limit it. */
    static Stream<Named<String>> policiesThatMakeNoAdministrator() throws IOException {
        return policies(EnumSet.complementOf(EnumSet.of(IamPolicy.BOOTSTRAP)));
    }

    private static Stream<Named<String>> policies(Set<IamPolicy> goals) throws IOException {
        Path ownRights = Path.of("examples/rollout-own-rights-policy.json");
        return Stream.concat(
                goals.stream().map(goal -> Named.of(goal.name(), goal.json())),
                Stream.of(Named.of(ownRights.toString(), Files.readString(ownRights))));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyActionIsNamed(String policy) {
        assertThat(IamStatement.of(policy)).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.json().fieldNames())
                    .toIterable()
                    .isSubsetOf("Sid", "Effect", "Action", "Resource", "Condition");
            assertThat(statement.json().at("/Effect").asText()).isEqualTo("Allow");
            assertThat(statement.actions()).isNotEmpty().allMatch(action -> action.matches("[a-z0-9-]+:[A-Za-z0-9]+"));
        });
    }

    @ParameterizedTest
    @MethodSource("policies")
    void onlyWhatHasNoResourceIsAllowedOnAll(String policy) {
        assertThat(IamStatement.of(policy))
                .filteredOn(statement -> statement.resources().anyMatch("*"::equals))
                .allSatisfy(statement -> assertThat(statement.actions()).isSubsetOf(OF_NO_RESOURCE));
    }

    /** But for the configuration of projects, which the warning of images in use reads. */
    @ParameterizedTest
    @MethodSource("policies")
    void whatIsNamedAlikeAndBelongsToOthersIsLeftAlone(String policy) {
        String named = policy;
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        assertThat(IamStatement.of(named))
                .filteredOn(statement -> !statement.actions().allMatch(OF_NO_RESOURCE::contains))
                .filteredOn(statement -> !statement.sid().equals("SeeProjects"))
                .allSatisfy(statement -> assertThat(OF_OTHERS).noneMatch(statement::isAbout));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void projectsOfOthersAreOnlySeen(String policy) {
        assertThat(IamStatement.of(policy))
                .filteredOn(statement -> statement.sid().equals("SeeProjects"))
                .allSatisfy(statement -> assertThat(statement.actions()).containsExactly("codebuild:BatchGetProjects"));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aRoleIsHandedToOneServiceOnly(String policy) {
        assertThat(IamStatement.of(policy))
                .filteredOn(statement -> statement.allows("iam:PassRole"))
                .allSatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("iam:PassRole");
                    assertThat(statement.json().at("/Condition").toString())
                            .isEqualTo("{\"StringEquals\":{\"iam:PassedToService\":\"codebuild.amazonaws.com\"}}");
                });
    }

    @ParameterizedTest
    @MethodSource("policiesThatMakeNoAdministrator")
    void rightsAreGivenWithinABoundaryOnly(String policy) {
        assertThat(IamStatement.of(policy))
                .filteredOn(statement -> statement.allows(GIVING_RIGHTS))
                .allSatisfy(statement -> assertThat(
                                statement.json().at("/Condition").toString())
                        .isEqualTo("{\"StringEquals\":{\"iam:PermissionsBoundary\":"
                                + "\"arn:aws:iam::${aws:PrincipalAccount}:policy/BOUNDARY\"}}"));
    }
}
