package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectReportTest {

    @Test
    void buildsAreGroupedByTheImageThatEachRanOn() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "BUILD 10")
                .succeeded(PUSHED, "BUILD 20")
                .failed(CURATED, "BUILD 30")
                .report(PUSHED);

        assertThat(report.images()).extracting(ImageFigures::image).containsExactly(CURATED, PUSHED);
        assertThat(report.images()).extracting(ImageFigures::succeeded).containsExactly(1, 1);
        assertThat(report.images()).extracting(ImageFigures::failed).containsExactly(1, 0);
        assertThat(report.builds()).isEqualTo(3);
    }

    @Test
    void theImageInUseIsTheLastEvenWhenAnotherWasTriedSince() {
        ProjectReport report = new TestBuilds()
                .succeeded(PUSHED, "BUILD 20")
                .succeeded(CURATED, "BUILD 10")
                .report(PUSHED);

        assertThat(report.images()).extracting(ImageFigures::image).containsExactly(CURATED, PUSHED);
    }

    @Test
    void whereTheImageInUseIsNotKnownTheOneUsedLastIsComparedWith() {
        ProjectReport report = ProjectReport.of(
                "erlang",
                Optional.empty(),
                new TestBuilds()
                        .succeeded(PUSHED, "BUILD 20")
                        .succeeded(CURATED, "BUILD 10")
                        .list(),
                0,
                Prices.list());

        assertThat(report.after().map(ImageFigures::image)).contains(CURATED);
    }

    @Test
    void secondsAreMediansOfWhatSucceeded() {
        ImageFigures figures = new TestBuilds()
                .succeeded(PUSHED, "PROVISIONING 20 BUILD 10")
                .succeeded(PUSHED, "PROVISIONING 25 BUILD 300")
                .succeeded(PUSHED, "PROVISIONING 30 BUILD 12")
                .failed(PUSHED, "PROVISIONING 900")
                .stopped(PUSHED, "PROVISIONING 900")
                .report(PUSHED)
                .images()
                .get(0);

        assertThat(figures.phases()).isEqualTo(Map.of("PROVISIONING", 25.0, "BUILD", 12.0));
        assertThat(figures.total()).hasValue(42);
    }

    @Test
    void ofAnEvenNumberTheMedianIsTheMeanOfTheTwoInTheMiddle() {
        ImageFigures figures = new TestBuilds()
                .succeeded(PUSHED, "BUILD 10")
                .succeeded(PUSHED, "BUILD 13")
                .report(PUSHED)
                .images()
                .get(0);

        assertThat(figures.total()).hasValue(11.5);
    }

    @Test
    void aPhaseThatABuildDidNotGoThroughTookItNothing() {
        ImageFigures figures = new TestBuilds()
                .succeeded(PUSHED, "BUILD 10 UPLOAD_ARTIFACTS 8")
                .succeeded(PUSHED, "BUILD 10")
                .succeeded(PUSHED, "BUILD 10")
                .report(PUSHED)
                .images()
                .get(0);

        assertThat(figures.phases()).containsEntry("UPLOAD_ARTIFACTS", 0.0).doesNotContainKey("INSTALL");
    }

    @Test
    void aPhaseThatIsNewToUsIsKeptAfterTheOthers() {
        ImageFigures figures = new TestBuilds()
                .succeeded(PUSHED, "WARMING_UP 3 BUILD 10 FINALIZING 1")
                .report(PUSHED)
                .images()
                .get(0);

        assertThat(figures.phases().keySet()).containsExactly("BUILD", "FINALIZING", "WARMING_UP");
    }

    @Test
    void everyOtherImageIsComparedWithTheOneInUseTheCuratedOneFirst() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "BUILD 300")
                .succeeded(OLDER, "BUILD 30")
                .failed("registry.example.com/broken:1", "BUILD 1")
                .succeeded(PUSHED, "BUILD 60")
                .report(PUSHED);

        assertThat(report.comparisons())
                .extracting(comparison -> comparison.before().image() + " " + comparison.verdict())
                .containsExactly(CURATED + " FASTER", OLDER + " SLOWER");
        assertThat(report.comparisons()).extracting(Comparison::ratio).containsExactly(5.0, 0.5);
        assertThat(report.comparisons()).extracting(Comparison::times).containsExactly(5.0, 2.0);
    }

    @Test
    void aDifferenceOfAFewPercentIsNone() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "BUILD 103")
                .succeeded(PUSHED, "BUILD 100")
                .report(PUSHED);

        assertThat(report.comparisons()).extracting(Comparison::verdict).containsExactly(Comparison.Verdict.SAME);
    }

    @Test
    void withoutASuccessOnTheImageInUseNothingIsCompared() {
        assertThat(new TestBuilds()
                        .succeeded(CURATED, "BUILD 103")
                        .failed(PUSHED, "BUILD 1")
                        .report(PUSHED)
                        .comparisons())
                .isEmpty();
        assertThat(new TestBuilds()
                        .succeeded(CURATED, "BUILD 103")
                        .report(PUSHED)
                        .comparisons())
                .isEmpty();
    }

    @Test
    void aFailedBuildOnAnotherComputeTypeDoesNotCount() {
        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "BUILD 103")
                .succeeded(PUSHED, "BUILD 50")
                .on(new Compute("LINUX_CONTAINER", "BUILD_GENERAL1_LARGE", false))
                .failed(PUSHED, "BUILD 1")
                .report(PUSHED);

        assertThat(report.comparisons()).extracting(Comparison::sameCompute).containsExactly(true);
    }

    @Test
    void whatRanOnAnotherComputeTypeIsNotTheSame() {
        Compute large = new Compute("LINUX_CONTAINER", "BUILD_GENERAL1_LARGE", false);

        ProjectReport report = new TestBuilds()
                .succeeded(CURATED, "BUILD 103")
                .on(large)
                .succeeded(PUSHED, "BUILD 50")
                .report(PUSHED);

        assertThat(report.comparisons()).extracting(Comparison::sameCompute).containsExactly(false);
        assertThat(String.join(" ", ReportText.lines(report))).contains("They ran on different compute types, too.");
    }
}
