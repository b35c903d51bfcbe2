package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrendChartTest {

    @Test
    void theTrendSaysInWordsWhatItShows() {
        assertThat(chart(TestBuilds.typical().report(PUSHED)))
                .contains("<svg role=\"img\" aria-labelledby=\"id-title id-desc\"")
                .contains("<title id=\"id-title\">What each build took, by the time of its start</title>")
                .contains("<desc id=\"id-desc\">6 builds that succeeded, 23 November 2026."
                        + " amazonlinux2-x86_64-standard:5.0: median 5 min 4 s, 3 builds."
                        + " erlang-codebuild:27.1: median 40 s, 3 builds. 1 failed, not timed.</desc>")
                .contains("<title>5 min 4 s, 23 November 2026, 10:01, amazonlinux2-x86_64-standard:5.0</title>")
                .contains(
                        "<p class=\"axis-title\">Duration</p>",
                        "<p class=\"axis-title start\">Start of the build, UTC: 23 November 2026</p>");
    }

    @Test
    void manyBuildsAreSmallerDots() {
        TestBuilds builds = new TestBuilds();
        for (int i = 0; i < 200; i++) {
            builds.succeeded(PUSHED, "BUILD 30");
        }

        assertThat(chart(builds.report(PUSHED)).split("<use href=\"#small-circle\" x=", -1))
                .hasSize(201);
    }

    @Test
    void failedBuildsAreBelowTheAxisAndSaidToBeNotTimed() {
        String chart = chart(new TestBuilds()
                .succeeded(PUSHED, "BUILD 30")
                .failed(PUSHED, "BUILD 7200")
                .stopped(PUSHED, "BUILD 1")
                .report(PUSHED));

        assertThat(chart)
                .contains("<use href=\"#mark-failed\" x=\"50.000%\" y=\"215\"><title>failed, 23 November 2026, 10:01,")
                .contains("<use href=\"#mark-stopped\" x=\"100.000%\" y=\"215\"><title>stopped,")
                .contains("<span>1 failed, not timed</span>", "<span>1 stopped, not timed</span>")
                .contains("1 failed and 1 stopped, not timed.</desc>");
    }

    private static String chart(ProjectReport report) {
        return TrendChart.of(Trend.of(report).orElseThrow(), ProjectHtml.names(report), "id");
    }
}
