package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.ActionableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A header of a tar, of which only one reading is possible.
 *
 * <p>Readers of tars are generous, each in its own way: where the magic is not quite right, one joins prefix and name and
 * the next does not; a size that begins with NUL is nothing to one, and a number to the next. What one of them verifies,
 * another then unpacks as something else. Here a field is what POSIX and GNU tar write, and the rest of a header is zero.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06">POSIX, ustar
 *     Interchange Format</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, Basic Tar Format</a>
 */
final class TarHeader {

    /** The bytes of a header, and what content is padded to. */
    static final int BYTES = 512;

    /** Extension headers: a PAX extended header, and GNU's long name and long link name. */
    static final char PAX = 'x';

    static final char LONG_NAME = 'L';
    static final char LONG_LINK_NAME = 'K';

    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    /** Magic and version. */
    private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] GNU = "ustar  \0".getBytes(StandardCharsets.US_ASCII);

    private enum Field {
        NAME("name", 0, 100),
        MODE("mode", 100, 8),
        USER_ID("user ID", 108, 8),
        GROUP_ID("group ID", 116, 8),
        SIZE("size", 124, 12),
        MODIFICATION_TIME("modification time", 136, 12),
        CHECKSUM("checksum", 148, 8),
        LINK_NAME("link name", 157, 100),
        USER_NAME("user name", 265, 32),
        GROUP_NAME("group name", 297, 32),
        DEVICE_MAJOR("device number", 329, 8),
        DEVICE_MINOR("device number", 337, 8),
        PREFIX("prefix", 345, 155);

        private final String words;
        private final int from;
        private final int to;

        Field(String words, int from, int length) {
            this.words = words;
            this.from = from;
            this.to = from + length;
        }
    }

    private final byte[] record;
    private final Refusals refusals;
    private final boolean gnu;
    private final int mode;
    private final long size;

    /**
     * Takes a header.
     *
     * @param record its {@value #BYTES} bytes
     */
    TarHeader(byte[] record, Refusals refusals) {
        this.record = record;
        this.refusals = refusals;
        this.gnu = isAt(MAGIC, GNU);
        if ((!gnu && !isAt(MAGIC, USTAR)) || number(Field.CHECKSUM) != checksum()) {
            throw refusals.layer("has no sound tar header where one is expected");
        }
        mode = Math.toIntExact(number(Field.MODE));
        size = number(Field.SIZE);
        number(Field.MODIFICATION_TIME);
        requireRoot();
        requireNoDevice();
        requireEnd(Field.NAME);
        requireEnd(Field.LINK_NAME);
        // behind the devices GNU tar may have times and sparse files, and xstar a shorter prefix and times
        if (!isZero(gnu ? Field.PREFIX.from : endOfText(Field.PREFIX), BYTES)) {
            throw refused("has more in its tar header than a plain file, directory or link needs");
        }
    }

    char type() {
        return (char) (record[TYPE] & 0xff);
    }

    int mode() {
        return mode;
    }

    /** Of the content, in bytes. */
    long size() {
        return size;
    }

    boolean isExtension() {
        return type() == PAX || type() == LONG_NAME || type() == LONG_LINK_NAME;
    }

    /** With its prefix; empty when it is not UTF-8. */
    Optional<String> name() {
        Optional<String> name = text(Field.NAME);
        Optional<String> prefix = gnu ? Optional.of("") : text(Field.PREFIX);
        return prefix.flatMap(before -> name.map(rest -> before.isEmpty() ? rest : before + "/" + rest));
    }

    /** Empty when it is not UTF-8. */
    Optional<String> linkName() {
        return text(Field.LINK_NAME);
    }

    /** For messages, as well as it can be read. */
    String shownName() {
        return new String(record, 0, endOfText(Field.NAME), StandardCharsets.UTF_8);
    }

    /** GNU tar gives files to the user of that name if there is one where it unpacks, whatever the number is. */
    private void requireRoot() {
        long user = number(Field.USER_ID);
        long group = number(Field.GROUP_ID);
        if (user != 0 || group != 0) {
            throw refused("belongs to " + user + ":" + group + "; all must belong to root, 0:0");
        }
        for (Field owner : new Field[] {Field.USER_NAME, Field.GROUP_NAME}) {
            String name = new String(record, owner.from, endOfText(owner) - owner.from, StandardCharsets.UTF_8);
            if (!name.isEmpty() && !name.equals("root")) {
                throw refused("has the " + owner.words + " '" + Refusals.shown(name) + "'; 'root' or none is allowed");
            }
            requireEnd(owner);
        }
    }

    private void requireNoDevice() {
        for (Field device : new Field[] {Field.DEVICE_MAJOR, Field.DEVICE_MINOR}) {
            if (!isZero(device.from, device.to) && number(device) != 0) {
                throw refused("has a device number");
            }
        }
    }

    /** Octal digits, and then nothing but NULs and spaces. */
    private long number(Field field) {
        long number = 0;
        int at = field.from;
        for (; at < field.to && record[at] >= '0' && record[at] <= '7'; at++) {
            number = number * 8 + record[at] - '0';
        }
        boolean sound = at > field.from;
        for (; at < field.to; at++) {
            sound &= record[at] == 0 || record[at] == ' ';
        }
        if (!sound) {
            throw refused("has a " + field.words + " that is not in octal digits");
        }
        return number;
    }

    private long checksum() {
        long sum = 0;
        for (int i = 0; i < BYTES; i++) {
            sum += i >= Field.CHECKSUM.from && i < Field.CHECKSUM.to ? ' ' : record[i] & 0xff;
        }
        return sum;
    }

    private Optional<String> text(Field field) {
        return Utf8.decode(record, field.from, endOfText(field));
    }

    private int endOfText(Field field) {
        int end = field.from;
        while (end < field.to && record[end] != 0) {
            end++;
        }
        return end;
    }

    private boolean isAt(int offset, byte[] wanted) {
        return Arrays.equals(record, offset, offset + wanted.length, wanted, 0, wanted.length);
    }

    private void requireEnd(Field text) {
        if (!isZero(endOfText(text), text.to)) {
            throw refused("has bytes behind the NUL that ends its " + text.words);
        }
    }

    private boolean isZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (record[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private ActionableException refused(String problem) {
        return refusals.entry(shownName(), problem);
    }
}
