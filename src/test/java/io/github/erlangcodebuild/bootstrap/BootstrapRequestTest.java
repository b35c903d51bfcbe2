package io.github.erlangcodebuild.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "27.", "otp", "27.1;id", "27.1-rc", "latest"})
    void whatIsNoOtpVersionIsRefused(String version) {
        assertThatThrownBy(() -> request(version, "amd64", "3.25.1", "erlang-toolchain", 60))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("erlangVersion '" + version + "' is not an OTP version.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X86_64", "", "ppc64le"})
    void whatIsNoArchitectureOfCodeBuildsIsRefused(String architecture) {
        assertThatThrownBy(() -> request("27.1", architecture, "3.25.1", "erlang-toolchain", 60))
                .hasMessageStartingWith("architectures has '" + architecture + "'");
    }

    @ParameterizedTest
    @CsvSource({"x86_64, amd64", "aarch64, arm64", "arm64, arm64"})
    void linuxsNamesOfArchitecturesAreUnderstood(String given, String architecture) {
        assertThat(request("27.1", given, "3.25.1", "erlang-toolchain", 60).architectures())
                .containsExactly(architecture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "3.25.1 "})
    void whatIsNoReleaseIsRefused(String rebar3) {
        assertThatThrownBy(() -> request("27.1", "amd64", rebar3, "erlang-toolchain", 60))
                .hasMessageStartingWith("rebar3Version '" + rebar3 + "' is not a release.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "my_stack", "a/b"})
    void whatIsNoNameOfAStackIsRefused(String stack) {
        assertThatThrownBy(() -> request("27.1", "amd64", "3.25.1", stack, 60))
                .hasMessageStartingWith("stackName '" + stack + "' is not a name of a CloudFormation stack.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void noTimeAtAllIsRefused(int minutes) {
        assertThatThrownBy(() -> request("27.1", "amd64", "3.25.1", "erlang-toolchain", minutes))
                .hasMessageStartingWith("timeout is " + minutes + ", and must be more than 0.");
    }

    @Test
    void whatIsNamedTwiceIsCompiledOnce() {
        BootstrapRequest request = new BootstrapRequest(
                List.of("27.1", "28.0-rc1", "27.1"),
                List.of("amd64", "x86_64"),
                "3.25.1",
                "4.4.0",
                "",
                Map.of(),
                Map.of(),
                "erlang-toolchain",
                Map.of(),
                false,
                Duration.ofMinutes(1));

        assertThat(request.otpVersions()).containsExactly("27.1", "28.0-rc1");
        assertThat(request.architectures()).containsExactly("amd64");
        assertThatThrownBy(() -> request.image("arm64")).hasMessageContaining("-Derlang-codebuild.armBaseImage=…");
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, baseImage, aws/codebuild/standard:7.0",
        "arm64, armBaseImage, aws/codebuild/ubuntu-standard:7.0",
        "amd64, baseImage, aws/codebuild/windows-base:2019-1.0"
    })
    void anImageThatPushRefusesIsRefusedBeforeOtpIsCompiledOnIt(String architecture, String parameter, String image) {
        assertThatThrownBy(() -> on(architecture, image))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith(parameter + " '" + image + "' cannot be pulled: ");
        assertThatThrownBy(() -> on(architecture, "no image"))
                .hasMessageStartingWith("'no image' is not an image reference.");
    }

    private static BootstrapRequest on(String architecture, String image) {
        return new BootstrapRequest(
                List.of("27.1"),
                List.of(architecture),
                "3.25.1",
                "4.4.0",
                "",
                Map.of(architecture, image),
                Map.of(),
                "erlang-toolchain",
                Map.of(),
                false,
                Duration.ofMinutes(60));
    }

    @ParameterizedTest
    @CsvSource({
        "OTP_VERSION, -Derlang-codebuild.erlangVersion=x.",
        "REBAR3_VERSION, -Derlang-codebuild.rebar3Version=x.",
        "KERL_VERSION, -Derlang-codebuild.kerlVersion=x.",
        "KERL_CONFIGURE_OPTIONS, -Derlang-codebuild.kerlConfigureOptions=x.",
        "UPLOAD_TO, 'Leave it out: the stack sets it, so that toolchains are where push looks for them.'",
        "EXPECTED_BUCKET_OWNER, Leave it out: the stack sets it to this account."
    })
    void aVariableThatTheGoalItselfSetsIsRefusedWithWhatToUseInstead(String name, String instead) {
        assertThatThrownBy(() -> with(List.of("27.1"), name, "x"))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("buildEnvironment has " + name + ", which bootstrap itself sets")
                .hasMessageContaining(instead);
    }

    @Test
    void whatIsThatOfOneOtpVersionIsRefusedForSeveral() {
        List<String> several = List.of("27.1", "26.2.5");

        assertThatThrownBy(() -> with(several, "OTP_SHA256", "abc"))
                .hasMessage(
                        "buildEnvironment has OTP_SHA256, which is that of one OTP version, and erlangVersion has 2:"
                                + " 27.1, 26.2.5.\nRun bootstrap once for each of them, each with its own.");
        assertThatThrownBy(() -> with(several, "OTP_URL", "https://mirror/otp.tar.gz"))
                .hasMessageEndingWith("or give a mirror of all with OTP_GITHUB_URL.");
        assertThat(with(several, "OTP_SHA256", "none").buildEnvironment()).containsOnlyKeys("OTP_SHA256");
        assertThat(with(List.of("27.1"), "OTP_URL", "x").buildEnvironment()).containsOnlyKeys("OTP_URL");
        assertThat(with(several, "OTP_GITHUB_URL", "x").buildEnvironment()).containsOnlyKeys("OTP_GITHUB_URL");
    }

    private static BootstrapRequest with(List<String> versions, String variable, String value) {
        return new BootstrapRequest(
                versions,
                List.of("amd64"),
                "3.25.1",
                "4.4.0",
                "",
                Map.of(),
                Map.of(variable, value),
                "erlang-toolchain",
                Map.of(),
                false,
                Duration.ofMinutes(60));
    }

    @Test
    void configureOptionsOfSeveralLinesBecomeOne() {
        BootstrapRequest request = request("27.1", "\n   --without-wx\n\t --without-odbc  --with-ssl\r\n ");

        assertThat(request.kerlConfigureOptions()).isEqualTo("--without-wx --without-odbc --with-ssl");
        assertThat(request("27.1", "\n").kerlConfigureOptions()).isEmpty();
    }

    private static BootstrapRequest request(String version, String kerlConfigureOptions) {
        return new BootstrapRequest(
                List.of(version),
                List.of("amd64"),
                "3.25.1",
                "4.4.0",
                kerlConfigureOptions,
                Map.of(),
                Map.of(),
                "erlang-toolchain",
                Map.of(),
                false,
                Duration.ofMinutes(60));
    }

    private static BootstrapRequest request(
            String version, String architecture, String rebar3, String stack, int minutes) {
        return new BootstrapRequest(
                List.of(version),
                List.of(architecture),
                rebar3,
                "4.4.0",
                "",
                Map.of(),
                Map.of(),
                stack,
                Map.of(),
                false,
                Duration.ofMinutes(minutes));
    }
}
