package io.github.erlangcodebuild.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.erlangcodebuild.aws.IamPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What CloudFormation does with the caller's rights, by type of resource: makes it, and takes it back after a failure. */
    private static final Map<String, List<String>> BY_CLOUDFORMATION = Map.of(
            "AWS::S3::Bucket",
            List.of(
                    "s3:CreateBucket",
                    "s3:DeleteBucket", // a first stack that fails takes its bucket along (RetainExceptOnCreate)
                    "s3:PutBucketOwnershipControls", // OwnershipControls
                    "s3:PutBucketPublicAccessBlock", // PublicAccessBlockConfiguration
                    "s3:PutBucketTagging", // the stack's tags
                    "s3:TagResource", // the same, where the bucket's tags are given as it is made
                    "s3:PutBucketVersioning", // VersioningConfiguration
                    "s3:PutEncryptionConfiguration", // BucketEncryption
                    "s3:PutLifecycleConfiguration"), // LifecycleConfiguration
            "AWS::S3::BucketPolicy",
            List.of("s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"),
            "AWS::Logs::LogGroup",
            List.of(
                    "logs:CreateLogGroup",
                    "logs:DeleteLogGroup",
                    "logs:DescribeLogGroups", // takes no resource
                    "logs:PutRetentionPolicy", // RetentionInDays
                    "logs:TagResource"), // the stack's tags
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
                    "iam:TagRole"), // the stack's tags
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
            "cloudformation:DescribeChangeSet",
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
    void theTemplateHasNoOtherResources() throws Exception {
        Set<String> types = new TreeSet<>();
        BootstrapTemplateTest.withoutFunctions()
                .at("/Resources")
                .forEach(resource -> types.add(resource.at("/Type").asText()));

        assertThat(types).containsExactlyInAnyOrderElementsOf(BY_CLOUDFORMATION.keySet());
    }

    @Test
    void itsResourcesAreNamedAsTheDefaultStackNamesThem() {
        assertThat(resources())
                .allMatch(resource -> resource.equals("*")
                        || List.of(
                                        "arn:aws:cloudformation:*:*:stack/erlang-toolchain/*",
                                        "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*",
                                        "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*/*",
                                        "arn:aws:iam::*:role/erlang-toolchain-*", // STACK-LOGICALID-RANDOM
                                        "arn:aws:codebuild:*:*:project/erlang-toolchain",
                                        "arn:aws:logs:*:*:log-group:/aws/codebuild/erlang-toolchain*")
                                .contains(resource));
    }

    @Test
    void theDocumentationShowsTheSame() throws Exception {
        assertThat(Files.readString(Path.of("docs/bootstrap.md"))).contains(IamPolicy.BOOTSTRAP.json());
    }

    /** All actions that the policy allows, sorted. */
    static Set<String> allowed() {
        return collect("Action");
    }

    private static Set<String> resources() {
        return collect("Resource");
    }

    private static Set<String> collect(String field) {
        Set<String> found = new TreeSet<>();
        try {
            for (JsonNode statement : JSON.readTree(IamPolicy.BOOTSTRAP.json()).at("/Statement")) {
                JsonNode values = statement.at("/" + field);
                List<String> texts = new ArrayList<>();
                values.forEach(value -> texts.add(value.asText()));
                found.addAll(values.isTextual() ? List.of(values.asText()) : texts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
