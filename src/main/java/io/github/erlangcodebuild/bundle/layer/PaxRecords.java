package io.github.erlangcodebuild.bundle.layer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a tar's names: strictly UTF-8, and the records of a PAX extended header.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03">POSIX, pax Extended
 *     Header</a>
 */
final class PaxRecords {

    private PaxRecords() {}

    /** {@code length key=value\n} records by key; empty when they are not well-formed. */
    static Optional<Map<String, String>> parse(byte[] content) {
        Map<String, String> records = new HashMap<>();
        int start = 0;
        while (start < content.length) {
            int space = indexOf(content, ' ', start);
            int end = space < 0 ? -1 : start + length(content, start, space);
            int equals = space < 0 ? -1 : indexOf(content, '=', space);
            if (equals < 0 || end > content.length || end <= equals + 1 || content[end - 1] != '\n') {
                return Optional.empty();
            }
            Optional<String> key = utf8(content, space + 1, equals);
            // values of other keys may be binary
            String value = utf8(content, equals + 1, end - 1).orElse("\uFFFD");
            if (key.isEmpty()) {
                return Optional.empty();
            }
            records.put(key.get(), value);
            start = end;
        }
        return Optional.of(records);
    }

    /** Empty when these bytes are not UTF-8. */
    static Optional<String> utf8(byte[] bytes, int from, int to) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static int indexOf(byte[] bytes, int wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The decimal number between the two, or one that fits no record. */
    private static int length(byte[] content, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            if (content[i] < '0' || content[i] > '9' || length > content.length) {
                return Integer.MIN_VALUE;
            }
            length = 10 * length + content[i] - '0';
        }
        return length;
    }
}
