package io.github.erlangcodebuild.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.testing.CloudFormationTemplate;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stack of the bootstrap promises; that it is a template, cfn-lint checks. */
class BootstrapTemplateTest {

    private JsonNode template;

    @BeforeEach
    void read() {
        template = CloudFormationTemplate.of(ToolchainScripts.template()).json();
    }

    @Test
    void theBucketAndItsPolicyAreMadeTogetherAndStayTogether() {
        for (String resource : List.of("Bucket", "BucketPolicy")) {
            JsonNode made = template.at("/Resources/" + resource);
            assertThat(made.at("/Condition").asText()).isEqualTo("MakesBucket");
            assertThat(made.at("/DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
            assertThat(made.at("/UpdateReplacePolicy").asText()).isEqualTo("Retain");
        }
    }

    @Test
    void aStackDeployedByHandNeedsNoParameters() {
        assertThat(template.at("/Parameters")).isNotEmpty().allSatisfy(parameter -> assertThat(parameter.has("Default"))
                .isTrue());
    }

    /** As CodeBuild's documentation has it for builds in a VPC. */
    @Test
    void onlyWithAVpcDoesABuildJoinOneAndMayItDoSo() {
        JsonNode project = template.at("/Resources/Project/Properties/VpcConfig");
        assertThat(project.at("/0").asText()).isEqualTo("HasVpc");
        assertThat(project.at("/1").toString())
                .isEqualTo("{\"VpcId\":\"VpcId\",\"Subnets\":\"Subnets\",\"SecurityGroupIds\":\"SecurityGroupIds\"}");
        assertThat(project.at("/2").asText()).isEqualTo("AWS::NoValue");

        JsonNode statements = template.at("/Resources/BuildRole/Properties/Policies/0/PolicyDocument/Statement");
        List<JsonNode> ec2 = StreamSupport.stream(statements.spliterator(), false)
                .filter(statement -> statement.toString().contains("ec2:"))
                .toList();
        assertThat(ec2).hasSize(2).allSatisfy(statement -> {
            assertThat(statement.at("/0").asText()).isEqualTo("HasVpc");
            assertThat(statement.at("/2").asText()).isEqualTo("AWS::NoValue");
        });
        assertThat(ec2.get(0).at("/1/Action"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "ec2:CreateNetworkInterface",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeDhcpOptions",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSecurityGroups",
                        "ec2:DescribeSubnets",
                        "ec2:DescribeVpcs");
        JsonNode permission = ec2.get(1).at("/1");
        assertThat(permission.at("/Action").asText()).isEqualTo("ec2:CreateNetworkInterfacePermission");
        assertThat(permission.at("/Resource").asText()).endsWith(":network-interface/*");
        assertThat(permission
                        .at("/Condition/StringEquals/ec2:AuthorizedService")
                        .asText())
                .isEqualTo("codebuild.amazonaws.com");
        assertThat(permission.at("/Condition/ArnLike/ec2:Subnet").toString()).contains("subnet/${Ids}", "\"Subnets\"");
    }

    /** Saying that it is private would need codebuild:UpdateProjectVisibility. */
    @Test
    void theProjectIsPrivateByDefault() {
        assertThat(template.at("/Resources/Project/Properties").has("Visibility"))
                .isFalse();
    }
}
