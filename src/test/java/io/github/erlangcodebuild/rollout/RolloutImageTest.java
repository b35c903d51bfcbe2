package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.rollout.RolloutStandIn.CURATED;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.DIGEST;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.NEW;
import static io.github.erlangcodebuild.rollout.RolloutStandIn.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.rollout.RolloutRequest.Image;
import io.github.erlangcodebuild.testing.Attached;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutImageTest {

    private static final Digest PUSHED = Digest.parse(DIGEST).orElseThrow();
    private static final Digest OTHER = Digest.parse("sha256:" + "2".repeat(64)).orElseThrow();

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
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
    void anImageOfAnotherAccountIsLookedForThere() {
        RolloutImage found = find("999999999999.dkr.ecr.eu-west-1.amazonaws.com/team/otp:27.1", false);

        assertThat(found.name()).isEqualTo("999999999999.dkr.ecr.eu-west-1.amazonaws.com/team/otp:27.1");
        assertThat(found.digest()).contains(PUSHED);
        JsonNode asked = account.ecr("DescribeImages").get(0);
        assertThat(asked.at("/registryId").asText()).isEqualTo("999999999999");
        assertThat(asked.at("/repositoryName").asText()).isEqualTo("team/otp");
        assertThat(asked.at("/imageIds/0/imageTag").asText()).isEqualTo("27.1");
        assertThat(standIn.requests().get(0).getHeader("Authorization")).contains("/eu-west-1/ecr/");
    }

    @Test
    void pinnedItIsNamedByTheDigestThatItsTagHas() {
        assertThat(find(NEW, true).name()).isEqualTo(REPOSITORY + "@" + DIGEST);
    }

    @Test
    void withADigestTheTagIsLeftOut() {
        RolloutImage found = find(NEW + "@" + DIGEST, false);

        assertThat(found.name()).isEqualTo(REPOSITORY + "@" + DIGEST);
        assertThat(account.ecr("DescribeImages")
                        .get(0)
                        .at("/imageIds/0/imageDigest")
                        .asText())
                .isEqualTo(DIGEST);
    }

    @Test
    void withoutATagItIsLatest() {
        assertThat(find(REPOSITORY, false).name()).isEqualTo(REPOSITORY + ":latest");
    }

    @Test
    void aTagThatNamesAnotherImageByNowIsAnError() {
        assertThatThrownBy(() -> RolloutImage.find(aws, pushed(OTHER), false))
                .hasMessageStartingWith("The tag 27.1 of " + REPOSITORY + " names " + DIGEST + " by now, and not "
                        + OTHER + ", which was pushed from here.\n")
                .hasMessageContaining("-Derlang-codebuild.pin=true")
                .hasMessageContaining("-Derlang-codebuild.image=" + NEW);
    }

    @Test
    void pinnedThePushedImageIsTakenWhateverItsTagNamesByNow() {
        account.images(RolloutStandIn.image(OTHER.toString()));

        assertThat(RolloutImage.find(aws, pushed(OTHER), true).name()).isEqualTo(REPOSITORY + "@" + OTHER);

        assertThat(account.ecr("DescribeImages")
                        .get(0)
                        .at("/imageIds/0/imageDigest")
                        .asText())
                .isEqualTo(OTHER.toString());
    }

    @Test
    void thePushedImageIsTakenByItsTag() {
        assertThat(RolloutImage.find(aws, pushed(PUSHED), false).name()).isEqualTo(NEW);
    }

    @Test
    void aMissingImageAndAMissingRepositoryAreNamed() {
        standIn.ecr("DescribeImages", AwsStandIn.ecrError("ImageNotFoundException", "does not exist"));
        assertThatThrownBy(() -> find(NEW, false))
                .hasMessageStartingWith("There is no image 27.1 in " + REPOSITORY + ".\n")
                .hasMessageContaining("aws ecr describe-images --registry-id 123456789012 --region us-east-1"
                        + " --repository-name erlang-codebuild");

        standIn.ecr("DescribeImages", AwsStandIn.ecrError("RepositoryNotFoundException", "does not exist"));
        assertThatThrownBy(() -> find(NEW, false))
                .hasMessageStartingWith("There is no repository erlang-codebuild in"
                        + " 123456789012.dkr.ecr.us-east-1.amazonaws.com.\n");
    }

    @Test
    void anArchivedImageCannotBeLoaded() {
        account.images(RolloutStandIn.image(DIGEST, "27.1").put("imageStatus", "ARCHIVED"));

        assertThatThrownBy(() -> find(NEW, false)).hasMessageContaining("is archived, and cannot be loaded.");
    }

    @Test
    void aDeniedLookNamesTheRight() {
        standIn.ecr("DescribeImages", AwsStandIn.ecrError("AccessDeniedException", ""));

        assertThatThrownBy(() -> find(NEW, false))
                .hasMessageContaining("This identity needs ecr:DescribeImages on"
                        + " arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild.")
                .satisfies(Attached.as("All that rollout to a stack with a service role needs"));
    }

    @Test
    void aCuratedImageIsTakenAsItIsAndCannotBePinned() {
        assertThat(find(CURATED, false)).isEqualTo(new RolloutImage(CURATED, Optional.empty(), Optional.empty()));
        assertThat(standIn.requests()).isEmpty();

        assertThatThrownBy(() -> find(CURATED, true))
                .hasMessageStartingWith("The curated image " + CURATED + " cannot be pinned");
    }

    @ParameterizedTest
    @CsvSource({"erlang:27", "public.ecr.aws/team/otp:1", "registry.example.com:5000/otp:1"})
    void anImageOfAnotherRegistryIsTakenAsItIs(String name) {
        assertThat(find(name, false).name()).isEqualTo(name);
        assertThat(standIn.requests()).isEmpty();

        assertThatThrownBy(() -> find(name, true)).hasMessageContaining("is not in Amazon ECR");
        assertThat(find(name + "@" + DIGEST, true).name()).endsWith("@" + DIGEST);
    }

    @Test
    void whatIsNoReferenceIsRefused() {
        assertThatThrownBy(() -> find("123456789012.dkr.ecr.us-east-1.amazonaws.com/Team:x", false))
                .hasMessageContaining("is not an image reference");
    }

    private RolloutImage find(String name, boolean pin) {
        return RolloutImage.find(aws, Image.named(name), pin);
    }

    private static Image pushed(Digest digest) {
        return new Image(NEW, Optional.of(digest), Optional.of("amd64"));
    }
}
