package io.github.erlangcodebuild.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

class RepositorySettingsTest {

    @Test
    void aMutabilityIsReadInAnyCase() {
        assertThat(RepositorySettings.parseMutability(" immutable_with_exclusion "))
                .isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FROZEN", "MUTABLE_WITH_EXCLUSION"})
    void anotherMutabilityIsRefused(String text) {
        assertThatThrownBy(() -> RepositorySettings.parseMutability(text))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("Use MUTABLE, IMMUTABLE or IMMUTABLE_WITH_EXCLUSION");
    }

    @Test
    void whatIsNotTheDefaultIsChosen() {
        assertThat(new RepositorySettings(
                                true, true, Map.of(), Optional.empty(), ImageTagMutability.MUTABLE, Optional.empty())
                        .chosen())
                .isEmpty();
        assertThat(new RepositorySettings(
                                false,
                                false,
                                Map.of(),
                                Optional.of("alias/images"),
                                ImageTagMutability.IMMUTABLE,
                                Optional.of(5))
                        .chosen())
                .containsExactly("kmsKey", "keepImages", "imageTagMutability", "scanOnPush", "createRepository");
    }

    @Test
    void keepingNoImageIsRefused() {
        assertThatThrownBy(() -> new RepositorySettings(
                        true, true, Map.of(), Optional.empty(), ImageTagMutability.MUTABLE, Optional.of(0)))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("keepImages is 0");
    }
}
