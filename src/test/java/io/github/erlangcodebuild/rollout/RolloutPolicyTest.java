package io.github.erlangcodebuild.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.IamStatement;
import io.github.erlangcodebuild.testing.CloudFormationTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The least rights of rollout: what it calls itself, which every test of {@code Rollout} checks, and what follows. */
class RolloutPolicyTest {

    private static final Path PROJECT = Path.of("examples");

    /** What CloudFormation does when the image in examples/stack.yaml changes, whosever rights it uses. */
    private static final Map<String, List<String>> BY_CLOUDFORMATION = Map.of(
            "AWS::CodeBuild::Project",
            List.of("codebuild:UpdateProject", "iam:PassRole"), // and codebuild:BatchGetProjects, as we do ourselves
            "AWS::IAM::Role",
            List.of(
                    "iam:GetRole",
                    "iam:GetRolePolicy",
                    "iam:ListAttachedRolePolicies", // a role is read as a whole
                    "iam:ListRolePolicies",
                    "iam:PutRolePolicy")); // another repository, or one for the first time

    /** What the goal calls itself, be it for a stack or for projects. */
    private static final List<String> BY_US = List.of(
            "sts:GetCallerIdentity",
            "ecr:DescribeImages",
            "ecr:StartLifecyclePolicyPreview",
            "ecr:GetLifecyclePolicyPreview",
            "codebuild:BatchGetBuilds", // a report and a test build, as those that follow
            "codebuild:BatchGetProjects",
            "codebuild:ListBuildsForProject",
            "codebuild:ListCuratedEnvironmentImages",
            "codebuild:ListProjects",
            "codebuild:StartBuild",
            "logs:GetLogEvents");

    private static final List<String> FOR_A_STACK = List.of(
            "cloudformation:CreateChangeSet",
            "cloudformation:DeleteChangeSet",
            "cloudformation:DescribeChangeSet",
            "cloudformation:DescribeEvents",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStacks",
            "cloudformation:ExecuteChangeSet",
            "cloudformation:ListStackResources");

    @Test
    void forAStackWithARoleItAllowsWhatTheGoalCallsAndNothingElse() {
        Set<String> needed = new TreeSet<>(BY_US);
        needed.addAll(FOR_A_STACK);

        assertThat(allowed(IamPolicy.ROLLOUT))
                .containsExactlyElementsOf(needed)
                .noneMatch(action -> action.startsWith("iam:"))
                .doesNotContain("codebuild:UpdateProject");
    }

    @Test
    void forProjectsItAllowsToChangeThem() {
        Set<String> needed = new TreeSet<>(BY_US);
        needed.add("codebuild:UpdateProject");

        assertThat(allowed(IamPolicy.ROLLOUT_PROJECTS)).containsExactlyElementsOf(needed);
    }

    /** The statements that they share are the same. */
    @Test
    void aStackAndProjectsDifferInWhatIsChanged() {
        List<IamStatement> forAStack = IamStatement.of(IamPolicy.ROLLOUT.json());
        List<IamStatement> forProjects = IamStatement.of(IamPolicy.ROLLOUT_PROJECTS.json());

        assertThat(forAStack)
                .filteredOn(statement -> !forProjects.contains(statement))
                .extracting(IamStatement::sid)
                .containsExactly("Stack", "WhyChangeFailed");
        assertThat(forProjects)
                .filteredOn(statement -> !forAStack.contains(statement))
                .extracting(IamStatement::sid)
                .containsExactly("ChangeProject");
    }

    @Test
    void whereTheStackHasNoRoleTheCallerNeedsWhatCloudFormationDoes() throws Exception {
        Set<String> needed = new TreeSet<>();
        BY_CLOUDFORMATION.values().forEach(needed::addAll);

        assertThat(IamStatement.actions(IamStatement.of(ownRights()))).containsExactlyElementsOf(needed);
    }

    @Test
    void theRoleThatItNamesIsThatOfTheTemplate() throws Exception {
        List<String> roles = CloudFormationTemplate.of(Files.readString(PROJECT.resolve("stack.yaml"))).roles().stream()
                .map(role -> "arn:aws:iam::*:role/STACK-" + role + "-*")
                .toList();

        assertThat(IamStatement.of(ownRights()))
                .filteredOn(statement -> statement.actions().anyMatch(action -> action.startsWith("iam:")))
                .hasSize(3)
                .allSatisfy(statement -> assertThat(statement.resources()).containsExactlyElementsOf(roles));
    }

    @Test
    void theDocumentationShowsTheSame() throws Exception {
        assertThat(Files.readString(Path.of("docs/rollout.md")))
                .contains("```json\n" + IamPolicy.ROLLOUT.json() + "\n```")
                .contains("```json\n" + ownRights().trim() + "\n```")
                .contains("```json\n" + text(IamPolicy.ROLLOUT_PROJECTS, "ChangeProject") + "\n```");
    }

    @Test
    void whatIsKnownIsPutIn() {
        assertThat(IamPolicy.ROLLOUT.json("aws-cn", "arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/ci/*"))
                .contains("\"arn:aws-cn:cloudformation:*:*:stack/ci/*\"")
                .contains("project/PROJECT\"")
                .doesNotContain("arn:aws:");
        assertThat(IamPolicy.ROLLOUT_PROJECTS.json("aws", "arn:aws:codebuild:us-east-1:123456789012:project/my_build"))
                .contains("\"arn:aws:codebuild:*:*:project/my_build\"")
                .contains("\"arn:aws:logs:*:*:log-group:/aws/codebuild/my_build:*\"")
                .doesNotContain("PROJECT");
        assertThat(IamPolicy.ROLLOUT.json("aws", "arn:aws:ecr:us-east-1:123456789012:repository/team/otp"))
                .contains("\"arn:aws:ecr:us-east-1:123456789012:repository/team/otp\"");
    }

    /** All actions that the policy allows, sorted. */
    static Set<String> allowed(IamPolicy policy) {
        return IamStatement.actions(IamStatement.of(policy.json()));
    }

    /** What to give beside the policy for a stack with a role, where it has none. */
    private static String ownRights() throws Exception {
        return Files.readString(PROJECT.resolve("rollout-own-rights-policy.json"));
    }

    /** A statement as it is written in the file. */
    private static String text(IamPolicy policy, String sid) {
        String json = policy.json();
        int begin = json.lastIndexOf("    {\n", json.indexOf("\"Sid\": \"" + sid + "\""));
        return json.substring(begin, json.indexOf("\n    }", begin) + "\n    }".length());
    }
}
