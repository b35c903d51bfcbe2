package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarNameTest {

    @ParameterizedTest
    @CsvSource({"baseImge, baseImage", "dryrun, dryRun", "armBaseImages, armBaseImage", "tegs, tags"})
    void aNameWithASlipOrTwoIsKnown(String typed, String meant) {
        List<String> names = List.of("tags", "dateTag", "baseImage", "armBaseImage", "dryRun");

        assertThat(SimilarName.of(typed, names)).contains(meant);
    }

    @Test
    void theNearestOfSeveralIsTaken() {
        assertThat(SimilarName.of("imagee", List.of("images2", "image"))).contains("image");
    }

    @Test
    void anotherWordIsNotGuessedAt() {
        assertThat(SimilarName.of("something", List.of("tags", "baseImage"))).isEmpty();
    }
}
