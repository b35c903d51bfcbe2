package io.github.erlangcodebuild.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;

class StackChangeTest {

    @Test
    void aNewTemplateIsSentWithAllThatItIsGiven() {
        CreateChangeSetRequest request = new StackChange(
                        Optional.of("Resources: {}"),
                        List.of(StackChange.Parameter.set("A", "1"), StackChange.Parameter.kept("B")),
                        List.of("CAPABILITY_IAM"),
                        Map.of("Purpose", "test"))
                .request()
                .build();

        assertThat(request)
                .isEqualTo(CreateChangeSetRequest.builder()
                        .templateBody("Resources: {}")
                        .parameters(
                                Parameter.builder()
                                        .parameterKey("A")
                                        .parameterValue("1")
                                        .build(),
                                Parameter.builder()
                                        .parameterKey("B")
                                        .usePreviousValue(true)
                                        .build())
                        .capabilitiesWithStrings("CAPABILITY_IAM")
                        .tags(Tag.builder().key("Purpose").value("test").build())
                        .build());
    }

    /** CloudFormation would take an empty list for the wish to have no tags. */
    @Test
    void whatIsNotChangedIsNotSent() {
        CreateChangeSetRequest request = new StackChange(
                        Optional.empty(), List.of(StackChange.Parameter.set("A", "1")), List.of(), Map.of())
                .request()
                .build();

        assertThat(request.usePreviousTemplate()).isTrue();
        assertThat(request.templateBody()).isNull();
        assertThat(request.hasTags()).isFalse();
        assertThat(request.hasCapabilities()).isFalse();
    }
}
