package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithheldTailOutputStreamTest {

    private static final int MOST = 64;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 63, 64, 65, 128, 129, 1000})
    void whateverIsWrittenInPiecesOfThisSizeItsEndIsHeldBackAndThenComes(int piece) throws IOException {
        byte[] content = new byte[1000];
        new Random(piece).nextBytes(content);
        WithheldTailOutputStream held = new WithheldTailOutputStream(out, MOST);

        for (int offset = 0; offset < content.length; offset += piece) {
            held.write(content, offset, Math.min(piece, content.length - offset));
        }

        assertThat(held.total()).isEqualTo(content.length);
        assertThat(out.size()).isBetween(content.length - MOST, content.length - 1);
        held.release();
        assertThat(out.toByteArray()).isEqualTo(content);
    }

    @Test
    void singleBytesAreHeldBackToo() throws IOException {
        WithheldTailOutputStream held = new WithheldTailOutputStream(out, 1);
        held.write('a');
        held.write('b');

        assertThat(out.toByteArray()).isEqualTo(new byte[] {'a'});
        held.release();
        assertThat(out.toByteArray()).isEqualTo(new byte[] {'a', 'b'});
    }

    @Test
    void nothingGivesNothing() throws IOException {
        WithheldTailOutputStream held = new WithheldTailOutputStream(out, MOST);
        held.write(new byte[0]);
        held.release();

        assertThat(out.size()).isZero();
    }
}
