package io.github.erlangcodebuild.maven;

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
class BootstrapMojoTest {

    /** A mock, which the harness makes. */
    @Inject
    private MavenSession session;

    @BeforeEach
    void haveEmptySettings() {
        when(session.getSettings()).thenReturn(new Settings());
    }

    @Test
    @InjectMojo(goal = "bootstrap")
    @MojoParameter(name = "timeout", value = "soon")
    void aTimeoutThatIsNoNumberIsRefused(BootstrapMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("timeout is 'soon', which is not a whole number.\n");
    }

    @Test
    @InjectMojo(goal = "bootstrap")
    @MojoParameter(name = "erlangVersion", value = "27.1,OTP-26.2.5")
    void theNameOfAReleasesTagIsRefusedWithTheVersionInIt(BootstrapMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageEndingWith("Set -Derlang-codebuild.erlangVersion=26.2.5.");
    }

    @Test
    @InjectMojo(goal = "bootstrap")
    @MojoParameter(name = "architectures", value = "arm64")
    @MojoParameter(name = "baseImage", value = "registry.example.com/arm-base:1")
    void aBaseImageForArmAloneIsRefusedAndTheParameterForItNamed(BootstrapMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("baseImage is 'registry.example.com/arm-base:1', and architectures is arm64:")
                .hasMessageContaining("-Derlang-codebuild.armBaseImage=registry.example.com/arm-base:1;");
    }

    @Test
    @InjectMojo(goal = "bootstrap")
    @MojoParameter(name = "architectures", value = "arm64")
    @MojoParameter(name = "baseImage", value = "registry.example.com/base:1")
    @MojoParameter(name = "armBaseImage", value = "registry.example.com/arm-base:1")
    @MojoParameter(name = "timeout", value = "soon")
    void aBaseImageThatAPomHasBesideOneForArmIsNot(BootstrapMojo mojo) {
        assertThatThrownBy(mojo::execute).hasMessageStartingWith("timeout is 'soon'");
    }
}
