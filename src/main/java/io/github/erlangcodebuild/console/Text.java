package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.image.Digest;
import java.time.Duration;
import java.util.Locale;

/** How amounts look on the console: the same on every host, whatever its locale. */
final class Text {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Text() {}

    /** {@code 0 B}, {@code 812 B}, {@code 45.9 MB}: decimal units, as registries and AWS bill them. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 999.95 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** {@code 0.4 s}, {@code 12.3 s}, {@code 2 min 5 s}, {@code 24 h 0 min} */
    static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.compareTo(Duration.ofHours(2)) < 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }

    /** {@code 1 layer}, {@code 3 layers} */
    static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** The first twelve hex digits, by which people and docker know images. */
    static String brief(Digest digest) {
        return digest.hex().substring(0, 12);
    }
}
