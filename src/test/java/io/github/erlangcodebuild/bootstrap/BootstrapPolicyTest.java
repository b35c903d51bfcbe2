package io.github.erlangcodebuild.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.IamStatement;
import io.github.erlangcodebuild.testing.CloudFormationTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The least rights of bootstrap: what it calls itself, which every test of {@code Bootstrap} checks, and what follows. */
class BootstrapPolicyTest {

    /**
     * What CloudFormation does with the caller's rights, by type of resource: makes it, reads it, changes it, and takes it back after
     * a failure. {@code .ci/oracles} holds this against what CloudFormation's handlers ask for.
     */
    private static final Map<String, List<String>> BY_CLOUDFORMATION = Map.of(
            "AWS::S3::Bucket",
            CloudFormationTemplate.readsOfABucketAnd(
                    "s3:CreateBucket",
                    "s3:DeleteBucket", // a first stack that fails takes its bucket along (RetainExceptOnCreate)
                    "s3:PutBucketOwnershipControls", // OwnershipControls
                    "s3:PutBucketPublicAccessBlock", // PublicAccessBlockConfiguration
                    "s3:PutBucketTagging", // the stack's tags
                    "s3:TagResource", // the same, where the bucket's tags are given as it is made
                    "s3:PutBucketVersioning", // VersioningConfiguration
                    "s3:PutEncryptionConfiguration", // BucketEncryption
                    "s3:PutLifecycleConfiguration", // LifecycleConfiguration
                    "s3:UntagResource"),
            "AWS::S3::BucketPolicy",
            List.of("s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"),
            "AWS::Logs::LogGroup",
            CloudFormationTemplate.readsOfALogGroupAnd(
                    "logs:CreateLogGroup",
                    "logs:DeleteLogGroup",
                    "logs:PutRetentionPolicy", // RetentionInDays
                    "logs:DeleteRetentionPolicy",
                    "logs:TagResource", // the stack's tags
                    "logs:UntagResource"),
            "AWS::IAM::Role",
            List.of(
                    "iam:CreateRole",
                    "iam:DeleteRole",
                    "iam:GetRole",
                    "iam:PutRolePolicy", // Policies
                    "iam:GetRolePolicy",
                    "iam:DeleteRolePolicy",
                    "iam:ListRolePolicies", // before a role is deleted
                    "iam:ListAttachedRolePolicies", // the same
                    "iam:UpdateAssumeRolePolicy", // AssumeRolePolicyDocument
                    "iam:UpdateRole",
                    "iam:UpdateRoleDescription", // Description
                    "iam:TagRole", // the stack's tags
                    "iam:UntagRole"),
            "AWS::CodeBuild::Project",
            List.of(
                    "codebuild:CreateProject",
                    "codebuild:BatchGetProjects",
                    "codebuild:UpdateProject", // another BaseImage or ComputeType
                    "codebuild:DeleteProject",
                    "iam:PassRole")); // ServiceRole

    /** What the goal calls itself. */
    private static final List<String> BY_US = List.of(
            "sts:GetCallerIdentity",
            "s3:GetObject", // HeadObject too
            "s3:ListBucket", // HeadBucket, and a 404 in place of a 403 for what is missing
            "s3:PutObject",
            "cloudformation:CreateChangeSet",
            "cloudformation:DeleteChangeSet",
            "cloudformation:DeleteStack", // the empty one of a change set that failed
            "cloudformation:DescribeChangeSet",
            "cloudformation:DescribeEvents",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStacks",
            "cloudformation:ExecuteChangeSet",
            "cloudformation:GetTemplateSummary",
            "cloudformation:TagResource", // CreateChangeSet with tags
            "codebuild:BatchGetBuildBatches",
            "codebuild:BatchGetBuilds",
            "codebuild:StartBuild",
            "codebuild:StartBuildBatch",
            "logs:GetLogEvents");

    @Test
    void itAllowsWhatIsCalledAndNothingElse() {
        Set<String> needed = new TreeSet<>(BY_US);
        BY_CLOUDFORMATION.values().forEach(needed::addAll);

        assertThat(allowed()).containsExactlyElementsOf(needed);
    }

    @Test
    void theTemplateHasNoOtherResources() {
        assertThat(template().types()).containsExactlyInAnyOrderElementsOf(BY_CLOUDFORMATION.keySet());
    }

    @Test
    void itsResourcesAreNamedAsTheDefaultStackNamesThem() {
        List<String> names = new ArrayList<>(List.of(
                "*",
                "arn:aws:cloudformation:*:*:stack/erlang-toolchain/*",
                "arn:aws:cloudformation:*:*:changeSet/erlang-codebuild-*/*",
                "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*",
                "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*/otp-*",
                "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*/source/*",
                "arn:aws:codebuild:*:*:project/erlang-toolchain",
                "arn:aws:logs:*:*:log-group:/aws/codebuild/erlang-toolchain",
                "arn:aws:logs:*:*:log-group:/aws/codebuild/erlang-toolchain:*"));
        template().roles().forEach(role -> names.add("arn:aws:iam::*:role/erlang-toolchain-" + role + "-*"));

        assertThat(statements().stream().flatMap(IamStatement::resources).distinct())
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void theDocumentationShowsTheSame() throws Exception {
        assertThat(page()).contains(IamPolicy.BOOTSTRAP.json());
    }

    /** It is the statement that gives rights, and differs in nothing but the boundary. */
    @Test
    void theDocumentationShowsHowToLimitTheRolesRights() throws Exception {
        String shown =
                page().replaceFirst("(?s).*```json\n(?=\\{\n  \"Sid\")", "").replaceFirst("(?s)```.*", "");
        ObjectNode limited = (ObjectNode) new ObjectMapper().readTree(shown);

        assertThat(limited.remove("Condition").toString())
                .isEqualTo("{\"StringEquals\":{\"iam:PermissionsBoundary\":\"arn:aws:iam::ACCOUNT:policy/BOUNDARY\"}}");
        assertThat(remove((ArrayNode) limited.at("/Action"), "iam:PutRolePermissionsBoundary"))
                .isTrue();
        assertThat(statements())
                .filteredOn(statement -> statement.allows("iam:PutRolePolicy"))
                .containsExactly(new IamStatement(limited));
    }

    private static boolean remove(ArrayNode values, String text) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).asText().equals(text)) {
                values.remove(i);
                return true;
            }
        }
        return false;
    }

    private static CloudFormationTemplate template() {
        return CloudFormationTemplate.of(ToolchainScripts.template());
    }

    private static String page() throws Exception {
        return Files.readString(Path.of("docs/bootstrap.md"));
    }

    /** All actions that the policy allows, sorted. */
    static Set<String> allowed() {
        return IamStatement.actions(statements());
    }

    private static List<IamStatement> statements() {
        return IamStatement.of(IamPolicy.BOOTSTRAP.json());
    }
}
