package io.github.erlangcodebuild.maven;

import static org.apache.maven.api.plugin.testing.MojoExtension.getVariableValueFromObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MojoTest
class RolloutMojoTest {

    /** A mock, which the harness makes. */
    @Inject
    private MavenSession session;

    @BeforeEach
    void haveEmptySettings() {
        when(session.getSettings()).thenReturn(new Settings());
    }

    @Test
    @InjectMojo(goal = "rollout")
    void theDefaultsAreThoseOfTheDocumentation(RolloutMojo mojo) throws IllegalAccessException {
        assertThat(value(mojo, "stackParameter")).isEqualTo("CodeBuildImage");
        assertThat(value(mojo, "builds")).isEqualTo("50");
        assertThat(value(mojo, "timeout")).isEqualTo("60");
        for (String name : new String[] {"pin", "allowReplacement", "dryRun", "skip", "report", "testBuild"}) {
            assertThat(value(mojo, name)).as(name).isEqualTo(false);
        }
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "image", value = "aws/codebuild/standard:7.0")
    void withoutStackAndProjectsThereIsNothingToDo(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("Neither a stack nor a project is named");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "image", value = " aws/codebuild/standard:7.0 ")
    @MojoParameter(name = "pin", value = "true")
    @MojoParameter(name = "stackName", value = " ci ")
    void whatIsGivenIsTrimmed(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("The curated image aws/codebuild/standard:7.0 cannot be pinned");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "outputFile", value = "missing/image.json")
    void withoutAnythingTheStackIsAskedForBeforeTheImage(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute).hasMessageStartingWith("Neither a stack nor a project is named");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "stackName", value = "ci")
    @MojoParameter(name = "outputFile", value = "missing/image.json")
    void withoutAPushTheImageMustBeNamed(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("image.json")
                .hasMessageContaining("-Derlang-codebuild.image=")
                .hasNoCause();
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "report", value = "true")
    @MojoParameter(name = "image", value = "no image at all")
    void aReportNeedsNoImageButSomethingToReport(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("Neither a stack nor a project is named whose builds are to be reported.");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "report", value = "true")
    @MojoParameter(name = "testBuild", value = "true")
    void aReportAndATestBuildAreTwoThings(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute).hasMessageStartingWith("Both report and testBuild are set");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "testBuild", value = "true")
    @MojoParameter(name = "pricePerMinute", value = "0,005")
    void aSlipInThePriceShowsBeforeAnythingIsChanged(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute).hasMessageStartingWith("pricePerMinute '0,005' is not a price.");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "builds", value = "0")
    void atLeastOneBuildIsLookedAt(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute).hasMessageStartingWith("builds is 0, which is not between 1 and 1000.");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "testBuild", value = "true")
    @MojoParameter(name = "timeout", value = "0")
    void noTimeForTheBuildsShowsBeforeAnythingIsChanged(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .hasMessageStartingWith("timeout is 0, which leaves the builds no time.")
                .hasMessageContaining("-Derlang-codebuild.timeout=60");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "testBuild", value = "true")
    @MojoParameter(name = "timeout", value = "1h")
    void timeIsInMinutes(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("timeout is '1h', which is not a whole number.");
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "builds", value = "many")
    void howManyBuildsIsANumber(RolloutMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("builds is 'many', which is not a whole number.");
    }

    private static Object value(RolloutMojo mojo, String parameter) throws IllegalAccessException {
        return getVariableValueFromObject(mojo, parameter);
    }
}
