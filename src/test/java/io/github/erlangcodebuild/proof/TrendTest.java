package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void eachBuildIsAtTheTimeOfItsStartWithTheShapeOfItsImage() {
        Trend trend = trend(new TestBuilds()
                .at("2026-11-23T10:00:00Z")
                .succeeded(CURATED, "BUILD 300")
                .at("2026-11-23T11:00:00Z")
                .succeeded(CURATED, "BUILD 310")
                .at("2026-11-23T14:00:00Z")
                .succeeded(PUSHED, "BUILD 30"));

        assertThat(trend.dots())
                .extracting(Trend.Dot::at, Trend.Dot::mark, dot -> dot.build().totalSeconds())
                .containsExactly(
                        tuple(0.0, Mark.SQUARE, 300L), tuple(0.25, Mark.SQUARE, 310L), tuple(1.0, Mark.CIRCLE, 30L));
        assertThat(trend.longest()).isEqualTo(310);
    }

    @Test
    void aMedianIsALineFromTheFirstBuildOnItsImageToTheLast() {
        Trend trend = trend(new TestBuilds()
                .at("2026-11-23T10:00:00Z")
                .succeeded(CURATED, "BUILD 300")
                .at("2026-11-23T12:00:00Z")
                .succeeded(CURATED, "BUILD 310")
                .at("2026-11-23T14:00:00Z")
                .succeeded(PUSHED, "BUILD 30"));

        assertThat(trend.medians())
                .extracting(
                        Trend.MedianLine::from, Trend.MedianLine::to, Trend.MedianLine::mark, Trend.MedianLine::seconds)
                .containsExactly(tuple(0.0, 0.5, Mark.SQUARE, 305.0), tuple(1.0, 1.0, Mark.CIRCLE, 30.0));
    }

    @Test
    void aFailedBuildHasAPlaceInTimeAndDoesNotStretchTheScale() {
        Trend trend = trend(new TestBuilds()
                .succeeded(PUSHED, "BUILD 30")
                .failed(PUSHED, "BUILD 7200")
                .stopped(PUSHED, "BUILD 1")
                .succeeded(PUSHED, "BUILD 31"));

        assertThat(trend.dots()).hasSize(2);
        assertThat(trend.failures())
                .extracting(dot -> dot.build().outcome())
                .containsExactly(Outcome.FAILED, Outcome.STOPPED);
        assertThat(trend.count(Outcome.FAILED)).isEqualTo(1);
        assertThat(trend.longest()).isEqualTo(31);
    }

    @Test
    void aSingleBuildIsInTheMiddle() {
        Trend trend = trend(new TestBuilds().succeeded(PUSHED, "BUILD 30"));

        assertThat(trend.dots()).extracting(Trend.Dot::at).containsExactly(0.5);
        assertThat(trend.medians()).hasSize(1);
    }

    @Test
    void withoutASuccessThereIsNone() {
        assertThat(Trend.of(new TestBuilds().report(PUSHED))).isEmpty();
        assertThat(Trend.of(new TestBuilds().failed(PUSHED, "BUILD 30").report(PUSHED)))
                .isEmpty();
    }

    @Test
    void aBuildWithoutAStartIsLeftOutAndCounted() {
        Trend trend = trend(new TestBuilds()
                .at(Instant.EPOCH)
                .succeeded(PUSHED, "BUILD 31")
                .at("2026-11-23T10:00:00Z")
                .succeeded(PUSHED, "BUILD 30"));

        assertThat(trend.dots()).hasSize(1);
        assertThat(trend.undated()).isEqualTo(1);
        assertThat(trend.time().span()).isEqualTo("23 November 2026");
        assertThat(TrendChart.of(trend, Map.of(), "x"))
                .contains("Not in this chart: 1 build whose start CodeBuild does not tell.");
    }

    private static Trend trend(TestBuilds builds) {
        return Trend.of(builds.report(PUSHED)).orElseThrow();
    }
}
