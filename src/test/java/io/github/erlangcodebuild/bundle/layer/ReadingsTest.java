package io.github.erlangcodebuild.bundle.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.junit.jupiter.api.Test;

/** What is verified is what others read: a tar that is accepted, Commons Compress reads the same. */
class ReadingsTest {

    private static final int RECORD = TarHeader.BYTES;
    private static final int CHECKSUM = 148;
    /** What readers have their own thoughts about. */
    private static final String ODD_BYTES = "\0\0\0 01/.x7859LKSg\u0080\u00ff\n=-";

    @Test
    void anAcceptedTarIsReadAsCommonsCompressReadsIt() throws IOException {
        byte[] tar = Readings.mixed().tarBytes();
        Random random = new Random(1);
        Map<Boolean, Integer> rounds = new HashMap<>();
        assertThat(accepted(tar)).isTrue();
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = withAnotherHeader(tar, random);
            rounds.merge(accepted(changed), 1, Integer::sum);
        }
        assertThat(rounds.get(true)).as("how many were accepted").isGreaterThan(50);
        assertThat(rounds.get(false)).as("how many were refused").isGreaterThan(50);
    }

    /** False when it is refused; fails when it is not, and Commons Compress reads something else. */
    private static boolean accepted(byte[] tar) throws IOException {
        TestBundle bundle = TestBundle.otp("27.1").changeTar(ignored -> tar);
        try {
            Layers.verify(bundle);
        } catch (ActionableException e) {
            return false;
        }
        assertThat(Readings.ours(tar, bundle.parsed().expectedLayer())).isEqualTo(Readings.ofCommonsCompress(tar));
        return true;
    }

    /** Some bytes of some header changed, with its checksum made right. */
    private static byte[] withAnotherHeader(byte[] tar, Random random) {
        byte[] changed = tar.clone();
        List<Integer> headers = headers(tar);
        int header = headers.get(random.nextInt(headers.size()));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(3) == 0 ? random.nextInt(RECORD) : 100 + random.nextInt(60);
            changed[header + at] = (byte) ODD_BYTES.charAt(random.nextInt(ODD_BYTES.length()));
        }
        byte[] record = Arrays.copyOfRange(changed, header, header + RECORD);
        Arrays.fill(record, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(record), record, CHECKSUM, 8);
        System.arraycopy(record, 0, changed, header, RECORD);
        return changed;
    }

    private static List<Integer> headers(byte[] tar) {
        List<Integer> headers = new ArrayList<>();
        for (int at = 0; tar[at] != 0; ) {
            headers.add(at);
            long size = TarUtils.parseOctal(tar, at + 124, 12);
            at += RECORD + (int) ((size + RECORD - 1) / RECORD * RECORD);
        }
        return headers;
    }
}
