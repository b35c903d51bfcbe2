package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.AffectedPackage;
import io.github.erlangcodebuild.aws.ecr.ImageScanFinding.Origin;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport;
import io.github.erlangcodebuild.aws.ecr.ImageScanReport.Scanner;
import io.github.erlangcodebuild.aws.ecr.ImageScanSeverity;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageScanSummaryTest {

    private static final String CONSOLE = "https://console.example.com/scan-results";
    private static final Optional<Instant> SCANNED = Optional.of(Instant.parse("2026-11-24T02:10:00Z"));

    private final PushResult pushed;

    ImageScanSummaryTest(@TempDir Path directory) throws IOException {
        pushed = TestResults.result(directory, new Transfer(2, 45_900_000, 1, 3, 0, false));
    }

    @Test
    void aCleanImageGetsItsSummaryAndPasses() {
        ImageScanReport report = new ImageScanReport(Scanner.ENHANCED, SCANNED, List.of(), 0, CONSOLE);

        assertThat(ImageScanSummary.of(report, ImageScanSeverity.HIGH))
                .containsExactly(
                        "",
                        "Scan: nothing of severity HIGH or worse, or in the toolchain layer",
                        "  scanned  by Amazon Inspector (enhanced scanning), 2026-11-24T02:10:00Z",
                        "  found    nothing",
                        "  all      " + CONSOLE,
                        "");
        assertThat(ImageScanSummary.failure(report, ImageScanSeverity.HIGH, pushed))
                .isEmpty();
    }

    @Test
    void findingsBelowTheThresholdAreCountedAndPass() {
        ImageScanReport report = new ImageScanReport(
                Scanner.ENHANCED,
                SCANNED,
                List.of(
                        finding("CVE-1", ImageScanSeverity.MEDIUM, Origin.BASE),
                        finding("CVE-2", ImageScanSeverity.LOW, Origin.UNKNOWN),
                        finding("CVE-3", ImageScanSeverity.MEDIUM, Origin.BASE)),
                4,
                CONSOLE);

        assertThat(ImageScanSummary.of(report, ImageScanSeverity.CRITICAL))
                .contains("Scan: nothing of severity CRITICAL, or in the toolchain layer")
                .contains("  found    2 MEDIUM, 1 LOW (4 more are suppressed or closed in Inspector)")
                .noneMatch(line -> line.contains("CVE-"));
        assertThat(ImageScanSummary.failure(report, ImageScanSeverity.CRITICAL, pushed))
                .isEmpty();
    }

    @Test
    void findingsFromTheThresholdOnAreATableWithTheirLayers() {
        ImageScanReport report = new ImageScanReport(
                Scanner.ENHANCED,
                SCANNED,
                List.of(
                        finding("CVE-2024-5535", ImageScanSeverity.CRITICAL, Origin.BASE),
                        new ImageScanFinding(
                                "CVE-2025-1",
                                ImageScanSeverity.HIGH,
                                List.of(
                                        new AffectedPackage(
                                                "glibc", Optional.of("2.34"), Optional.empty(), Origin.BASE),
                                        new AffectedPackage(
                                                "zlib", Optional.empty(), Optional.empty(), Origin.TOOLCHAIN)),
                                Optional.empty()),
                        finding("CVE-3", ImageScanSeverity.HIGH, Origin.UNKNOWN),
                        finding("CVE-4", ImageScanSeverity.LOW, Origin.BASE)),
                0,
                CONSOLE);

        assertThat(ImageScanSummary.of(report, ImageScanSeverity.HIGH))
                .startsWith("", "Scan: 3 findings of severity HIGH or worse, or in the toolchain layer")
                .contains("  found    1 CRITICAL, 2 HIGH, 1 LOW")
                .endsWith(
                        "",
                        "  severity  finding        package    version  fixed in  layer      link",
                        "  CRITICAL  CVE-2024-5535  openssl    3.0.8-1  3.0.8-2   base       https://cve.example.org/CVE-2024-5535",
                        "  HIGH      CVE-2025-1     zlib (+1)  -        -         toolchain  -",
                        "  HIGH      CVE-3          openssl    3.0.8-1  3.0.8-2   ?          https://cve.example.org/CVE-3",
                        "");
    }

    @ParameterizedTest
    @CsvSource({"LOW, true", "MEDIUM, true", "INFORMATIONAL, false", "UNDEFINED, false"})
    void inTheToolchainLayerAnythingThatHasASeverityIsTooMuch(ImageScanSeverity severity, boolean fails) {
        ImageScanReport report = new ImageScanReport(
                Scanner.ENHANCED,
                SCANNED,
                List.of(
                        finding("CVE-1", severity, Origin.TOOLCHAIN),
                        finding("CVE-2", severity, Origin.BASE),
                        finding("CVE-3", severity, Origin.UNKNOWN)),
                0,
                CONSOLE);

        assertThat(ImageScanSummary.failure(report, ImageScanSeverity.HIGH, pushed).stream()
                        .map(ActionableException::problem))
                .hasSize(fails ? 1 : 0)
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith(
                                "ECR's scan found 1 finding of severity HIGH or worse, or in the toolchain layer: 1 in"
                                        + " the toolchain layer."));
        assertThat(ImageScanSummary.of(report, ImageScanSeverity.HIGH).stream()
                        .anyMatch(line -> line.contains("CVE-1")))
                .isEqualTo(fails);
    }

    @Test
    void belowLowTheThresholdIsTheSameForAllLayers() {
        ImageScanReport report = new ImageScanReport(
                Scanner.ENHANCED,
                SCANNED,
                List.of(finding("CVE-1", ImageScanSeverity.INFORMATIONAL, Origin.TOOLCHAIN)),
                0,
                CONSOLE);

        assertThat(ImageScanSummary.of(report, ImageScanSeverity.UNDEFINED))
                .contains("Scan: 1 finding of severity UNDEFINED or worse");
    }

    @Test
    void whoScannedIsNotClaimedWhereEcrDoesNotTell() {
        assertThat(ImageScanSummary.of(
                        new ImageScanReport(Scanner.UNKNOWN, SCANNED, List.of(), 0, CONSOLE), ImageScanSeverity.HIGH))
                .containsSequence(
                        "  scanned  by a scanner that ECR does not name, 2026-11-24T02:10:00Z",
                        "  found    nothing",
                        "  note     basic scanning knows the packages of the operating system, all of them the base's; it does");
    }

    @Test
    void twentyFindingsAreListedAndTheRestCounted() {
        List<ImageScanFinding> many = new ArrayList<>();
        for (int i = 0; i < 57; i++) {
            many.add(finding("CVE-" + (100 + i), ImageScanSeverity.HIGH, Origin.BASE));
        }

        List<String> lines = ImageScanSummary.of(
                new ImageScanReport(Scanner.ENHANCED, SCANNED, many, 0, CONSOLE), ImageScanSeverity.HIGH);

        assertThat(lines).filteredOn(line -> line.contains("CVE-")).hasSize(20);
        assertThat(lines).endsWith("  … and 37 more", "").contains("  all      " + CONSOLE);
    }

    @Test
    void aBasicScanSaysWhatItCannotKnow() {
        assertThat(ImageScanSummary.of(
                        new ImageScanReport(Scanner.BASIC, SCANNED, List.of(), 0, CONSOLE), ImageScanSeverity.HIGH))
                .containsSequence(
                        "  scanned  by ECR (basic scanning), 2026-11-24T02:10:00Z",
                        "  found    nothing",
                        "  note     basic scanning knows the packages of the operating system, all of them the base's; it does",
                        "           not look at Erlang/OTP and rebar3");
    }

    @Test
    void aScanThatIsDoneWithoutATimeIsNotTakenForCleanWithoutAWord() {
        assertThat(ImageScanSummary.of(
                        new ImageScanReport(Scanner.ENHANCED, Optional.empty(), List.of(), 0, CONSOLE),
                        ImageScanSeverity.HIGH))
                .contains("  note     ECR calls the scan done, but names neither findings nor a time, up to the end of"
                        + " scanTimeout");
    }

    @Test
    void theFailureSaysWhoCanFixWhatAndThatTheTagsHaveMoved() {
        ImageScanReport report = new ImageScanReport(
                Scanner.ENHANCED,
                SCANNED,
                List.of(
                        finding("CVE-1", ImageScanSeverity.CRITICAL, Origin.BASE),
                        finding("CVE-2", ImageScanSeverity.HIGH, Origin.BASE),
                        finding("CVE-3", ImageScanSeverity.HIGH, Origin.TOOLCHAIN),
                        finding("CVE-4", ImageScanSeverity.HIGH, Origin.UNKNOWN)),
                0,
                CONSOLE);

        ActionableException failure =
                ImageScanSummary.failure(report, ImageScanSeverity.HIGH, pushed).orElseThrow();

        assertThat(failure.problem())
                .isEqualTo(
                        "ECR's scan found 4 findings of severity HIGH or worse, or in the toolchain layer: 1 in the toolchain layer, 2 in the base,"
                                + " 1 in a layer that the scan does not name. The image is in the repository all the same, and the"
                                + " tags 27.1, latest name it.");
        assertThat(failure.remedy().lines())
                .containsExactly(
                        "In the toolchain layer: compile it anew with bootstrap -Derlang-codebuild.force=true, or a newer"
                                + " erlangVersion, and push that.",
                        "In the base: push leaves its layers as they are, so only a newer release of it helps. This is"
                                + " public.example.com/codebuild/base:5.0 (" + TestResults.BASE + "); a push takes the"
                                + " current one of its tag, another comes with -Derlang-codebuild.baseImage=….",
                        "To look before a tag moves, push with -Derlang-codebuild.tags=candidate first; once that passes,"
                                + " the same push with the real tags moves no layer.");
    }

    @Test
    void aFailureOfTheBaseAloneDoesNotSendAnybodyToTheBootstrap() {
        ImageScanReport report = new ImageScanReport(
                Scanner.BASIC, SCANNED, List.of(finding("CVE-1", ImageScanSeverity.HIGH, Origin.BASE)), 0, CONSOLE);

        ActionableException failure = ImageScanSummary.failure(report, ImageScanSeverity.MEDIUM, pushed)
                .orElseThrow();

        assertThat(failure.problem())
                .startsWith(
                        "ECR's scan found 1 finding of severity MEDIUM or worse, or in the toolchain layer: 1 in the base.");
        assertThat(failure.remedy()).doesNotContain("bootstrap");
    }

    private static ImageScanFinding finding(String id, ImageScanSeverity severity, Origin origin) {
        return new ImageScanFinding(
                id,
                severity,
                List.of(new AffectedPackage("openssl", Optional.of("3.0.8-1"), Optional.of("3.0.8-2"), origin)),
                Optional.of("https://cve.example.org/" + id));
    }
}
