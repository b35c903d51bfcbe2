package io.github.erlangcodebuild.bundle.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The records of a PAX extended header. They are those that say where an entry is, how large, when it was changed and that it
 * is root's, and no others: a record may also be an extended attribute, which makes a directory of the base image empty
 * ({@code trusted.overlay.opaque}), gives a program rights ({@code security.capability}) or says for some runtimes whose a
 * file is ({@code user.containers.override_stat}); it may make a file sparse, or change how names are read
 * ({@code hdrcharset}).
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03">POSIX, pax Extended
 *     Header</a>
 */
final class PaxRecords {

    /** In the order of the message. */
    private static final List<String> KEYS =
            List.of("path", "linkpath", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname");

    /** What an empty value means, readers do not agree on. Of a time, no reader is asked to make much of an exponent. */
    private enum Form {
        NAME("(?s).+", "a name"),
        SIZE("[0-9]{1,12}", "a decimal number of at most 12 digits"),
        TIME("[0-9]{1,12}(\\.[0-9]{1,9})?", "seconds since 1970, with at most 9 decimals"),
        ID("0", "0"),
        OWNER("(root)?", "root, or nothing");

        private final Pattern pattern;
        private final String words;

        Form(String pattern, String words) {
            this.pattern = Pattern.compile(pattern);
            this.words = words;
        }

        static Form of(String key) {
            return switch (key) {
                case "path", "linkpath" -> NAME;
                case "size" -> SIZE;
                case "mtime", "atime", "ctime" -> TIME;
                case "uid", "gid" -> ID;
                default -> OWNER;
            };
        }
    }

    private final byte[] content;
    private final Refusals refusals;
    private final Map<String, String> records = new HashMap<>();

    /** @param content of the extended header: {@code length key=value\n}, as often as there is a record */
    PaxRecords(byte[] content, Refusals refusals) {
        this.content = content;
        this.refusals = refusals;
        for (int start = 0; start < content.length; ) {
            start = take(start);
        }
    }

    Optional<String> path() {
        return Optional.ofNullable(records.get("path"));
    }

    Optional<String> linkPath() {
        return Optional.ofNullable(records.get("linkpath"));
    }

    /** Of the entry's content, in bytes. */
    Optional<Long> size() {
        return Optional.ofNullable(records.get("size")).map(Long::valueOf);
    }

    /** Takes the record that begins there; where the next one begins. */
    private int take(int start) {
        int space = indexOf(' ', start);
        int end = space < 0 ? -1 : start + length(start, space);
        int equals = space < 0 ? -1 : indexOf('=', space);
        if (equals < 0 || end > content.length || end <= equals + 1 || content[end - 1] != '\n') {
            throw refusals.layer("has a malformed PAX header");
        }
        String key = Utf8.decode(content, space + 1, equals)
                .orElseThrow(() -> refusals.layer("has a PAX record whose key is not UTF-8"));
        if (!KEYS.contains(key)) {
            throw refusals.layer("has the PAX record '" + Refusals.shown(key) + "', and only " + String.join(", ", KEYS)
                    + " are allowed");
        }
        String value = Utf8.decode(content, equals + 1, end - 1)
                .orElseThrow(() -> refusals.layer("has a PAX record " + key + " that is not UTF-8"));
        Form form = Form.of(key);
        if (!form.pattern.matcher(value).matches()) {
            throw refusals.layer(
                    "has '" + Refusals.shown(value) + "' as the PAX record " + key + ", which must be " + form.words);
        }
        if (records.put(key, value) != null) {
            throw refusals.layer("has the PAX record " + key + " twice in one header");
        }
        return end;
    }

    private int indexOf(int wanted, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The decimal number between the two, or one that fits no record. */
    private int length(int from, int to) {
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
