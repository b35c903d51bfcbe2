package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.doctor.Diagnosis;
import io.github.erlangcodebuild.doctor.Finding;
import io.github.erlangcodebuild.doctor.NextStep;
import io.github.erlangcodebuild.doctor.Section;
import io.github.erlangcodebuild.doctor.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorSummaryTest {

    @Test
    void findingsStandInColumnsWithTheirRemediesBelow() {
        Diagnosis diagnosis = new Diagnosis(
                List.of(new Section(
                        "here",
                        "Here",
                        List.of(
                                finding(State.OK, "Java", "17", List.of("one", "two"), Optional.empty()),
                                finding(State.FAILED, "Clock", "400 s behind", List.of(), Optional.of("Set it."))))),
                new NextStep("Push it.", Optional.of("mvn x:push")));

        assertThat(DoctorSummary.lines(diagnosis))
                .containsExactly(
                        "Here",
                        "  ok    Java         17",
                        "                     one",
                        "                     two",
                        "  FAIL  Clock        400 s behind",
                        "                     -> Set it.",
                        "Next",
                        "  Push it.",
                        "  mvn x:push");
    }

    @Test
    void linesAreWrappedAndCommandsAreNot() {
        String words = "word ".repeat(60).strip();
        Diagnosis diagnosis = new Diagnosis(
                List.of(new Section(
                        "here", "Here", List.of(finding(State.UNKNOWN, "x", words, List.of(), Optional.empty())))),
                new NextStep("Then.", Optional.of("mvn " + words)));

        assertThat(DoctorSummary.lines(diagnosis))
                .filteredOn(line -> line.length() > 100)
                .containsExactly("  mvn " + words);
        assertThat(String.join(" ", DoctorSummary.lines(diagnosis)).replaceAll(" +", " "))
                .contains(words);
    }

    private static Finding finding(
            State state, String label, String text, List<String> items, Optional<String> remedy) {
        return new Finding(label, label, state, text, items, remedy, Json.object());
    }
}
