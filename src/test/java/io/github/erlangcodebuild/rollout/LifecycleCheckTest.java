package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.rollout.RolloutStandIn.CURATED;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.DIGEST;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.NEW;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.OLD;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.REPOSITORY;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.image;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.preview;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.project;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.projects;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifecycleCheckTest {

    private static final String KEEP =
            " No build can load it then: let the policy keep more images (push" + " -Derlang-codebuild.keepImages=…).";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final RecordingRolloutLog told = new RecordingRolloutLog();
    private RolloutStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new RolloutStandIn(standIn);
        account.codeBuild(
                "BatchGetProjects",
                projects(
                        project("byTag", REPOSITORY + ":25.3"),
                        project("byDigest", REPOSITORY + "@sha256:" + "9".repeat(64)),
                        project("elsewhere", "123456789012.dkr.ecr.us-east-1.amazonaws.com/other:25.3"),
                        project("curated", CURATED),
                        project("fine", NEW)));
    }

    @AfterEach
    void close() {
        assertThat(RolloutPolicyTest.allowed(IamPolicy.ROLLOUT)).containsAll(account.calls());
        aws.close();
    }

    @Test
    void everyImageThatIsUsedAndAboutToExpireIsNamedWithWhatUsesIt() {
        account.preview(
                preview("IN_PROGRESS"),
                preview(
                        "COMPLETE",
                        image("sha256:" + "8".repeat(64), "25.3", "25.3-20260101"),
                        image("sha256:" + "9".repeat(64)),
                        image("sha256:" + "7".repeat(64), "24")));

        check(NEW, OLD);

        assertThat(told.lines)
                .containsExactly(
                        "warning: The lifecycle policy of its repository is about to expire " + REPOSITORY
                                + ":25.3, which byTag uses." + KEEP,
                        "warning: The lifecycle policy of its repository is about to expire " + REPOSITORY + "@sha256:"
                                + "9".repeat(64) + ", which byDigest uses." + KEEP);
        assertThat(account.ecr("StartLifecyclePolicyPreview")).singleElement().satisfies(sent -> {
            assertThat(sent.at("/registryId").asText()).isEqualTo("123456789012");
            assertThat(sent.at("/repositoryName").asText()).isEqualTo("erlang-codebuild");
            assertThat(sent.has("lifecyclePolicyText")).isFalse();
        });
    }

    @Test
    void theNewImageAndTheWayBackCountToo() {
        account.preview(preview("COMPLETE", image(DIGEST), image("sha256:" + "2".repeat(64), "26.2.5")));

        check(REPOSITORY + "@" + DIGEST, OLD);

        assertThat(told.lines)
                .containsExactly(
                        "warning: The lifecycle policy of its repository is about to expire " + REPOSITORY + "@"
                                + DIGEST + ", which is rolled out." + KEEP,
                        "warning: The lifecycle policy of its repository is about to expire " + OLD
                                + ", which is the way back." + KEEP);
    }

    @Test
    void withoutAPolicyOrWithoutAnythingToExpireNoProjectIsLookedAt() {
        check(NEW, OLD);
        account.preview(preview("COMPLETE"));
        check(NEW, OLD);

        assertThat(told.lines).isEmpty();
        assertThat(account.calls()).doesNotContain("codebuild:ListProjects");
    }

    @Test
    void imagesOutsideOfEcrHaveNoPolicy() {
        check(CURATED, "registry.example.com/otp:1");

        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void eachRepositoryHasItsOwnPolicy() {
        check(NEW, "999999999999.dkr.ecr.eu-west-1.amazonaws.com/team/otp:1");

        assertThat(account.ecr("StartLifecyclePolicyPreview"))
                .extracting(sent -> sent.at("/registryId").asText())
                .containsExactly("123456789012", "999999999999");
    }

    @Test
    void aPreviewThatSomebodyElseStartedIsTaken() {
        account.preview(preview("COMPLETE", image(DIGEST, "27.1")));
        standIn.ecr(
                "StartLifecyclePolicyPreview",
                AwsStandIn.ecrError("LifecyclePolicyPreviewInProgressException", "already in progress"));

        check(NEW, OLD);

        assertThat(told.lines).singleElement().asString().contains(NEW + ", which is rolled out and which fine uses.");
    }

    @Test
    void withoutTheRightsItIsSaidThatNothingWasChecked() {
        standIn.ecr("StartLifecyclePolicyPreview", AwsStandIn.ecrError("AccessDeniedException", "no"));

        check(NEW, OLD);

        assertThat(told.lines)
                .containsExactly("not checked: whether images in " + REPOSITORY + " are about to expire. Cannot preview"
                        + " the lifecycle policy of erlang-codebuild (ecr:StartLifecyclePolicyPreview): access denied"
                        + " (AccessDeniedException: no).");
    }

    @Test
    void withoutTheRightToSeeProjectsThoseOfTheRolloutStillCount() {
        account.preview(preview("COMPLETE", image(DIGEST, "27.1")));
        account.codeBuild("ListProjects", AwsStandIn.ecrError("AccessDeniedException", "no"));

        check(NEW, OLD);

        assertThat(told.lines).hasSize(2);
        assertThat(told.lines.get(0))
                .startsWith("not checked: whether other projects use images that are about to expire. Cannot list the"
                        + " CodeBuild projects (codebuild:ListProjects): access denied");
        assertThat(told.lines.get(1)).contains(NEW + ", which is rolled out.");
    }

    @Test
    void aPreviewThatFailsOrNeverEndsIsSaid() {
        account.preview(preview("FAILED"));
        check(NEW, OLD);
        account.preview(preview("IN_PROGRESS"));
        check(NEW, OLD);

        assertThat(told.lines)
                .containsExactly(
                        "not checked: whether images in " + REPOSITORY + " are about to expire. The preview of the"
                                + " lifecycle policy of erlang-codebuild ended as FAILED.",
                        "not checked: whether images in " + REPOSITORY + " are about to expire. The preview of the"
                                + " lifecycle policy of erlang-codebuild took too long.");
    }

    private void check(String to, String from) {
        Polling polling = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3));
        new LifecycleCheck(aws, told, polling)
                .warn(
                        new RolloutImage(to, Optional.empty(), Optional.empty()),
                        List.of(new ImageChange("project x", "x", from, to, "")));
    }
}
