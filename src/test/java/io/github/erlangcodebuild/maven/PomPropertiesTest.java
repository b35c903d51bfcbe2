package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PomPropertiesTest {

    @Test
    void aNameThatNoParameterHasIsRefusedWithThePlaceAndTheNearest() {
        assertThatThrownBy(() -> check("\n<erlang-codebuild.dryrun>true</erlang-codebuild.dryrun>"))
                .isInstanceOf(ActionableException.class)
                .hasMessage(
                        "<erlang-codebuild.dryrun> in the <properties>, /project/pom.xml, line 2, is no parameter of"
                                + " this plugin.\nDid you mean <erlang-codebuild.dryRun>? The parameters of push: dryRun,"
                                + " repository.");
    }

    @Test
    void oneOfAProfileInTheSettingsIsRefusedWithoutALine() throws Exception {
        MavenProject project = TestPom.of("");
        project.getProperties().setProperty("erlang-codebuild.repositry", "x");

        assertThatThrownBy(() -> PomProperties.check(project, TestGoals.parameters("push")))
                .hasMessageStartingWith("<erlang-codebuild.repositry> in the <properties> of the POM or of an active"
                        + " profile is no parameter of this plugin.\nDid you mean <erlang-codebuild.repository>?");
    }

    @Test
    void aSwitchThatIsNeitherOnNorOffIsRefused() {
        assertThatThrownBy(() -> check("<erlang-codebuild.dryRun>yes</erlang-codebuild.dryRun>"))
                .hasMessage(
                        "<erlang-codebuild.dryRun> in the <properties>, /project/pom.xml, line 1, is 'yes', which is"
                                + " neither true nor false.\nGive one of the two.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<erlang-codebuild.labels>a=b</erlang-codebuild.labels>",
                "<erlang-codebuild.dryRun>true</erlang-codebuild.dryRun>",
                "<erlang-codebuild.image.uri>r/i:1</erlang-codebuild.image.uri>",
                "<erlang-codebuild.image.digest>sha256:0</erlang-codebuild.image.digest>",
                "<other.dryrun>yes</other.dryrun>"
            })
    void whatAGoalHasOrPushSetsOrIsNotOursIsFine(String properties) {
        assertThatCode(() -> check(properties)).doesNotThrowAnyException();
    }

    private static void check(String properties) throws Exception {
        PomProperties.check(TestPom.of("<properties>" + properties + "</properties>"), TestGoals.parameters("push"));
    }
}
