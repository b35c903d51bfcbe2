package io.github.erlangcodebuild.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import org.junit.jupiter.api.Test;

class ImageScanSeverityTest {

    @Test
    void caseAndBlanksDoNotMatter() {
        assertThat(ImageScanSeverity.parse(" high ")).isEqualTo(ImageScanSeverity.HIGH);
        assertThat(ImageScanSeverity.parse("Undefined")).isEqualTo(ImageScanSeverity.UNDEFINED);
    }

    @Test
    void anotherWordIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> ImageScanSeverity.parse("SEVERE"))
                .isInstanceOf(ActionableException.class)
                .hasMessage("failOnSeverity 'SEVERE' is no severity of ECR's.\n"
                        + "Use one of CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNDEFINED.");
    }

    @Test
    void whatNobodyHasPutIntoAClassIsUndefined() {
        assertThat(ImageScanSeverity.of("UNTRIAGED")).isEqualTo(ImageScanSeverity.UNDEFINED);
        assertThat(ImageScanSeverity.of(null)).isEqualTo(ImageScanSeverity.UNDEFINED);
    }

    @Test
    void theThresholdItselfIsTooBad() {
        assertThat(ImageScanSeverity.HIGH.isAtLeast(ImageScanSeverity.HIGH)).isTrue();
        assertThat(ImageScanSeverity.CRITICAL.isAtLeast(ImageScanSeverity.HIGH)).isTrue();
        assertThat(ImageScanSeverity.MEDIUM.isAtLeast(ImageScanSeverity.HIGH)).isFalse();
        assertThat(ImageScanSeverity.UNDEFINED.isAtLeast(ImageScanSeverity.INFORMATIONAL))
                .isFalse();
    }
}
