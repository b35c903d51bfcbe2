package io.github.erlangcodebuild.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.aws.IamPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The least rights of rollout: what it calls itself, which every test of {@code Rollout} checks, and what follows. */
class RolloutPolicyTest {

    /** What CloudFormation does with the caller's rights when the image in erlang-toolchain/project/stack.yaml changes. */
    private static final Map<String, List<String>> BY_CLOUDFORMATION = Map.of(
            "AWS::CodeBuild::Project",
            List.of("codebuild:BatchGetProjects", "codebuild:UpdateProject", "iam:PassRole"),
            "AWS::IAM::Role",
            List.of(
                    "iam:GetRole",
                    "iam:GetRolePolicy",
                    "iam:ListAttachedRolePolicies", // a role is read as a whole
                    "iam:ListRolePolicies",
                    "iam:PutRolePolicy")); // another repository, or one for the first time

    /** What the goal calls itself. */
    private static final List<String> BY_US = List.of(
            "sts:GetCallerIdentity",
            "ecr:DescribeImages",
            "ecr:StartLifecyclePolicyPreview",
            "ecr:GetLifecyclePolicyPreview",
            "cloudformation:CreateChangeSet",
            "cloudformation:DeleteChangeSet",
            "cloudformation:DescribeChangeSet",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStacks",
            "cloudformation:ExecuteChangeSet",
            "cloudformation:ListStackResources",
            "codebuild:BatchGetBuilds", // a report and a test build, as those that follow
            "codebuild:BatchGetProjects",
            "codebuild:ListBuildsForProject",
            "codebuild:ListCuratedEnvironmentImages",
            "codebuild:ListProjects",
            "codebuild:StartBuild",
            "codebuild:UpdateProject",
            "logs:GetLogEvents");

    @Test
    void itAllowsWhatIsCalledAndNothingElse() {
        Set<String> needed = new TreeSet<>(BY_US);
        BY_CLOUDFORMATION.values().forEach(needed::addAll);

        assertThat(allowed()).containsExactlyElementsOf(needed);
    }

    @Test
    void theDocumentationShowsTheSame() throws Exception {
        assertThat(Files.readString(Path.of("docs/rollout.md")))
                .contains("```json\n" + IamPolicy.ROLLOUT.json() + "\n```");
    }

    @Test
    void whatIsKnownIsPutIn() {
        assertThat(IamPolicy.ROLLOUT.json("aws-cn", "arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/ci/*"))
                .contains("\"arn:aws-cn:cloudformation:*:*:stack/ci/*\"", "\"arn:aws-cn:iam::*:role/ci-*\"")
                .contains("project/PROJECT\"")
                .doesNotContain("arn:aws:");
        assertThat(IamPolicy.ROLLOUT.json("aws", "arn:aws:codebuild:us-east-1:123456789012:project/my_build"))
                .contains("\"arn:aws:codebuild:*:*:project/my_build\"")
                .contains("stack/STACK/*\"");
        assertThat(IamPolicy.ROLLOUT.json("aws", "arn:aws:ecr:us-east-1:123456789012:repository/team/otp"))
                .contains("\"arn:aws:ecr:us-east-1:123456789012:repository/team/otp\"");
    }

    /** All actions that the policy allows, sorted. */
    static Set<String> allowed() {
        Set<String> found = new TreeSet<>();
        try {
            for (JsonNode statement :
                    new ObjectMapper().readTree(IamPolicy.ROLLOUT.json()).at("/Statement")) {
                JsonNode actions = statement.at("/Action");
                if (actions.isTextual()) {
                    found.add(actions.asText());
                }
                actions.forEach(action -> found.add(action.asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
