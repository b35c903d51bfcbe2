package io.github.erlangcodebuild.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantTest {

    @ParameterizedTest
    @CsvSource({
        "amd64, '',   true",
        "amd64, v1,   true",
        "amd64, v2,   false",
        "amd64, v3,   false",
        "arm64, '',   true",
        "arm64, v8,   true",
        "arm64, 8,    true",
        "arm64, v8.0, true",
        "arm64, v8.1, false",
        "arm64, v9,   false",
        "amd64, v8,   false",
        "arm64, v1,   false",
        "amd64, zen,  false",
        "amd64, v0009999999, false"
    })
    void whatEveryProcessorRunsIsPlain(String architecture, String name, boolean plain) {
        assertThat(variant(architecture, name).isPlain()).isEqualTo(plain);
    }

    @Test
    void theOneForMoreProcessorsComesFirst() {
        assertThat(Stream.of("zen", "v4", "v10", "v3", "v2", "")
                        .map(name -> variant("amd64", name))
                        .sorted()
                        .map(Variant::name))
                .containsExactly("", "v2", "v3", "v4", "v10", "zen");
        assertThat(Stream.of("v9.2", "v9", "v8.4", "v8")
                        .map(name -> variant("arm64", name))
                        .sorted()
                        .map(Variant::name))
                .containsExactly("v8", "v8.4", "v9", "v9.2");
    }

    @Test
    void itIsWrittenAsAPlatformIs() {
        assertThat(variant("amd64", "v3")).hasToString("linux/amd64/v3");
        assertThat(variant("amd64", "")).hasToString("linux/amd64");
    }

    private static Variant variant(String architecture, String name) {
        return new Variant(new Platform("linux", architecture), name);
    }
}
