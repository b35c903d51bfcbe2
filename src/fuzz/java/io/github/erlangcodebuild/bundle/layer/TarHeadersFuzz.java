package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Headers of a tar that has all that a layer may have, some bytes of which are changed. The input is these changes: which header,
 * where in it, and to what. A tar is nearly all zeros and content, so that changes to its bytes seldom come to a field that counts.
 */
public final class TarHeadersFuzz implements FuzzTarget {

    private static final int MAX_CHANGES = 8;
    private static final int CHANGE_BYTES = 4;

    private static final byte[] TAR = Readings.mixed().tarBytes();
    private static final List<Integer> HEADERS = Tars.headers(TAR);

    @Override
    public List<byte[]> seeds() {
        return List.of(new byte[CHANGE_BYTES], new byte[] {1, 0, 100, '0', 2, 0, (byte) 156, '0'});
    }

    @Override
    public void read(byte[] input) throws IOException {
        byte[] tar = TAR.clone();
        ByteBuffer changes = ByteBuffer.wrap(input);
        for (int change = 0; change < MAX_CHANGES && changes.remaining() >= CHANGE_BYTES; change++) {
            int header = HEADERS.get((changes.get() & 0xff) % HEADERS.size());
            tar[header + (changes.getShort() & (TarHeader.BYTES - 1))] = changes.get();
        }
        byte[] whole = Tars.withChecksums(tar);
        LayerCheck.verify(Tars.gzip(whole), whole);
    }
}
