package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.Resources;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarkTest {

    @Test
    void theImageInUseIsTheCircleAndTheOneThatItIsComparedWithTheSquare() {
        assertThat(Mark.of(new TestBuilds()
                        .succeeded(CURATED, "BUILD 3")
                        .succeeded(OLDER, "BUILD 2")
                        .succeeded(PUSHED, "BUILD 1")
                        .report(PUSHED)))
                .containsExactly(
                        Map.entry(CURATED, Mark.SQUARE),
                        Map.entry(OLDER, Mark.TRIANGLE),
                        Map.entry(PUSHED, Mark.CIRCLE));
    }

    @Test
    void withoutABuildOnTheImageInUseNoOtherHasItsCircle() {
        assertThat(Mark.of(new TestBuilds()
                        .succeeded(CURATED, "BUILD 3")
                        .succeeded(OLDER, "BUILD 3")
                        .report(PUSHED)))
                .containsExactly(Map.entry(CURATED, Mark.TRIANGLE), Map.entry(OLDER, Mark.SQUARE));
    }

    @Test
    void whereTheImageInUseIsNotKnownTheOneUsedLastIsTheCircle() {
        ProjectReport report = ProjectReport.of(
                "erlang",
                Optional.empty(),
                new TestBuilds()
                        .succeeded(CURATED, "BUILD 3")
                        .succeeded(OLDER, "BUILD 3")
                        .list(),
                0,
                Prices.list());

        assertThat(Mark.of(report)).containsEntry(OLDER, Mark.CIRCLE);
    }

    @Test
    void ofManyImagesTheNewestAndTheOneComparedWithHaveShapesAllDifferent() {
        TestBuilds builds = new TestBuilds().succeeded(CURATED, "BUILD 300");
        for (int i = 1; i <= 12; i++) {
            builds.succeeded("registry.example.com/image:" + i, "BUILD 10");
        }

        Map<String, Mark> inUse = Mark.of(builds.report("registry.example.com/image:12"));
        Map<String, Mark> unused = Mark.of(builds.report(PUSHED));

        assertThat(inUse).hasSize(Mark.MOST).containsKeys(CURATED, "registry.example.com/image:9");
        assertThat(inUse.values()).doesNotHaveDuplicates().doesNotContain(Mark.OLDER);
        assertThat(unused.values()).doesNotHaveDuplicates().doesNotContain(Mark.OLDER, Mark.CIRCLE);
    }

    @ParameterizedTest
    @EnumSource
    void everyMarkHasItsShapeLargeAndSmall(Mark mark) {
        assertThat(Resources.text(Mark.class, "report.svg"))
                .contains("id=\"" + mark.id() + "\"", "id=\"" + mark.smallId() + "\"");
    }
}
