package io.github.erlangcodebuild.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.rollout.RolloutRequest.Image;
import io.github.erlangcodebuild.rollout.RolloutRequest.StackParameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutRequestTest {

    @Test
    void withoutStackAndProjectsBothAreNamed() {
        assertThatThrownBy(() -> request(Optional.empty(), List.of()))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("Neither a stack nor a project is named")
                .hasMessageContaining("-Derlang-codebuild.stackName=")
                .hasMessageContaining("-Derlang-codebuild.projects=");
    }

    @Test
    void stackAndProjectsTogetherAreRefused() {
        assertThatThrownBy(() -> request(Optional.of(new StackParameter("ci", "Image")), List.of("a", "b")))
                .hasMessageStartingWith("Both a stack (ci) and projects (a, b) are named.\nGive one of the two");
    }

    @Test
    void aProjectCountsOnce() {
        assertThat(request(Optional.empty(), List.of("a1", "b1", "a1")).projects())
                .containsExactly("a1", "b1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:codebuild:us-east-1:123456789012:project/a", "a b", "ü", "-a"})
    void whatIsNoNameOfAProjectIsRefused(String name) {
        assertThatThrownBy(() -> request(Optional.empty(), List.of(name)))
                .hasMessageStartingWith("projects has '" + name + "', which is not a name of a CodeBuild project.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1stack", "a_b", "arn:aws:cloudformation:us-east-1:123456789012:stack/a/b"})
    void whatIsNoNameOfAStackIsRefused(String name) {
        assertThatThrownBy(() -> new StackParameter(name, "CodeBuildImage"))
                .hasMessageStartingWith("stackName '" + name + "' is not a name of a CloudFormation stack.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Code-Image"})
    void whatIsNoNameOfAParameterIsRefused(String name) {
        assertThatThrownBy(() -> new StackParameter("ci", name))
                .hasMessageStartingWith("stackParameter '" + name + "' is not a name of a template's parameter.");
    }

    private static RolloutRequest request(Optional<StackParameter> stack, List<String> projects) {
        return new RolloutRequest(
                Image.named("aws/codebuild/standard:7.0"), false, stack, projects, false, Optional.empty());
    }
}
