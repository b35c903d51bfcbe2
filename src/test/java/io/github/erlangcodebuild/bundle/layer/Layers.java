package io.github.erlangcodebuild.bundle.layer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Verifies layers of a good toolchain and some more entries. */
final class Layers {

    /** A directory where a toolchain may hold anything. */
    static final String LIB = "usr/local/erlang/lib/";

    private Layers() {}

    static void assertAccepted(TarEntry... more) {
        assertThatCode(() -> verify(TestBundle.otp("27.1").append(more))).doesNotThrowAnyException();
    }

    static void assertRefused(String words, TarEntry... more) {
        assertRefused(words, TestBundle.otp("27.1").append(more));
    }

    static void assertRefused(String words, TestBundle bundle) {
        assertThatThrownBy(() -> verify(bundle))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining(words);
    }

    static void verify(TestBundle bundle) throws IOException {
        new LayerVerifier(bundle.parsed().expectedLayer(), "layer")
                .copy(new ByteArrayInputStream(bundle.layerBytes()), OutputStream.nullOutputStream());
    }
}
