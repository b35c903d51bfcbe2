package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.testing.TestBundle;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildBaseTest {

    @ParameterizedTest
    @CsvSource({
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/standard-al:5.0",
        "aws/codebuild/amazonlinux-x:5.0, public.ecr.aws/codebuild/amazonlinux-x:5.0",
        "public.ecr.aws/codebuild/standard-al:5.0, 123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/standard-al:5.0",
        "aws/codebuild/standard:7.0, 123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/standard:7.0",
        "'', debian:12",
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/standard-al:5.0-24.10.29",
        "public.ecr.aws/codebuild/standard-al:5.0-24.10.29, public.ecr.aws/codebuild/standard-al:5.0-26.01.02",
        "aws/codebuild/amazonlinux2-x86_64-standard:5.0, public.ecr.aws/codebuild/amazonlinux-x86_64-standard:5.0-26.01.02",
        "aws/codebuild/amazonlinux-x86_64-standard:5.0, 123456789012.dkr.ecr.us-east-1.amazonaws.com/amazonlinux2-x86_64-standard:5.0",
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/standard-al@sha256:"
                + "1111111111111111111111111111111111111111111111111111111111111111",
    })
    void theSameImageOrACopyOfItWillDo(String builtOn, String base) {
        assertThatCode(() -> BuildBase.requireSame(builtOn(builtOn), ImageReference.parse(base)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/standard-al:4.0",
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/standard-al:4.0-24.10.29",
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/standard-al:5.0-ours",
        "public.ecr.aws/codebuild/standard-al:5.0, public.ecr.aws/codebuild/other:5.0",
        "debian:12, debian:13",
        "aws/codebuild/standard:7.0, public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0",
        "the machine under my desk, debian:12",
        "debian:12, debian2:12",
        "aws/codebuild/amazonlinux2-x86_64-standard:5.0, public.ecr.aws/codebuild/amazonlinux-aarch64-standard:3.0",
        "aws/codebuild/amazonlinux2-x86_64-standard:5.0, public.ecr.aws/codebuild/amazonlinux-x86_64-standard:4.0",
    })
    void anotherImageIsRefusedWithBothNamesAndTheWayOut(String builtOn, String base) {
        assertThatThrownBy(() -> BuildBase.requireSame(builtOn(builtOn), ImageReference.parse(base)))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The toolchain was compiled on " + builtOn + ", but is to be put onto ")
                .hasMessageContaining("Use that image with -Derlang-codebuild.baseImage=" + builtOn + ", or compile")
                .hasMessageContaining(":bootstrap -Derlang-codebuild.erlangVersion=27.1 -Derlang-codebuild.baseImage="
                        + ImageReference.parse(base) + ". If")
                .hasMessageContaining("-Derlang-codebuild.allowBaseMismatch=true");
    }

    @Test
    void aToolchainThatDoesNotSayWhatItWasCompiledOnGoesOntoAnyImage() {
        ToolchainDescriptor toolchain =
                TestBundle.otp("27.1").descriptorField("builtOn", null).parsed();

        assertThatCode(() -> BuildBase.requireSame(toolchain, ImageReference.parse("debian:12")))
                .doesNotThrowAnyException();
    }

    private static ToolchainDescriptor builtOn(String image) {
        return TestBundle.otp("27.1")
                .descriptorField(
                        "builtOn", Map.of("image", image, "osRelease", "Test", "glibc", "2.34", "openssl", "3.0.8"))
                .parsed();
    }
}
