package io.github.erlangcodebuild.aws.codebuild;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.CURATED;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.OLD;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.build;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.denied;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.ids;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.project;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.succeeded;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.builds;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.proof.Compute;
import io.github.erlangcodebuild.proof.EndedBuild;
import io.github.erlangcodebuild.proof.ImageFigures;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.ProjectReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BuildHistoryTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final BuildHistory history = new BuildHistory(aws);
    private BootstrapStandIn account;

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        account.codeBuild("BatchGetProjects", project("erlang", NEW));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void buildsAreGroupedByTheirOwnImageWhateverTheProjectHasNow() {
        account.codeBuild("ListBuildsForProject", ids("erlang:4", "erlang:3", "erlang:2", "erlang:1"));
        account.codeBuild(
                "BatchGetBuilds",
                builds(
                        succeeded("erlang:4", CURATED, 20, 280), // started with another image than the project's
                        succeeded("erlang:3", NEW, 22, 12),
                        build("erlang:2", NEW, "FAILED", "PROVISIONING SUCCEEDED 20", "BUILD FAILED 2"),
                        succeeded("erlang:1", CURATED, 18, 282)));

        ProjectReport report = report(50);

        assertThat(report.imageInUse()).contains(NEW);
        assertThat(report.images()).extracting(ImageFigures::image).containsExactly(CURATED, NEW);
        assertThat(report.images()).extracting(ImageFigures::succeeded).containsExactly(2, 1);
        assertThat(report.images()).extracting(ImageFigures::failed).containsExactly(0, 1);
        assertThat(report.images().get(0).phases()).isEqualTo(Map.of("PROVISIONING", 19.0, "BUILD", 281.0));
        assertThat(report.images().get(0).computes())
                .containsExactly(new Compute("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL", false));
    }

    @Test
    void theNewestAreAskedForPageByPageUntilThereAreEnough() {
        List<String> first = names(1, 100);
        List<String> second = names(101, 200);
        account.codeBuild("ListBuildsForProject", ids("more", first), ids("even more", second));
        account.codeBuild("BatchGetBuilds", builds());

        report(150);

        List<JsonNode> lists = sent("ListBuildsForProject");
        assertThat(lists).extracting(list -> list.at("/nextToken").asText()).containsExactly("", "more");
        assertThat(sent("BatchGetBuilds"))
                .extracting(request -> request.at("/ids").size())
                .containsExactly(100, 50);
        assertThat(sent("BatchGetBuilds").get(1).at("/ids/49").asText()).isEqualTo("erlang:150");
    }

    @Test
    void theyAreTheNewestFirstInWhateverOrderCodeBuildAnswersAndWithoutThoseThatAreGone() {
        account.codeBuild("ListBuildsForProject", ids("erlang:3", "erlang:2", "erlang:1"));
        account.codeBuild(
                "BatchGetBuilds", builds(succeeded("erlang:1", NEW, 20, 12), succeeded("erlang:3", NEW, 20, 12)));

        assertThat(history.last("erlang", 50).ended())
                .extracting(EndedBuild::id)
                .containsExactly("erlang:3", "erlang:1");
    }

    @Test
    void aProjectWithoutBuildsIsNotAskedForAny() {
        account.codeBuild("ListBuildsForProject", ids());

        assertThat(report(50).images()).isEmpty();
        assertThat(sent("BatchGetBuilds")).isEmpty();
    }

    @Test
    void runningBuildsAreCountedApartAndStoppedOnesAreNoFailures() {
        account.codeBuild("ListBuildsForProject", ids("erlang:3", "erlang:2", "erlang:1"));
        account.codeBuild(
                "BatchGetBuilds",
                builds(
                        build("erlang:3", NEW, "IN_PROGRESS", "PROVISIONING SUCCEEDED 20", "BUILD"),
                        build("erlang:2", NEW, "STOPPED", "PROVISIONING SUCCEEDED 20"),
                        build("erlang:1", NEW, "TIMED_OUT", "PROVISIONING SUCCEEDED 20")));

        ProjectReport report = report(50);

        assertThat(report.running()).isEqualTo(1);
        assertThat(report.images()).singleElement().satisfies(image -> {
            assertThat(image.stopped()).isEqualTo(1);
            assertThat(image.failed()).isEqualTo(1);
            assertThat(image.succeeded()).isZero();
        });
    }

    @Test
    void buildsOfABatchAndOnReservedCapacityAreBuildsToo() {
        ObjectNode ofBatch = succeeded("erlang:1", NEW, 20, 12)
                .put("buildBatchArn", "arn:aws:codebuild:us-east-1:123456789012:build-batch/erlang:b");
        ofBatch.withObject("/environment/fleet").put("fleetArn", "arn:aws:codebuild:us-east-1:123456789012:fleet/f");
        account.codeBuild("ListBuildsForProject", ids("erlang:1"));
        account.codeBuild("BatchGetBuilds", builds(ofBatch));

        ImageFigures image = report(50).images().get(0);

        assertThat(image.succeeded()).isEqualTo(1);
        assertThat(image.computes()).containsExactly(new Compute("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL", true));
        assertThat(image.cost()).isEmpty();
    }

    @Test
    void throttlingThatPassesIsNotSeen() {
        account.codeBuild("ListBuildsForProject", throttled(), ids("erlang:1"));
        account.codeBuild("BatchGetBuilds", builds(succeeded("erlang:1", NEW, 20, 12)));

        assertThat(report(50).images()).hasSize(1);
    }

    @Test
    void throttlingThatStaysIsExplained() {
        account.codeBuild("ListBuildsForProject", throttled());

        assertThatThrownBy(() -> report(50))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("Cannot list the builds of erlang (codebuild:ListBuildsForProject)")
                .hasMessageContaining("Wait a minute and run it again.");
    }

    @Test
    void aMissingRightIsNamed() {
        account.codeBuild("ListBuildsForProject", denied("codebuild:ListBuildsForProject", "erlang"));
        assertThatThrownBy(() -> report(50))
                .hasMessageContaining("This identity needs codebuild:ListBuildsForProject on"
                        + " arn:aws:codebuild:us-east-1:123456789012:project/erlang");

        account.codeBuild("ListBuildsForProject", ids("erlang:1"));
        account.codeBuild("BatchGetBuilds", denied("codebuild:BatchGetBuilds", "erlang"));
        assertThatThrownBy(() -> report(50)).hasMessageContaining("This identity needs codebuild:BatchGetBuilds on");
    }

    @Test
    void theCurrentReleaseIsTheNewestOfItsFamilyInWhateverPlatform() {
        account.codeBuild("ListCuratedEnvironmentImages", AwsStandIn.json("""
                {"platforms":[
                  {"platform":"UBUNTU","languages":[{"language":"STANDARD","images":[
                    {"name":"aws/codebuild/standard:7.0","versions":["aws/codebuild/standard:7.0-26.11.01"]}]}]},
                  {"platform":"AMAZON_LINUX_2","languages":[{"language":"STANDARD","images":[
                    {"name":"%1$s","versions":["%1$s-26.9.03","%1$s-26.10.15","%1$s-25.12.12"]}]}]}]}
                """.formatted(CURATED)));

        assertThat(history.currentRelease(CURATED)).contains(CURATED + "-26.10.15");
        assertThat(history.currentRelease("aws/codebuild/amazonlinux2-aarch64-standard:3.0"))
                .isEmpty();
    }

    @Test
    void aFamilyIsTheSameByTheOtherNameThatItHas() {
        account.codeBuild("ListCuratedEnvironmentImages", AwsStandIn.json("""
                {"platforms":[{"platform":"AMAZON_LINUX_2","languages":[{"language":"STANDARD","images":[
                  {"name":"%1$s","versions":["%1$s-26.9.03","%1$s-26.10.15"]}]}]}]}
                """.formatted(
                        "aws/codebuild/amazonlinux-x86_64-standard:5.0")));

        assertThat(history.currentRelease(CURATED)).contains(CURATED + "-26.10.15");
        assertThat(history.currentRelease("aws/codebuild/amazonlinux-x86_64-standard:5.0"))
                .contains("aws/codebuild/amazonlinux-x86_64-standard:5.0-26.10.15");
    }

    @Test
    void whoMayNotLookForTheCurrentReleaseIsTold() {
        account.codeBuild(
                "ListCuratedEnvironmentImages",
                AwsStandIn.ecrError("AccessDeniedException", "You are not allowed to do that"));

        assertThatThrownBy(() -> history.currentRelease(CURATED))
                .hasMessageContaining("This identity needs codebuild:ListCuratedEnvironmentImages on *");
    }

    @Test
    void nothingIsChangedByLooking() {
        account.codeBuild("ListBuildsForProject", ids("erlang:1"));
        account.codeBuild("BatchGetBuilds", builds(succeeded("erlang:1", OLD, 20, 12)));

        report(50);

        assertThat(account.calls())
                .containsExactly(
                        "codebuild:BatchGetProjects", "codebuild:ListBuildsForProject", "codebuild:BatchGetBuilds");
    }

    private ProjectReport report(int builds) {
        return history.report("erlang", builds, Prices.list());
    }

    private static List<String> names(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "erlang:" + i).toList();
    }

    private List<JsonNode> sent(String operation) {
        List<JsonNode> sent = new ArrayList<>();
        standIn.requests().stream()
                .filter(request -> ("CodeBuild_20161006." + operation).equals(request.getHeader("X-Amz-Target")))
                .forEach(request -> {
                    try {
                        sent.add(new ObjectMapper().readTree(request.getBodyAsString()));
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return sent;
    }
}
