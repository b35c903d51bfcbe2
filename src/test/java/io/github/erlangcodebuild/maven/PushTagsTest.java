package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushTagsTest {

    @Test
    void theDefaultIsTheVersionAndLatest() {
        assertThat(PushTags.of("27.1", List.of(), Optional.empty())).containsExactly("27.1", "latest");
    }

    @Test
    void listedTagsReplaceTheDefaultSoThatLatestMovesOnlyWhenItIsListed() {
        assertThat(PushTags.of("26.2", List.of("26.2", "26"), Optional.empty())).containsExactly("26.2", "26");
    }

    @Test
    void theDateGoesFirst() {
        assertThat(PushTags.of("27.1", List.of(), Optional.of(LocalDate.of(2026, 3, 9))))
                .containsExactly("27.1-20260309", "27.1", "latest");
    }
}
