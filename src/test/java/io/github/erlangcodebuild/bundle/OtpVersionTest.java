package io.github.erlangcodebuild.bundle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtpVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"OTP-27.1", "otp-27.1", "otp_src_27.1", "otp27.1", "v27.1", "erlang-otp-27.1"})
    void theNameOfATagOrArchiveIsRefusedWithTheVersionInIt(String name) {
        assertThatThrownBy(() -> OtpVersion.refusePrefix(name))
                .isInstanceOf(ActionableException.class)
                .hasMessage("erlangVersion '" + name + "' is the name of a tag or file, not an OTP version.\n"
                        + "Set -Derlang-codebuild.erlangVersion=27.1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"27.1", "28.0-rc1", "27.3.4.1", ""})
    void aVersionIsTaken(String version) {
        assertThatCode(() -> OtpVersion.refusePrefix(version)).doesNotThrowAnyException();
    }
}
