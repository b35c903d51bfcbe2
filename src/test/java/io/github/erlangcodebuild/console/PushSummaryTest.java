package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.push.PushPlan;
import io.github.erlangcodebuild.push.PushRequest;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushSummaryTest {

    private static final String IMAGE = "registry.example.com/team/erlang:27.1";

    private final Path directory;

    PushSummaryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aPushEndsWithWhatItMadeAndWhatToDoNext() throws IOException {
        PushResult result = TestResults.result(directory, new Transfer(2, 45_900_000, 1, 3, 0, false));
        assertThat(PushSummary.of(result, false, Map.of()))
                .containsExactly(
                        "",
                        "Pushed: " + IMAGE,
                        "  digest   " + result.image().digest(),
                        "  tags     27.1, latest",
                        "  base     public.example.com/codebuild/base:5.0",
                        "           " + TestResults.BASE,
                        "  holds    Erlang/OTP 27.1, rebar3 3.25.1",
                        "  moved    45.9 MB in 2 blobs, 1 mounted, 3 already there, in 12.3 s",
                        "",
                        "Next: pull it with docker or podman. For a CodeBuild project that uses it, the registry's",
                        "      credentials have to be in Secrets Manager (environment, registryCredential).",
                        "");
    }

    @Test
    void aPushThatMovedNothingSaysSo() throws IOException {
        List<String> lines =
                PushSummary.of(TestResults.result(directory, new Transfer(0, 0, 0, 0, 0, true)), false, Map.of());
        assertThat(lines)
                .contains("Up to date: " + IMAGE)
                .contains("  moved    nothing: every tag names this image already, in 12.3 s");
    }

    @Test
    void inEcrTheNextStepIsTheRollout() throws IOException {
        List<String> lines = PushSummary.of(
                TestResults.result(directory, new Transfer(1, 7, 0, 0, 0, false)), true, Map.of("region", "eu-west-1"));
        assertThat(lines)
                .contains(
                        "Next: set the parameter of your stack, CodeBuildImage=" + IMAGE + ",",
                        "      in a project with ImagePullCredentialsType SERVICE_ROLE; or let this do it:",
                        "      " + GoalCommand.of("rollout")
                                + " -Derlang-codebuild.stackName=STACK -Derlang-codebuild.region=eu-west-1")
                .noneMatch(line -> line.contains("hint"));
    }

    @Test
    void anEcrThatMountsNothingGetsAHint() throws IOException {
        List<String> lines =
                PushSummary.of(TestResults.result(directory, new Transfer(4, 7, 0, 0, 3, false)), true, Map.of());
        assertThat(lines)
                .containsSequence(
                        "  hint     3 layers of the base had to be sent, because this registry mounts no blobs; enable"
                                + " that once with",
                        "           aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED");
    }

    @Test
    void aDryRunEndsWithThePlan() throws IOException {
        PushRequest request = TestResults.request(directory);
        PushPlan plan = TestResults.plan(request);
        String otp = Text.brief(plan.image().toolchainLayer().digest());
        String config = Text.brief(plan.image().configDescriptor().digest());
        String otpBytes = Text.bytes(plan.image().toolchainLayer().size());
        String configBytes = Text.bytes(plan.image().configDescriptor().size());
        assertThat(PushSummary.of(plan, request))
                .containsExactly(
                        "",
                        "Dry run, nothing is changed. A push would make " + IMAGE,
                        "  digest   " + plan.image().digest(),
                        "  target   the repository team/erlang would be created",
                        "  tag      27.1, names this image already",
                        "  tag      latest, would be set",
                        "  base     aaaaaaaaaaaa    50.0 MB  to mount from the base's repository",
                        "  OTP      " + otp + "  " + " ".repeat(9 - otpBytes.length()) + otpBytes + "  to send",
                        "  config   " + config + "  " + " ".repeat(9 - configBytes.length()) + configBytes
                                + "  already there",
                        "  to send  " + otpBytes + ", 1 already there, 1 mounted, 1 to send",
                        "");
    }
}
