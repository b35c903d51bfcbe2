package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.Mockito.when;

import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void pushNamesWhatPushNeeds(PushMojo mojo) throws IOException {
        assertNames(IamPolicy.PUSH, mojo);
    }

    @Test
    @InjectMojo(goal = "bootstrap")
    @MojoParameter(name = "region", value = "us-east-1")
    void bootstrapNamesWhatBootstrapNeeds(BootstrapMojo mojo) throws IOException {
        assertNames(IamPolicy.BOOTSTRAP, mojo);
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "region", value = "us-east-1")
    @MojoParameter(name = "image", value = "registry.example.com/ci/erlang:27.1")
    @MojoParameter(name = "stackName", value = "ci")
    void rolloutNamesWhatRolloutNeeds(RolloutMojo mojo) throws IOException {
        assertNames(IamPolicy.ROLLOUT, mojo);
    }

    @Test
    @InjectMojo(goal = "rollout")
    @MojoParameter(name = "region", value = "us-east-1")
    @MojoParameter(name = "image", value = "registry.example.com/ci/erlang:27.1")
    @MojoParameter(name = "projects", value = "ci")
    void rolloutToProjectsNamesWhatThatNeeds(RolloutMojo mojo) throws IOException {
        assertNames(IamPolicy.ROLLOUT_PROJECTS, mojo);
    }

    private static void assertNames(IamPolicy goal, Mojo mojo) throws IOException {
        Throwable failure = catchThrowable(mojo::execute);

        assertThat(failure)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("(sts:GetCallerIdentity): access denied")
                .hasMessageContaining(
                        "This identity needs sts:GetCallerIdentity on *. The statement that is missing:\n{");
        Matcher attached = Pattern.compile(
                        "\nAll that " + goal.purpose() + " needs is in (.*), to copy as a policy\\.$")
                .matcher(String.valueOf(failure.getMessage()));
        assertThat(attached.find()).as(failure.getMessage()).isTrue();
        Path file = Path.of(attached.group(1));
        assertThat(file).hasFileName(goal.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-policy.json");
        assertThat(Files.readString(file)).isEqualTo(goal.json() + "\n");
    }
}
