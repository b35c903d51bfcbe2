package io.github.erlangcodebuild.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CuratedImagesTest {

    private static final String CURATED = CuratedImages.X86_64;
    private static final String OTHER_NAME = "aws/codebuild/amazonlinux-x86_64-standard:5.0";

    @Test
    void codeBuildsOwnNameMeansTheImageInEcrPublic() {
        assertThat(CuratedImages.resolve("baseImage", "aws/codebuild/amazonlinux2-x86_64-standard:5.0"))
                .hasToString("public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0");
        assertThat(CuratedImages.resolve("baseImage", "aws/codebuild/amazonlinux-aarch64-standard:3.0"))
                .hasToString("public.ecr.aws/codebuild/amazonlinux-aarch64-standard:3.0");
    }

    @Test
    void anyOtherReferenceStandsAsItIs() {
        assertThat(CuratedImages.resolve("baseImage", "example.com/base:1")).hasToString("example.com/base:1");
    }

    @Test
    void theUbuntuFamilyIsRefusedSinceItIsPublishedNowhere() {
        assertThatThrownBy(() -> CuratedImages.resolve("baseImage", "aws/codebuild/standard:7.0"))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("aws/codebuild/standard:7.0")
                .hasMessageContaining("Amazon Linux");
    }

    @Test
    void aWindowsImageOfCodeBuildIsRefusedAsSuch() {
        assertThatThrownBy(() -> CuratedImages.resolve("baseImage", "aws/codebuild/windows-base:2022-1.0"))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("Windows");
    }

    @Test
    void theParameterThatNamesTheImageIsInTheMessage() {
        assertThatThrownBy(() -> CuratedImages.resolve("armBaseImage", "aws/codebuild/standard:7.0"))
                .hasMessageStartingWith("armBaseImage 'aws/codebuild/standard:7.0' cannot be pulled");
    }

    @Test
    void onlyCodeBuildsOwnImagesAreCurated() {
        assertThat(CuratedImages.isCurated(CURATED)).isTrue();
        assertThat(CuratedImages.isCurated("aws/codebuild/standard:7.0")).isTrue();
        assertThat(CuratedImages.isCurated("public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0"))
                .isFalse();
    }

    @Test
    void aReleaseBelongsToItsFamily() {
        assertThat(CuratedImages.family(CURATED + "-24.10.29")).isEqualTo(CURATED);
        assertThat(CuratedImages.family(CURATED)).isEqualTo(CURATED);
        assertThat(CuratedImages.family("5.0-24.10.29")).isEqualTo("5.0");
        assertThat(CuratedImages.family("example.com/base:1.2-3.4")).isEqualTo("example.com/base:1.2-3.4");
    }

    @Test
    void aBuildOnAReleaseIsABuildOnItsFamilyByEitherName() {
        assertThat(CuratedImages.isSame(CURATED, CURATED)).isTrue();
        assertThat(CuratedImages.isSame(CURATED + "-24.10.29", CURATED)).isTrue();
        assertThat(CuratedImages.isSame(OTHER_NAME + "-24.10.29", CURATED)).isTrue();
        assertThat(CuratedImages.isSame(CURATED, CURATED + "-24.10.29")).isFalse();
        assertThat(CuratedImages.isSame("example.com/base:1-24.10.29", "example.com/base:1"))
                .isFalse();
    }

    @Test
    void theNewestReleaseIsFoundByItsNumbers() {
        assertThat(CuratedImages.newest(
                        CURATED,
                        List.of(
                                CURATED + "-24.10.29",
                                CURATED + "-24.9.30",
                                CURATED + "-23.12.31",
                                "aws/codebuild/amazonlinux2-aarch64-standard:3.0-26.01.01",
                                "aws/codebuild/amazonlinux2-x86_64-standard:5.1-26.01.01",
                                "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs20-24.10.29",
                                CURATED)))
                .contains(CURATED + "-24.10.29");
        assertThat(CuratedImages.newest(CURATED, List.of("aws/codebuild/standard:7.0-24.10.29")))
                .isEmpty();
    }

    @Test
    void theNewestReleaseHasTheFamilysNameByWhicheverItIsListed() {
        assertThat(CuratedImages.newest(CURATED, List.of(OTHER_NAME + "-24.10.29")))
                .contains(CURATED + "-24.10.29");
        assertThat(CuratedImages.newest(OTHER_NAME, List.of(CURATED + "-24.10.29")))
                .contains(OTHER_NAME + "-24.10.29");
    }

    @ParameterizedTest
    @CsvSource({
        "public.ecr.aws/codebuild/amazonlinux2-x86_64-standrad:5.0, aws/codebuild/amazonlinux2-x86_64-standard:5.0",
        "public.ecr.aws/codebuild/amazonlinux-aarch64-standard:30, aws/codebuild/amazonlinux-aarch64-standard:3.0",
        "public.ecr.aws/codebuild/amazonlinux2-x86-64-standard:5.0-24.10.29,"
                + " aws/codebuild/amazonlinux2-x86_64-standard:5.0-24.10.29",
        "registry-1.docker.io/aws/codebuld/amazonlinux2-x86_64-standard:5.0,"
                + " aws/codebuild/amazonlinux2-x86_64-standard:5.0",
        "example.com/mirror/amazonlinux2-x86_64-standrad:5.0, example.com/mirror/amazonlinux2-x86_64-standard:5.0",
    })
    void theImageThatWasMeantByOneThatIsMissingIsGuessed(String missing, String meant) {
        assertThat(CuratedImages.similar(missing)).hasValue(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0",
                "public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0-19.1.1",
                "example.com/base:1",
            })
    void aNameWithoutASlipIsNotGuessedAt(String missing) {
        assertThat(CuratedImages.similar(missing)).isEmpty();
    }

    @Test
    void theArchitectureIsInTheNamesOfImagesForArm() {
        assertThat(CuratedImages.architectureByName(CuratedImages.ARM)).isEqualTo("arm64");
        assertThat(CuratedImages.architectureByName("registry.example.com/base-arm64:1"))
                .isEqualTo("arm64");
        assertThat(CuratedImages.architectureByName(CuratedImages.X86_64)).isEqualTo("amd64");
    }
}
