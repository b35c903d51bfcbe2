package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.proof.Provisioning.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningTest {

    @ParameterizedTest
    @CsvSource({
        "20, 350, FAR_ABOVE",
        "20, 51, FAR_ABOVE",
        "20, 50, AS_CURATED", // not more than 30 s above
        "5, 34, AS_CURATED",
        "60, 120, AS_CURATED", // not more than twice
        "60, 121, FAR_ABOVE",
        "350, 20, AS_CURATED"
    })
    void farAboveIsMoreThanTwiceAndMoreThanHalfAMinuteMore(int curated, int pushed, Answer answer) {
        assertThat(report(curated, pushed).provisioning().answer()).isEqualTo(answer);
    }

    @Test
    void ofAProjectWithoutAnImageOfItsOwnThereIsNothingToSay() {
        Provisioning provisioning = new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20")
                .succeeded("docker.io/library/erlang:27", "PROVISIONING 200")
                .report(CURATED)
                .provisioning();

        assertThat(provisioning.answer()).isEqualTo(Answer.NO_PUSHED_IMAGE);
        assertThat(ProvisioningAdvice.of(provisioning, Optional.empty(), "")).isEmpty();
    }

    @Test
    void withoutABuildOnACuratedImageTheReportSaysThatNobodyKnows() {
        Provisioning provisioning = new TestBuilds()
                .succeeded(PUSHED, "PROVISIONING 90")
                .failed(CURATED, "PROVISIONING 20")
                .report(PUSHED)
                .provisioning();

        assertThat(provisioning.answer()).isEqualTo(Answer.NOTHING_TO_COMPARE);
        assertThat(ProvisioningAdvice.of(provisioning, Optional.empty(), ""))
                .containsExactly(
                        "Of the builds that were looked at none has succeeded on a curated image, so nobody can say"
                                + " whether PROVISIONING (1 min 30 s) would be shorter there.");
    }

    @Test
    void whatIsFarAboveSaysWhyWhichReleaseIsCurrentHowToRebuildAndTheOtherWay() {
        List<String> notes = ProvisioningAdvice.of(
                report(20, 350).provisioning(),
                Optional.of(CURATED + "-26.10.12"),
                " -Derlang-codebuild.region=eu-west-1");

        assertThat(notes)
                .containsExactly(
                        "PROVISIONING takes 5 min 50 s on " + PUSHED + ", and 20 s on " + CURATED
                                + ", by the newest builds on each, 3 at most: CodeBuild's hosts do not hold this"
                                + " image's base, and load it before each build.",
                        "The current release is " + CURATED + "-26.10.12. Build the image on it anew:",
                        GoalCommand.of("push") + " -Derlang-codebuild.baseImage="
                                + CURATED + "-26.10.12 -Derlang-codebuild.erlangVersion=27.1"
                                + " -Derlang-codebuild.region=eu-west-1",
                        "The next build loads it, as the tag is the same; 2 builds later a report shows whether it helped.",
                        "Or leave the image: examples/app/buildspec-s3.yml unpacks the same toolchain on the"
                                + " curated image, whose layers the hosts hold.");
    }

    @Test
    void anUnknownReleaseIsAdmitted() {
        assertThat(ProvisioningAdvice.of(report(20, 350).provisioning(), Optional.empty(), ""))
                .contains("Which release of " + CURATED
                        + " is current could not be found. Build the image on the newest anew:")
                .anyMatch(line -> line.contains(":push -Derlang-codebuild.baseImage=" + CURATED + " "));
    }

    @Test
    void theFamilyIsThatOfTheCuratedImageInTheHistory() {
        assertThat(provisioningAfter("aws/codebuild/amazonlinux-x86_64-standard:6.0-26.01.02", PUSHED)
                        .family())
                .isEqualTo("aws/codebuild/amazonlinux-x86_64-standard:6.0");
    }

    @Test
    void whereThatFamilyIsPublishedNowhereItIsTheDefaultBase() {
        assertThat(provisioningAfter("aws/codebuild/standard:7.0", PUSHED).family())
                .isEqualTo(CURATED);
        assertThat(new TestBuilds()
                        .on(new Compute("ARM_CONTAINER", "BUILD_GENERAL1_SMALL", false))
                        .succeeded(PUSHED, "PROVISIONING 90")
                        .report(PUSHED)
                        .provisioning()
                        .family())
                .isEqualTo("aws/codebuild/amazonlinux2-aarch64-standard:3.0");
    }

    @Test
    void theCommandNamesRepositoryAndVersionWhereTheImageTellsThem() {
        assertThat(pushFor("123456789012.dkr.ecr.eu-west-1.amazonaws.com/ci/erlang:26.2.5-20261101"))
                .endsWith("baseImage=BASE -Derlang-codebuild.erlangVersion=26.2.5 -Derlang-codebuild.dateTag=true"
                        + " -Derlang-codebuild.repository=ci/erlang");
        assertThat(pushFor("123456789012.dkr.ecr.eu-west-1.amazonaws.com/ci/erlang:1.4.2"))
                .endsWith("baseImage=BASE -Derlang-codebuild.repository=ci/erlang");
        assertThat(pushFor("123456789012.dkr-ecr.eu-west-1.on.aws/erlang-codebuild:latest"))
                .endsWith("baseImage=BASE");
        assertThat(pushFor(PUSHED + "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"))
                .endsWith("baseImage=BASE -Derlang-codebuild.erlangVersion=27.1");
    }

    @Test
    void theNewestBuildsDecideSoTheWarningGoesWhenAPushUnderTheSameTagHasHelped() {
        TestBuilds builds = new TestBuilds();
        for (int i = 0; i < 20; i++) {
            builds.succeeded(CURATED, "PROVISIONING 20").succeeded(PUSHED, "PROVISIONING 350");
        }
        assertThat(builds.report(PUSHED).provisioning().answer()).isEqualTo(Answer.FAR_ABOVE);

        builds.succeeded(PUSHED, "PROVISIONING 22").failed(PUSHED, "PROVISIONING 350");
        assertThat(builds.report(PUSHED).provisioning().answer()).isEqualTo(Answer.FAR_ABOVE);

        builds.succeeded(PUSHED, "PROVISIONING 24");
        assertThat(builds.report(PUSHED).provisioning().answer()).isEqualTo(Answer.AS_CURATED);
    }

    @ParameterizedTest
    @CsvSource({
        ":27.1, true",
        ":latest, true",
        "'', true",
        ":27.1-20261101, false",
        ":27.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, false",
        "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, false",
        ":ours, false"
    })
    void whatPushTagsByDefaultNeedsNoRolloutAfterIt(String rest, boolean follows) {
        List<String> notes = ProvisioningAdvice.of(
                provisioningAfter(CURATED, "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild" + rest),
                Optional.empty(),
                "");

        assertThat(notes.stream().anyMatch(note -> note.contains("The next build loads it")))
                .isEqualTo(follows);
        assertThat(notes.stream()
                        .anyMatch(note -> note.endsWith("A rollout has to follow, as the project would not load it by"
                                + " the name that it has now.")))
                .isEqualTo(!follows);
        assertThat(notes.stream().anyMatch(note -> note.contains("does not say which OTP")))
                .isEqualTo(!rest.contains("27.1"));
    }

    @Test
    void theRegistryIsNamedWherePushWouldTakeAnother() {
        Provisioning provisioning = provisioningAfter(CURATED, PUSHED);

        assertThat(provisioning.registryOutside("123456789012", "us-east-1")).isEmpty();
        assertThat(provisioning.registryOutside("123456789012", "eu-west-1"))
                .contains("123456789012.dkr.ecr.us-east-1.amazonaws.com");
        assertThat(provisioning.registryOutside("999999999999", "us-east-1"))
                .contains("123456789012.dkr.ecr.us-east-1.amazonaws.com");
    }

    private static String pushFor(String image) {
        return provisioningAfter(CURATED, image).pushOnto("BASE", "");
    }

    private static Provisioning provisioningAfter(String curated, String pushed) {
        return new TestBuilds()
                .succeeded(curated, "PROVISIONING 20")
                .succeeded(pushed, "PROVISIONING 350")
                .report(pushed)
                .provisioning();
    }

    private static ProjectReport report(int curated, int pushed) {
        return new TestBuilds()
                .succeeded(CURATED, "PROVISIONING " + curated)
                .succeeded(PUSHED, "PROVISIONING " + pushed)
                .report(PUSHED);
    }
}
