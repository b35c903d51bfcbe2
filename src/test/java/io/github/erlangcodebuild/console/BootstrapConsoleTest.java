package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.bootstrap.BootstrapPlan;
import io.github.erlangcodebuild.bootstrap.BootstrapRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;

class BootstrapConsoleTest {

    /** As the goal orders them. */
    private static final Comparator<String> VERSIONS = Comparator.comparing(ComparableVersion::new);

    private final List<String> shown = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final BootstrapConsole console = new BootstrapConsole(new RecordingOutput(shown), () -> now);

    @Test
    void aDryRunEndsWithTheStackAndTheBuildsThatThereWouldBe() {
        List<String> builds = List.of("OTP 27.1 for amd64 on image, to s3://b/toolchain.json");

        assertThat(BootstrapSummary.planned(new BootstrapPlan(builds, "erlang", true, Optional.of("b"), List.of())))
                .containsExactly(
                        "",
                        "Dry run, nothing is changed. A bootstrap would",
                        "  make the stack erlang: a CodeBuild project, its roles and log group, and the bucket b",
                        "  compile in CodeBuild, which costs what its minutes cost",
                        "    OTP 27.1 for amd64 on image, to s3://b/toolchain.json",
                        "");
        assertThat(BootstrapSummary.planned(new BootstrapPlan(
                        builds,
                        "erlang",
                        false,
                        Optional.empty(),
                        List.of(new ResourceChange("Modify", "Project", "AWS::CodeBuild::Project", "True")))))
                .containsSequence(
                        "  change the stack erlang, in which CloudFormation would",
                        "    replace Project (AWS::CodeBuild::Project)");
        assertThat(BootstrapSummary.planned(new BootstrapPlan(builds, "erlang", false, Optional.empty(), List.of())))
                .contains("  leave the stack erlang as it is");
        assertThat(BootstrapSummary.planned(new BootstrapPlan(List.of(), "erlang", false, Optional.empty(), List.of())))
                .containsExactly("", "Dry run. A bootstrap would change nothing: what was asked for is there.", "");
    }

    @Test
    void eachLineHasTheTimeSinceItBegan() {
        console.compiling(2);
        console.deploying("erlang-toolchain", true);
        now = now.plusSeconds(61);
        console.event("Bucket", "AWS::S3::Bucket", "CREATE_COMPLETE", "");
        console.event("Bucket", "AWS::S3::Bucket", "CREATE_FAILED", "no rights");
        console.unchanged("erlang-toolchain");
        console.started("erlang-toolchain:1", "https://console");
        now = now.plusSeconds(700);
        console.line("", "=== 5s");
        console.line("otp_27_1_arm64", "=== 6s");
        console.phase("otp_27_1_arm64", "BUILD", "SUCCEEDED", Duration.ofSeconds(545));
        console.present("s3://bucket/toolchain.json");
        console.unusable("s3://bucket/toolchain.json", "It is not JSON.");

        assertThat(shown)
                .containsExactly(
                        "To compile: 2 toolchains",
                        "Creating the stack erlang-toolchain",
                        "   1:01  CREATE_COMPLETE  Bucket (AWS::S3::Bucket)",
                        "   1:01  CREATE_FAILED  Bucket (AWS::S3::Bucket): no rights",
                        "The stack erlang-toolchain is up to date",
                        "Started erlang-toolchain:1",
                        "  https://console",
                        "  It keeps running when this command is stopped.",
                        "  12:41  | === 5s",
                        "  12:41  otp_27_1_arm64 | === 6s",
                        "  12:41  otp_27_1_arm64 phase BUILD SUCCEEDED in 9 min 5 s",
                        "There already, of the same inputs: s3://bucket/toolchain.json",
                        "WARNING To be made anew, as it cannot be used: s3://bucket/toolchain.json. It is not JSON.");
    }

    @Test
    void whoeverStopsItIsToldOfTheBuildThatGoesOn() {
        assertThat(console.shutdownMessage()).isEmpty();

        console.started("erlang-toolchain:1", "https://console");
        assertThat(console.shutdownMessage())
                .contains("\nThe build keeps running: erlang-toolchain:1, see https://console");

        console.ended();
        assertThat(console.shutdownMessage()).isEmpty();
    }

