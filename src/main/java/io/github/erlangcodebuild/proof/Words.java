package io.github.erlangcodebuild.proof;

import java.util.Locale;
import java.util.OptionalDouble;

/** How figures look, the same in a terminal and on a page, on every host. */
final class Words {

    /** What stands where there is no figure. */
    static final String NONE = "–";

    /** A space where no line is broken. */
    static final String HOLD = "\u00a0";

    private Words() {}

    /** The nearest whole second: nobody needs more of a build, and {@code builds.json} has it. */
    static long whole(double seconds) {
        return Math.round(seconds);
    }

    /** {@code 12}: whole seconds, without the unit. */
    static String seconds(double seconds) {
        return String.valueOf(whole(seconds));
    }

    /** {@code 12 s}, {@code 4 min 31 s} */
    static String duration(double seconds) {
        long whole = whole(seconds);
        return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    /** {@code 0.0250}: US dollars, without the unit. */
    static String dollars(double dollars) {
        return String.format(Locale.ROOT, "%.4f", dollars);
    }

    static String dollars(OptionalDouble dollars) {
        return dollars.isPresent() ? dollars(dollars.getAsDouble()) : NONE;
    }

    /** {@code 1.4}, {@code 12} */
    static String times(double times) {
        return String.format(Locale.ROOT, times < 9.95 ? "%.1f" : "%.0f", times);
    }

    /** {@code 1 build}, {@code 3 builds} */
    static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** With spaces between figures and their units where no line is broken. */
    static String held(String text) {
        return text.replaceAll("(?<=\\d) (?=(min|s|times|builds?)\\b)|(?<=\\bmin) (?=\\d)", HOLD);
    }
}
