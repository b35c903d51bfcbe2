package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.rollout.RolloutStandIn.CURATED;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignImageCheckTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final RecordingRolloutLog told = new RecordingRolloutLog();
    private RolloutStandIn account;

    @BeforeEach
    void meet() {
        account = new RolloutStandIn(standIn);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void ofAnImageInEcrThereIsNothingToSay() {
        check(NEW);

        assertThat(told.lines).isEmpty();
        assertThat(standIn.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"erlang-codebuild:27.1", "erlang", "team/erlang:27"})
    void aNameWithoutARegistryIsDockerHubsWhichMayBeASlip(String image) {
        check(image);

        assertThat(told.lines)
                .containsExactly("warning: The image " + image
                        + " names no registry, so CodeBuild takes it from Docker Hub."
                        + " One in Amazon ECR has its registry in front: ACCOUNT.dkr.ecr.REGION.amazonaws.com/" + image
                        + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io/library/erlang:27",
                "public.ecr.aws/team/otp:1",
                "registry:5000/otp:1",
                "localhost/otp:1"
            })
    void ofAnotherRegistryItSaysThatNobodyLooked(String image) {
        check(image);

        assertThat(told.lines)
                .containsExactly("not checked: whether " + image + " is there, as it is not in Amazon ECR.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CURATED,
                CURATED + "-24.10.29",
                "aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "aws/codebuild/amazonlinux-x86_64-standard:5.0-24.10.29"
            })
    void aCuratedImageThatCodeBuildListsByEitherNameIsFine(String image) {
        check(image);

        assertThat(told.lines).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws/codebuild/amazonlinux2-x86_64-standard:5.O",
                "aws/codebuild/amazonlinux2-x86_64-standard:5.0-latest",
                "aws/codebuild/standard:7.0"
            })
    void aCuratedImageThatCodeBuildDoesNotListIsWarnedOf(String image) {
        check(image);

        assertThat(told.lines)
                .containsExactly("warning: CodeBuild does not list the image " + image
                        + ": the name is misspelt, or the image no longer supported. It lists " + CURATED + ".");
    }

    @Test
    void whoMayNotAskIsToldThatItWasNotChecked() {
        account.codeBuild("ListCuratedEnvironmentImages", AwsStandIn.ecrError("AccessDeniedException", ""));

        check(CURATED);

        assertThat(told.lines).singleElement().satisfies(line -> assertThat(line)
                .startsWith("not checked: whether CodeBuild has the image " + CURATED
                        + ". Cannot find out whether CodeBuild" + " has " + CURATED
                        + " (codebuild:ListCuratedEnvironmentImages): access denied"));
    }

    private void check(String image) {
        new ForeignImageCheck(aws, told).warn(image);
    }
}
