package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.Mockito.when;

import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A denied call that all goals make: each says what it needs itself. */
@MojoTest
class GoalRightsTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    /** A mock, which the harness makes. */
    @Inject
    private MavenSession session;

    @BeforeEach
    void denyEverything() {
        when(session.getSettings()).thenReturn(new Settings());
        standIn.sts(AwsStandIn.stsError(403, "AccessDenied", "denied"));
        standIn.anythingElse(AwsStandIn.ecrError("AccessDeniedException", "denied"));
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "region", value = "us-east-1")
    void pushNamesWhatPushNeeds(PushMojo mojo) {
        assertNames(IamPolicy.PUSH, mojo);
    }

    @Test
    @InjectMojo(goal = "bootstrap")
    @MojoParameter(name = "region", value = "us-east-1")
    void bootstrapNamesWhatBootstrapNeeds(BootstrapMojo mojo) {
        assertNames(IamPolicy.BOOTSTRAP, mojo);
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "region", value = "us-east-1")
    @MojoParameter(name = "image", value = "registry.example.com/ci/erlang:27.1")
    @MojoParameter(name = "stackName", value = "ci")
    void rolloutNamesWhatRolloutNeeds(RolloutMojo mojo) {
        assertNames(IamPolicy.ROLLOUT, mojo);
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "region", value = "us-east-1")
    @MojoParameter(name = "image", value = "registry.example.com/ci/erlang:27.1")
    @MojoParameter(name = "projects", value = "ci")
    void rolloutToProjectsNamesWhatThatNeeds(RolloutMojo mojo) {
        assertNames(IamPolicy.ROLLOUT_PROJECTS, mojo);
    }

    private static void assertNames(IamPolicy goal, Mojo mojo) {
        assertThat(catchThrowable(mojo::execute))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("(sts:GetCallerIdentity): access denied")
                .hasMessageContaining("This identity needs sts:GetCallerIdentity on *. All that " + goal.purpose()
                        + " needs:\n" + goal.json());
    }
}