    @Test
    void theSummaryGivesACommandForEachImage() {
        BootstrapRequest request = new BootstrapRequest(
                List.of("27.1"),
                List.of("amd64", "arm64"),
                "3.25.1",
                "4.4.0",
                "",
                Map.of("amd64", "aws/x", "arm64", "aws/y"),
                Map.of(),
                "erlang-toolchain",
                Map.of(),
                false,
                Duration.ofMinutes(1));

        assertThat(BootstrapSummary.lines(
                        request, List.of("s3://a", "s3://b"), Map.of("region", "eu-west-1"), VERSIONS))
                .containsExactly(
                        "",
                        "Toolchain: s3://a",
                        "Toolchain: s3://b",
                        "",
                        "Next: put it onto the base image, and push that:",
                        "  " + GoalCommand.of("push") + " -Derlang-codebuild.erlangVersion=27.1"
                                + " -Derlang-codebuild.baseImage=aws/x -Derlang-codebuild.region=eu-west-1",
                        "  " + GoalCommand.of("push") + " -Derlang-codebuild.erlangVersion=27.1"
                                + " -Derlang-codebuild.baseImage=aws/y -Derlang-codebuild.tags=27.1-arm64"
                                + " -Derlang-codebuild.region=eu-west-1",
                        "");
    }

    @Test
    void latestIsTheHighestVersion() {
        assertThat(pushes(List.of("27.1", "28.0-rc1", "26.2.5.10", "26.2.5.9"), List.of("amd64")))
                .containsExactly("27.1 tags=27.1", "28.0-rc1", "26.2.5.10 tags=26.2.5.10", "26.2.5.9 tags=26.2.5.9");
        assertThat(pushes(List.of("28.0-rc1", "28.0", "27.3.4"), List.of("amd64")))
                .containsExactly("28.0-rc1 tags=28.0-rc1", "28.0", "27.3.4 tags=27.3.4");
        assertThat(pushes(List.of("27.9", "27.10"), List.of("amd64", "arm64")))
                .containsExactly("27.9 tags=27.9", "27.9 tags=27.9-arm64", "27.10", "27.10 tags=27.10-arm64");
        assertThat(pushes(List.of("27.1", "26.2.5"), List.of("arm64"))).containsExactly("27.1", "26.2.5 tags=26.2.5");
    }

    @Test
    void moreImagesThanANewRepositoryKeepsAreANoteAndNoParameterThatReplacesAPolicy() {
        String note =
                "A repository that push creates keeps its 3 newest images, all versions counted. If there is none yet,"
                        + " give the first push -Derlang-codebuild.keepImages=4 or more.";

        assertThat(lines(List.of("28.1", "28.0", "27.1", "26.2.5"), List.of("amd64")))
                .containsOnlyOnce(note)
                .noneMatch(line -> line.contains(":push ") && line.contains("keepImages"));
        assertThat(lines(List.of("28.0", "27.1", "26.2.5"), List.of("amd64")))
                .noneMatch(line -> line.contains("keepImages"));
    }

    /** The versions that are to be pushed, each with what else its command has. */
    private static List<String> pushes(List<String> versions, List<String> architectures) {
        return lines(versions, architectures).stream()
                .filter(line -> line.contains(":push "))
                .map(line -> line.replaceFirst(".*erlangVersion=", "")
                        .replaceFirst(" -Derlang-codebuild.baseImage=\\S+", "")
                        .replace("-Derlang-codebuild.", ""))
                .toList();
    }

    private static List<String> lines(List<String> versions, List<String> architectures) {
        BootstrapRequest request = new BootstrapRequest(
                versions,
                architectures,
                "3.25.1",
                "4.4.0",
                "",
                Map.of("amd64", "aws/x", "arm64", "aws/y"),
                Map.of(),
                "erlang-toolchain",
                Map.of(),
                false,
                Duration.ofMinutes(1));
        return BootstrapSummary.lines(request, List.of(), Map.of(), VERSIONS);
    }
}
