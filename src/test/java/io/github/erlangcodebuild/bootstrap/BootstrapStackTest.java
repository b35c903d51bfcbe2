package io.github.erlangcodebuild.bootstrap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.BUCKET;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.eventsAre;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noStack;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.aws.cloudformation.StackDeployment;
import io.github.erlangcodebuild.aws.cloudformation.StackLog;
import io.github.erlangcodebuild.aws.s3.ToolchainStore;
import io.github.erlangcodebuild.rollout.RolloutStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BootstrapStackTest {

    private static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
    private static final String PRIVATE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/base:1";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.BOOTSTRAP);
    private BootstrapStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        account.bucket(aResponse().withStatus(404));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aNewStackCreatesItsBucket() {
        creation();

        assertThat(stack(Map.of()).deploy(builds(CURATED)))
                .isEqualTo(new BootstrapStack.Outputs(BUCKET, "erlang-toolchain"));
        assertThat(account.stackParameters()).containsExactly(Map.entry("CreateBucket", "true"));
    }

    @Test
    void aBucketThatAnEarlierStackLeftBehindIsUsedAgain() {
        creation();
        account.bucket(aResponse());

        stack(Map.of()).deploy(builds(CURATED));

        assertThat(account.stackParameters()).containsExactly(Map.entry("CreateBucket", "false"));
    }

    @Test
    void theProjectsRoleMayPullAnImageThatIsNotCurated() {
        creation();

        stack(Map.of()).deploy(builds(CURATED, PRIVATE));

        assertThat(account.stackParameters())
                .containsEntry("BaseImage", PRIVATE)
                .doesNotContainKey("ArmBaseImage");
    }

    @Test
    void theProjectsRoleMayPullTheImagesOfBothArchitectures() {
        creation();

        stack(Map.of())
                .deploy(List.of(
                        new ToolchainBuild("27.1", "amd64", PRIVATE, Map.of()),
                        new ToolchainBuild("27.1", "arm64", PRIVATE + "-arm", Map.of())));

        assertThat(account.stackParameters())
                .containsEntry("BaseImage", PRIVATE)
                .containsEntry("ArmBaseImage", PRIVATE + "-arm");
    }

    @Test
    void whatTheUserSaysOfTheBucketAndTheImageIsTaken() {
        creation();

        stack(Map.of("CreateBucket", "false", "BaseImage", "other")).deploy(builds(PRIVATE));

        assertThat(account.stackParameters())
                .containsExactly(Map.entry("BaseImage", "other"), Map.entry("CreateBucket", "false"));
    }

    @Test
    void aNewBucketIsAnnouncedUnlessThereIsOneOrTheUserWantsNone() {
        assertThat(stack(Map.of()).newBucket()).contains(BUCKET);
        assertThat(stack(Map.of("CreateBucket", "false")).newBucket()).isEmpty();
        account.bucket(aResponse());
        assertThat(stack(Map.of()).newBucket()).isEmpty();
        assertThat(stack(Map.of("CreateBucket", "true")).newBucket()).contains(BUCKET);
    }

    @Test
    void aPlanLeavesNothingBehind() {
        account.stack(stackIs("CREATE_COMPLETE"));
        account.changeSets(RolloutStandIn.changes("Project AWS::CodeBuild::Project Modify False"));

        assertThat(stack(Map.of("LogDays", "90")).plan(builds(CURATED)))
                .containsExactly(new ResourceChange("Modify", "Project", "AWS::CodeBuild::Project", "False"));

        assertThat(account.stackParameters())
                .containsExactly(Map.entry("CreateBucket", "(previous)"), Map.entry("LogDays", "90"));
        assertThat(account.calls())
                .endsWith("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet");
    }

    @Test
    void aStackThatIsNotTheBootstrapsIsNotTouched() {
        account.stack(stackIs("UPDATE_COMPLETE", ""));

        assertThatThrownBy(() -> stack(Map.of()).deploy(builds(CURATED)))
                .hasMessage("The stack erlang-toolchain is there already, and is not the bootstrap's.\n"
                        + "Choose another name with -Derlang-codebuild.stackName=….");
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    @Test
    void aDeniedTemplateSummaryNamesTheRight() {
        account.stack(stackIs("CREATE_COMPLETE"));
        account.formation("GetTemplateSummary", formationError(403, "AccessDenied", "denied"));

        assertThatThrownBy(() -> stack(Map.of()).plan(builds(CURATED)))
                .hasMessageContaining("This identity needs cloudformation:GetTemplateSummary on *");
    }

    private void creation() {
        account.stack(noStack(), noStack(), stackIs("CREATE_COMPLETE"));
        account.events(eventsAre("0 x y OLD"), eventsAre("1 x y CREATE_COMPLETE", "0 x y OLD"));
    }

    private static List<ToolchainBuild> builds(String... images) {
        return List.of(images).stream()
                .map(image -> new ToolchainBuild("27.1", "amd64", image, Map.of()))
                .toList();
    }

    private BootstrapStack stack(Map<String, String> parameters) {
        BootstrapRequest request = new BootstrapRequest(
                List.of("27.1"),
                List.of("amd64"),
                "3.25.1",
                "4.4.0",
                "",
                Map.of("amd64", CURATED),
                Map.of(),
                "erlang-toolchain",
                parameters,
                false,
                Duration.ofMinutes(60));
        Polling polling = new Polling(() -> now, interval -> now = now.plus(interval), Duration.ofSeconds(3));
        StackDeployment deployment = new StackDeployment(aws, request.stackName(), new Silent(), polling);
        return new BootstrapStack(aws, request, deployment, new ToolchainStore(aws));
    }

    private static final class Silent implements StackLog {

        @Override
        public void deploying(String stack, boolean isNew) {}

        @Override
        public void event(String resource, String type, String status, String reason) {}

        @Override
        public void unchanged(String stack) {}
    }
}
