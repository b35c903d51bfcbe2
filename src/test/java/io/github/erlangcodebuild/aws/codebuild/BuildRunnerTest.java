package io.github.erlangcodebuild.aws.codebuild;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.build;
import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.succeeded;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.builds;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.page;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.started;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.proof.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BuildRunnerTest {

    private static final String ID = "erlang:1";
    private static final BuildRequest REQUEST = new BuildRequest(
            "erlang",
            "bucket/source.zip",
            "buildspec.yml",
            new BuildEnvironment(EnvironmentType.LINUX_CONTAINER, NEW, Map.of()));

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.ROLLOUT);
    private final List<String> told = new ArrayList<>();
    private BootstrapStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final Instant deadline = now.plus(Duration.ofMinutes(10));
    private final BuildRunner runner = new BuildRunner(
            aws, new Told(), new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3)));

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        account.codeBuild("StartBuild", started(build(ID, NEW, "IN_PROGRESS")));
        account.logs(page("end", "Compiling"), page("end"));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aBuildIsStartedOfTheProjectAsItIsAndOnce() {
        assertThat(runner.start("erlang")).isEqualTo(ID);

        var sent = account.sent("codebuild:StartBuild");
        assertThat(sent.fieldNames()).toIterable().containsExactlyInAnyOrder("projectName", "idempotencyToken");
        assertThat(sent.get("projectName").asText()).isEqualTo("erlang");
    }

    @Test
    void aFailedBuildIsAResultWithItsReason() {
        account.codeBuild(
                "BatchGetBuilds",
                builds(build(ID, NEW, "IN_PROGRESS", "PROVISIONING SUCCEEDED 20", "BUILD")),
                throttled(),
                throttled(),
                throttled(),
                throttled(),
                builds(build(ID, NEW, "FAILED", "PROVISIONING SUCCEEDED 20", "BUILD FAILED 2 exit status 1")));

        BuildResult result = runner.follow(ID, deadline);

        assertThat(result.build().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure().orElseThrow().problem())
                .isEqualTo("The build erlang:1 ended as FAILED in phase BUILD (exit status 1)."
                        + " The last lines of its log:\n  Compiling");
        assertThat(told).containsExactly("started erlang:1", "Compiling", "PROVISIONING", "BUILD");
    }

    @Test
    void theLastLinesOfALogAreShownWithoutColoursAndNotInAllTheirLength() {
        account.logs(page("end", "\u001B[31mError\u001B[0m \u001B[2J" + "x".repeat(300)), page("end"));
        account.codeBuild("BatchGetBuilds", builds(build(ID, NEW, "FAILED", "BUILD FAILED 2 exit status 1")));

        assertThat(runner.follow(ID, deadline).failure().orElseThrow().problem())
                .endsWith("\n  Error \uFFFD[2J" + "x".repeat(200 - "Error ?[2J".length()) + "…");
    }

    @Test
    void aBuildThatIsRunMustSucceed() {
        account.codeBuild("BatchGetBuilds", builds(succeeded(ID, NEW, 20, 12)));
        runner.run(REQUEST, deadline);

        account.codeBuild("BatchGetBuilds", builds(build(ID, NEW, "FAILED", "BUILD FAILED 2")));
        assertThatThrownBy(() -> runner.run(REQUEST, deadline))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The build erlang:1 ended as FAILED in phase BUILD.");
    }

    @Test
    void afterTheDeadlineABuildGoesOn() {
        account.codeBuild("BatchGetBuilds", builds(build(ID, NEW, "IN_PROGRESS", "BUILD")));

        assertThatThrownBy(() -> runner.follow(ID, deadline))
                .hasMessageStartingWith("The build erlang:1 took too long: 10 minutes have passed.")
                .hasMessageContaining("The build keeps running: https://us-east-1.console.aws.amazon.com/");
    }

    private final class Told implements BuildLog {

        @Override
        public void started(String build, String console) {
            told.add("started " + build);
        }

        @Override
        public void phase(String label, String phase, String status, Duration duration) {
            told.add(phase);
        }

        @Override
        public void line(String label, String text) {
            told.add(text);
        }
    }
}
