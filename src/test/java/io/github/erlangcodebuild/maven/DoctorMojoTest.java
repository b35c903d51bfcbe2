package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import io.github.erlangcodebuild.aws.AwsStandIn;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the goal ends; what it finds is tested where it looks. */
@MojoTest
class DoctorMojoTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @Inject
    private MavenSession session;

    @BeforeEach
    void settings() {
        when(session.getSettings()).thenReturn(new Settings());
    }

    @Test
    @InjectMojo(goal = "doctor")
    @MojoParameter(name = "region", value = "us-east-1")
    void whatFailedIsNamedInOneLine(DoctorMojo mojo) {
        standIn.sts(AwsStandIn.stsError(403, "InvalidClientTokenId", "The security token is invalid."));
        standIn.anythingElse(AwsStandIn.ecrError("AccessDeniedException", "denied"));

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageMatching("(?s)1 check failed: identity\\.\\s+Each says what to do about it\\.\\s*");
    }

    @Test
    @InjectMojo(goal = "doctor")
    @MojoParameter(name = "region", value = "us-east-1")
    @MojoParameter(name = "erlangVersion", value = "OTP-27.1")
    void aVersionWithAPrefixIsRefusedBeforeAnythingIsAsked(DoctorMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("OTP-27.1");
    }
}
