package io.github.erlangcodebuild.maven;

import static org.apache.maven.api.plugin.testing.MojoExtension.getVariableValueFromObject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Properties;
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
        for (String name : new String[] {"dryRun", "allowBaseMismatch", "skip", "dateTag"}) {
            assertThat(value(mojo, name)).as(name).isEqualTo(false);
        }
        assertThat(value(mojo, "allowInsecureRegistries")).isEqualTo(List.of("false"));
        assertThat(value(mojo, "failOnSeverity")).isNull();
        assertThat(value(mojo, "scanTimeout")).isEqualTo("15");
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
    @MojoParameter(name = "allowInsecureRegistries", value = "registry.example.com, public.ecr.aws")
    void noHostOfAwsIsSpokenToOverTlsThatIsNotVerified(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("allowInsecureRegistries names public.ecr.aws, a host of AWS.\nTake it out");
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
    @MojoParameter(name = "registry", value = "registry.example.com")
    @MojoParameter(name = "toolchain", value = "toolchain.json")
    @MojoParameter(name = "tags", value = "27.1,,stable")
    void anEmptyEntryOfAListIsRefused(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("tags has an empty entry.\nTake the comma or the element out that is too many.")
                .hasNoCause();
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "registry", value = "registry.example.com")
    @MojoParameter(name = "toolchain", value = "toolchain.json")
    void aListThatWasGivenAsNothingIsRefused(PushMojo mojo) {
        Properties given = new Properties();
        given.setProperty("erlang-codebuild.tags", "");
        when(session.getUserProperties()).thenReturn(given);

        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("-Derlang-codebuild.tags is empty.\n"
                        + "Give it a value, or leave it out. Is a variable not set?");
    }

    @Test
    void whatHasToHaveATextIsRefusedByItsName() {
        assertThat(AwsMojo.required("erlangVersion", " 27.1 ")).isEqualTo("27.1");
        assertThatThrownBy(() -> AwsMojo.required("erlangVersion", " "))
                .hasMessageStartingWith(
                        "erlangVersion is empty.\nGive it a value with -Derlang-codebuild.erlangVersion=…, or leave it out.");
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

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "failOnSeverity", value = "SEVERE")
    void aSeverityThatIsNoneIsRefusedBeforeAnythingIsAskedOfAws(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("failOnSeverity 'SEVERE' is no severity of ECR's.");
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "failOnSeverity", value = "high")
    @MojoParameter(name = "registry", value = "registry.example.com")
    @MojoParameter(name = "toolchain", value = "toolchain.json")
    void outsideOfEcrThereIsNoScanToWaitFor(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(
                        "failOnSeverity needs Amazon ECR, whose scan it waits for, and registry.example.com is another"
                                + " registry.\nLeave failOnSeverity away, and have this registry's own scanner look at the image.");
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "failOnSeverity", value = "HIGH")
    @MojoParameter(name = "scanOnPush", value = "false")
    void aScanThatIsNotWantedCannotBeWaitedFor(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("failOnSeverity is HIGH, but scanOnPush is false");
    }

    @Test
    @InjectMojo(goal = "push")
    @MojoParameter(name = "failOnSeverity", value = "HIGH")
    @MojoParameter(name = "scanTimeout", value = "0")
    void aScanNeedsTime(PushMojo mojo) {
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("scanTimeout is 0, which leaves the scan no time.");
    }

    private static Object value(PushMojo mojo, String parameter) throws IllegalAccessException {
        return getVariableValueFromObject(mojo, parameter);
    }
}
