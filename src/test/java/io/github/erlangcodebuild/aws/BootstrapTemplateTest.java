package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stack of the bootstrap promises; that it is a template, cfn-lint checks. */
class BootstrapTemplateTest {

    private JsonNode template;

    @BeforeEach
    void read() throws Exception {
        template = withoutFunctions();
    }

    /** The template with the arguments of CloudFormation's functions in place of their values. */
    static JsonNode withoutFunctions() throws Exception {
        return new YAMLMapper()
                .readTree(ToolchainScripts.template()
                        .replaceAll("!(Sub|Ref|If|Not|Equals|GetAtt|Join|Select|Split)\\b", ""));
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

    /** Saying that it is private would need codebuild:UpdateProjectVisibility. */
    @Test
    void theProjectIsPrivateByDefault() {
        assertThat(template.at("/Resources/Project/Properties").has("Visibility"))
                .isFalse();
    }
}
