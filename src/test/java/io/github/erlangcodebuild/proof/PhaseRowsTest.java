package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhaseRowsTest {

    @Test
    void aPhaseOfNoTimeOnAnyImageIsFoldedAway() {
        PhaseRows rows = rows(new TestBuilds()
                .succeeded(CURATED, "SUBMITTED 0 QUEUED 0 INSTALL 265 POST_BUILD 0 BUILD 14")
                .succeeded(PUSHED, "SUBMITTED 0 QUEUED 1 INSTALL 0 POST_BUILD 0 BUILD 12"));

        assertThat(rows.shown()).containsExactly("QUEUED", "INSTALL", "BUILD");
        assertThat(rows.zero()).containsExactly("SUBMITTED", "POST_BUILD");
    }

    @Test
    void halfASecondIsShownAsOneAndNotFolded() {
        PhaseRows rows =
                rows(new TestBuilds().succeeded(PUSHED, "QUEUED 0 BUILD 1").succeeded(PUSHED, "QUEUED 1 BUILD 1"));

        assertThat(rows.shown()).containsExactly("QUEUED", "BUILD");
    }

    @Test
    void aPhaseThatNoBuildWentThroughIsNotEvenNamed() {
        PhaseRows rows = rows(new TestBuilds().succeeded(PUSHED, "BUILD 1"));

        assertThat(rows.zero()).isEmpty();
    }

    @Test
    void withoutASuccessNothingIsSaidToHaveTakenNoTime() {
        PhaseRows rows = rows(new TestBuilds().failed(PUSHED, "SUBMITTED 0 BUILD 1"));

        assertThat(rows.shown()).isEmpty();
        assertThat(rows.zero()).isEmpty();
    }

    private static PhaseRows rows(TestBuilds builds) {
        return PhaseRows.of(builds.report(PUSHED).images());
    }
}
