package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalledGoalsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "erlang-codebuild:push",
                "erlang-codebuild:push@arm",
                "group:erlang-codebuild-maven-plugin:push",
                "group:erlang-codebuild-maven-plugin:1.0:push@arm"
            })
    void aGoalOfOursIsKnownByAllNamesOfThePlugin(String typed) {
        assertThat(called("clean", typed).isOursTyped()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "docker:push", "other:erlang-codebuild-maven-plugin:push"})
    void aPhaseAndAGoalOfAnotherPluginAreNone(String typed) {
        assertThat(called(typed).isOursTyped()).isFalse();
    }

    private static CalledGoals called(String... words) {
        PluginDescriptor plugin = new PluginDescriptor();
        plugin.setGroupId("group");
        plugin.setArtifactId("erlang-codebuild-maven-plugin");
        plugin.setVersion("1.0");
        plugin.setGoalPrefix("erlang-codebuild");
        return CalledGoals.of(List.of(words), plugin);
    }
}
