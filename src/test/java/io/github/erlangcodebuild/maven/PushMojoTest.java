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
class PushMojoTest {

    /** A mock, which the harness makes. */
    @Inject
    private MavenSession session;

    @BeforeEach
    void haveEmptySettings() {
        when(session.getSettings()).thenReturn(new Settings());
    }

    @Test
    @InjectMojo(goal = "push")
    void theDefaultsAreThoseOfTheDocumentation(PushMojo mojo) throws IllegalAccessException {
        assertThat(value(mojo, "erlangVersion")).isEqualTo("27.1");
        assertThat(value(mojo, "baseImage")).isEqualTo("aws/codebuild/amazonlinux2-x86_64-standard:5.0");
        assertThat(value(mojo, "repository")).isEqualTo("erlang-codebuild");
        for (String name : new String[] {"allowInsecureRegistries", "dryRun", "allowBaseMismatch", "skip", "dateTag"}) {
            assertThat(value(mojo, name)).as(name).isEqualTo(false);
        }
        for (String name : new String[] {"createRepository", "scanOnPush"}) {
            assertThat(value(mojo, name)).as(name).isEqualTo(true);
        }
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "registry", value = "registry.example.com")
    void outsideOfEcrTheToolchainMustBeNamed(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("The parameter toolchain is missing.\n"
                        + "For a registry outside of Amazon ECR, say where the toolchain bundle is with"
                        + " -Derlang-codebuild.toolchain=…: a path, or an s3://, https:// or file: URL.");
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "registry", value = "registry.example.com")
    @MojoParameter(name = "toolchain", value = "toolchain.json")
    @MojoParameter(name = "toolchainDigest", value = "sha256:short")
    void aDigestThatIsNoneIsRefused(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("toolchainDigest 'sha256:short' is not a digest.");
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "registry", value = "registry.example.com")
    @MojoParameter(name = "toolchain", value = "missing/toolchain.json")
    void aMissingBundleIsNamedAgainstTheProjectsDirectory(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("missing/toolchain.json")
                .hasNoCause();
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "erlangVersion", value = "OTP-27.1")
    void theNameOfAReleasesTagIsRefusedWithTheVersionInIt(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("'OTP-27.1'")
                .hasMessageEndingWith("Set -Derlang-codebuild.erlangVersion=27.1.");
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "keepImages", value = "three")
    void aNumberThatIsNoneIsRefusedBeforeAwsIsAsked(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("keepImages is 'three', which is not a whole number.\n"
                        + "Write it in digits, such as -Derlang-codebuild.keepImages=30.");
    }

    private static Object value(PushMojo mojo, String parameter) throws IllegalAccessException {
        return getVariableValueFromObject(mojo, parameter);
    }
}
