package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadlineTest {

    private static final Map<String, String> NAMES = Map.of(CURATED, "A", PUSHED, "B");

    @Test
    void itIsOneFigureAndOneSentenceOnWhatWasCompared() {
        assertThat(Headline.of(TestBuilds.typical().report(PUSHED), NAMES))
                .isEqualTo(new Headline(
                        "faster",
                        "5 min 4 s → 40 s",
                        "7.6 times faster",
                        "Median of 3 builds on A, and of 3 builds on B, which is in use."));
    }

    @Test
    void whereTheImageInUseIsNotKnownTheOtherIsTheOneUsedLast() {
        ProjectReport report = ProjectReport.of(
                "erlang", Optional.empty(), TestBuilds.typical().list(), 0, Prices.list());

        assertThat(Headline.of(report, NAMES).sentence()).endsWith("and of 3 builds on B, which was used last.");
    }

    @Test
    void withOneImageItIsWhatABuildTakes() {
        assertThat(Headline.of(new TestBuilds().succeeded(PUSHED, "BUILD 61").report(PUSHED), NAMES))
                .isEqualTo(new Headline(
                        "none",
                        "1 min 1 s",
                        "",
                        "Median of 1 build on B. No build has succeeded on another image: nothing to compare with."));
    }

    @Test
    void withoutABuildOnTheImageInUseThereIsNoFigure() {
        Headline headline =
                Headline.of(new TestBuilds().succeeded(CURATED, "BUILD 61").report(PUSHED), NAMES);

        assertThat(headline.figure()).isEmpty();
        assertThat(headline.sentence()).startsWith("No build has succeeded yet on " + PUSHED);
    }
}
