package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.GoalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    @Test
    void phasesStandBesideEachOtherWithTheChangeAndTheRatio() {
        assertThat(ReportText.lines(TestBuilds.typical().report(PUSHED)))
                .containsExactly(
                        "Project erlang: 7 builds",
                        "",
                        "  seconds                  …standard:5.0     …codebuild:27.1   change",
                        "                                                    (in use)",
                        "  QUEUED                               1                   1",
                        "  PROVISIONING                        19                  21       +2",
                        "  DOWNLOAD_SOURCE                      3                   3",
                        "  INSTALL                            265                   1     -264",
                        "  BUILD                               14                  12       -2",
                        "  UPLOAD_ARTIFACTS                     1                   1",
                        "  FINALIZING                           1                   1",
                        "  0 s: SUBMITTED, PRE_BUILD, POST_BUILD",
                        "  total                              304                  40     -264",
                        "  ratio                                              7.6 times faster",
                        "",
                        "  succeeded                            3                   3",
                        "  failed                               1                   0",
                        "  USD a build                     0.0300              0.0050",
                        "",
                        "7.6 times faster than on …standard:5.0: 5 min 4 s (3 builds) there, 40 s",
                        "(3 builds) on …codebuild:27.1; 0.0300 and 0.0050 USD a build.",
                        "",
                        "  …standard:5.0       aws/codebuild/amazonlinux2-x86_64-standard:5.0",
                        "  …codebuild:27.1",
                        "    123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild:27.1",
                        "",
                        "Seconds are medians of the builds that succeeded; the medians of the",
                        "phases seldom add up to that of the whole.",
                        "Cost: from PROVISIONING to the end, begun minutes count whole (on Lambda",
                        "compute, seconds). USD a minute, list prices of us-east-1 in 2026, check",
                        "yours and give it as -Derlang-codebuild.pricePerMinute=…: LINUX_CONTAINER",
                        "BUILD_GENERAL1_SMALL: 0.005.");
    }

    /** The same report as in the pictures beside it. */
    @Test
    void theDocumentationShowsWhatIsPrinted() throws IOException {
        String page = Files.readString(Path.of("docs/proof.md"));
        String shown = page.substring(page.indexOf("Project erlang: "), page.indexOf("\n…\nWritten: "));

        assertThat(shown).contains("INSTALL", "times faster");
        assertThat(String.join("\n", ReportText.lines(SampleReport.erlang().report())))
                .startsWith(shown);
    }

    @Test
    void secondsAreWholeAndTheChangeIsThatOfWhatIsShown() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 BUILD 80")
                .succeeded(CURATED, "PROVISIONING 21 BUILD 80")
                .succeeded(PUSHED, "PROVISIONING 20 BUILD 40")
                .report(PUSHED);

        assertThat(ReportText.lines(report))
                .contains("  PROVISIONING                        21                  20       -1")
                .contains("  total                              101                  60      -41")
                .noneMatch(line -> line.contains("20.5") || line.contains("100.5"));
    }

    @Test
    void aPhaseThatTookTimeOnOneImageOnlyKeepsItsRow() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "QUEUED 0 INSTALL 80 BUILD 10")
                .succeeded(PUSHED, "QUEUED 0 INSTALL 0 BUILD 10")
                .report(PUSHED);

        assertThat(ReportText.lines(report))
                .contains("  INSTALL                             80                   0      -80")
                .contains("  0 s: QUEUED")
                .noneMatch(line -> line.contains("POST_BUILD"));
    }

    @Test
    void threeImagesFitTheLineAsWell() {
        ProjectReport report = TestBuilds.typical()
                .succeeded(OLDER, "PROVISIONING 20 BUILD 300")
                .report(PUSHED);

        List<String> lines = ReportText.lines(report);

        assertThat(lines)
                .contains("  seconds               …standard:5.0  …debuild:26.2.5  …codebuild:27.1")
                .contains("  total                           304              320               40")
                .anyMatch(line -> line.startsWith("8.0 times faster than on …debuild:26.2.5: 5 min 20 s (1 build)"))
                .anyMatch(line -> line.startsWith("7.6 times faster than on …standard:5.0: 5 min 4 s (3 builds)"));
        assertThat(lines).filteredOn(line -> !line.contains("dkr.ecr")).allMatch(line -> line.length() <= 73);
    }

    @Test
    void whatBecameSlowerIsShownAsPlainly() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 BUILD 80")
                .succeeded(PUSHED, "PROVISIONING 100 BUILD 40")
                .report(PUSHED);

        assertThat(ReportText.lines(report))
                .contains("  PROVISIONING                        20                 100      +80")
                .contains("  total                              100                 140      +40")
                .contains("  ratio                                              1.4 times slower")
                .anyMatch(line -> line.startsWith("1.4 times slower than on …standard:5.0: 1 min 40 s (1 build)"));
    }

    @Test
    void anImageOnWhichNothingSucceededHasItsFailuresAndNoFigures() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 BUILD 80")
                .failed(PUSHED, "PROVISIONING 21")
                .stopped(PUSHED, "PROVISIONING 21")
                .report(PUSHED);

        assertThat(ReportText.lines(report))
                .contains("  total                              100                   –")
                .contains("  failed                               0                   1")
                .contains("  stopped                              0                   1")
                .contains("  USD a build                     0.0100                   –")
                .contains("No build has succeeded yet on")
                .noneMatch(line -> line.contains("faster"));
    }

    @Test
    void aProjectWithoutBuildsSaysSoAndNoMore() {
        assertThat(ReportText.lines(new TestBuilds().report(CURATED)))
                .containsExactly("Project erlang: 0 builds", "", "No build has ended yet.");
    }

    @Test
    void aTestBuildStandsBesideAnotherOrAlone() {
        List<String> alone = ReportText.sideBySide(
                new TestBuilds().succeeded(PUSHED, "PROVISIONING 21 BUILD 12").report(PUSHED), List.of("A note."));
        List<String> beside = ReportText.sideBySide(
                new TestBuilds()
                        .succeeded(CURATED, "PROVISIONING 20 BUILD 280")
                        .succeeded(PUSHED, "PROVISIONING 21 BUILD 12")
                        .report(PUSHED),
                List.of("A note."));

        assertThat(alone)
                .startsWith("Project erlang: test build")
                .contains("A note.", "  total                               33");
        assertThat(alone).noneMatch(line -> line.contains("medians") || line.contains("faster"));
        assertThat(beside)
                .contains("  total                              300                  33     -267")
                .contains("  ratio                                              9.1 times faster")
                .contains("A note.");
    }

    @Test
    void ofManyImagesTheLastFourAreShown() {
        TestBuilds builds = new TestBuilds();
        for (int i = 1; i <= 6; i++) {
            builds.succeeded("registry.example.com/image:" + i, "BUILD 10");
        }

        assertThat(ReportText.lines(builds.report("registry.example.com/image:6")))
                .contains("  seconds                 image:3      image:4      image:5      image:6")
                .contains("  and 2 images used before these");
    }

    @Test
    void commandsAreNotBrokenIntoLines() {
        String command = "mvn " + "x".repeat(50) + " " + "y".repeat(50);

        assertThat(ReportText.wrapped(command)).containsExactly("  " + command);
        assertThat(ReportText.wrapped("x".repeat(50) + " " + "y".repeat(50))).hasSize(2);
    }

    @Test
    void theNotesOnProvisioningFitTheLineButForCommandsAndImages() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 BUILD 80")
                .succeeded(PUSHED, "PROVISIONING 350 BUILD 40")
                .report(PUSHED);

        assertThat(ReportText.paragraphs(
                        ProvisioningAdvice.of(report.provisioning(), Optional.of(CURATED + "-24.10.29"), "")))
                .contains("  " + GoalCommand.of("push")
                        + " -Derlang-codebuild.baseImage=" + CURATED + "-24.10.29"
                        + " -Derlang-codebuild.erlangVersion=27.1")
                .filteredOn(line -> !line.startsWith("  mvn "))
                .allMatch(line -> line.length() <= 73);
    }
}
