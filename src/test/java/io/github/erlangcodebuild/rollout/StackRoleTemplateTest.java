package io.github.erlangcodebuild.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.erlangcodebuild.aws.IamStatement;
import io.github.erlangcodebuild.testing.CloudFormationTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service role and the boundary that stack-role.yaml has for stack.yaml; that they are templates, cfn-lint checks. */
class StackRoleTemplateTest {

    private static final Path PROJECT = Path.of("examples");

    /** What CloudFormation does to make, change and delete what stack.yaml has, by type of resource. */
    private static final Map<String, List<String>> BY_CLOUDFORMATION = Map.of(
            "AWS::S3::Bucket",
            CloudFormationTemplate.readsOfABucketAnd(
                    "s3:ListBucket",
                    "s3:UntagResource",
                    "s3:CreateBucket",
                    "s3:DeleteBucket", // a first stack that fails takes its bucket along (RetainExceptOnCreate)
                    "s3:PutBucketOwnershipControls",
                    "s3:PutBucketPublicAccessBlock",
                    "s3:PutBucketTagging", // the stack's tags
                    "s3:TagResource",
                    "s3:PutEncryptionConfiguration",
                    "s3:PutLifecycleConfiguration"),
            "AWS::S3::BucketPolicy",
            List.of("s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"),
            "AWS::Logs::LogGroup",
            CloudFormationTemplate.readsOfALogGroupAnd(
                    "logs:CreateLogGroup",
                    "logs:DeleteLogGroup",
                    "logs:PutRetentionPolicy",
                    "logs:DeleteRetentionPolicy",
                    "logs:TagResource",
                    "logs:UntagResource"),
            "AWS::IAM::Role",
            List.of(
                    "iam:CreateRole",
                    "iam:DeleteRole",
                    "iam:GetRole",
                    "iam:PutRolePermissionsBoundary", // where the role was made without
                    "iam:PutRolePolicy",
                    "iam:GetRolePolicy",
                    "iam:DeleteRolePolicy",
                    "iam:ListRolePolicies",
                    "iam:ListAttachedRolePolicies",
                    "iam:TagRole",
                    "iam:UntagRole",
                    "iam:UpdateRole",
                    "iam:UpdateRoleDescription"), // and not UpdateAssumeRolePolicy: who may take it stays
            "AWS::CodeBuild::Project",
            List.of(
                    "codebuild:CreateProject",
                    "codebuild:BatchGetProjects",
                    "codebuild:UpdateProject",
                    "codebuild:DeleteProject",
                    "iam:PassRole"));

    private CloudFormationTemplate stack;
    private List<IamStatement> role;
    private List<IamStatement> boundary;

    @BeforeEach
    void read() throws Exception {
        stack = template("stack.yaml");
        JsonNode resources = template("stack-role.yaml").json().at("/Resources");
        role = IamStatement.of(resources.at("/StackRole/Properties/Policies/0/PolicyDocument"));
        boundary = IamStatement.of(resources.at("/Boundary/Properties/PolicyDocument"));
    }

    private static CloudFormationTemplate template(String name) throws Exception {
        return CloudFormationTemplate.of(Files.readString(PROJECT.resolve(name)));
    }

    @Test
    void theRoleMayDoWhatTheStackTakesAndNothingElse() {
        Set<String> needed = new TreeSet<>();
        BY_CLOUDFORMATION.values().forEach(needed::addAll);

        assertThat(stack.types()).containsExactlyInAnyOrderElementsOf(BY_CLOUDFORMATION.keySet());
        assertThat(IamStatement.actions(role)).containsExactlyElementsOf(needed);
    }

    /** So that nobody who may change the stack can give its builds more, whatever template he brings. */
    @Test
    void theRoleGivesRightsWithinTheBoundaryOnly() {
        assertThat(role)
                .filteredOn(statement -> statement.allows(
                        "iam:CreateRole",
                        "iam:DeleteRolePolicy",
                        "iam:PutRolePermissionsBoundary",
                        "iam:PutRolePolicy"))
                .singleElement()
                .satisfies(statement -> assertThat(
                                statement.json().at("/Condition").toString())
                        .isEqualTo("{\"StringEquals\":{\"iam:PermissionsBoundary\":\"Boundary\"}}"));
        assertThat(role)
                .filteredOn(statement -> statement.allows("iam:PassRole"))
                .singleElement()
                .satisfies(statement -> assertThat(
                                statement.json().at("/Condition").toString())
                        .isEqualTo("{\"StringEquals\":{\"iam:PassedToService\":\"codebuild.amazonaws.com\"}}"));
        assertThat(role)
                .filteredOn(statement -> statement.actions().anyMatch(action -> action.startsWith("iam:")))
                .allSatisfy(statement -> assertThat(statement.resources())
                        .containsExactly("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${StackName}-BuildRole-*"));
    }

    @Test
    void onlyTheLogGroupsAreListedWithoutAName() {
        assertThat(role)
                .filteredOn(statement -> statement.resources().anyMatch("*"::equals))
                .extracting(statement -> statement.actions().toList())
                .containsExactly(List.of(
                        "logs:DescribeIndexPolicies", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies"));
    }

    @Test
    void theBoundaryLeavesTheBuildsWhatTheStackGivesThem() {
        Set<String> given = IamStatement.actions(
                IamStatement.of(stack.json().at("/Resources/BuildRole/Properties/Policies/0/PolicyDocument")));
        Set<String> left = IamStatement.actions(boundary);

        assertThat(left).containsAll(given);
        left.removeAll(given);
        assertThat(left)
                .containsExactly("s3:GetBucketAcl", "s3:GetBucketLocation"); // which pipeline.yaml's bucket gives
        assertThat(boundary)
                .filteredOn(statement -> statement.resources().anyMatch("*"::equals))
                .extracting(statement -> statement.actions().toList())
                .containsExactly(List.of("ecr:GetAuthorizationToken"));
    }

    @Test
    void theStackTakesTheBoundaryButNeedsNone() {
        assertThat(stack.json()
                        .at("/Resources/BuildRole/Properties/PermissionsBoundary")
                        .toString())
                .isEqualTo("[\"HasBoundary\",\"PermissionsBoundary\",\"AWS::NoValue\"]");
        assertThat(stack.json().at("/Parameters/PermissionsBoundary/Default")).isEqualTo(new TextNode(""));
    }
}
