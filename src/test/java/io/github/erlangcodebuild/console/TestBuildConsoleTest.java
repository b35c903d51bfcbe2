package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.proof.BuildsReport;
import io.github.erlangcodebuild.proof.Prices;
import io.github.erlangcodebuild.proof.ProjectReport;
import io.github.erlangcodebuild.rollout.TestBuildResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** And {@link ReportConsole}, which shows a report as this one shows a test build. */
class TestBuildConsoleTest {

    private static final ProjectReport NO_BUILDS =
            ProjectReport.of("erlang", Optional.empty(), List.of(), 0, Prices.list());

    private final List<String> shown = new ArrayList<>();
    private final Output output = new RecordingOutput(shown);

    @Test
    void aTestBuildThatHasSucceededIsShownAndRunsNoMore() {
        TestBuildConsole console = new TestBuildConsole(output, () -> Instant.EPOCH);
        console.started("erlang:test", "https://console");
        assertThat(console.shutdownMessage()).isPresent();
        shown.clear();

        console.succeeded(new TestBuildResult(
                NO_BUILDS, List.of(), NO_BUILDS.provisioning(), List.of("It takes long.", "mvn push")));

        assertThat(shown).containsExactly("", "Project erlang: test build", "", "It takes long.", "  mvn push", "");
        assertThat(console.shutdownMessage()).isEmpty();
    }

    @Test
    void aProjectOfAReportIsShownWithoutAdviceWhereThereIsNone() {
        ReportConsole console = new ReportConsole(output);

        console.project(new BuildsReport.Section(NO_BUILDS, List.of()));
        console.warn("No rights.");

        assertThat(shown)
                .containsExactly(
                        "", "Project erlang: 0 builds", "", "No build has ended yet.", "", "WARNING No rights.");
    }
}
