package io.github.erlangcodebuild.proof;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale of points in time, all in UTC.
 *
 * @param from where it begins
 * @param to where it ends, at or after its beginning
 */
record TimeAxis(Instant from, Instant to) {

    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    /** Seconds from one tick to the next. */
    private static final long[] STEPS = {
        60, 300, 900, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY,
        182 * DAY, 364 * DAY
    };

    /** As many fit a phone. */
    private static final int MOST = 4;

    /**
     * A point with a label.
     *
     * @param at 0 is where the axis begins, 1 where it ends
     */
    record Tick(double at, String label) {}

    /** Where a point in time is: 0 at the beginning, 1 at the end, in the middle when there is but one. */
    double at(Instant time) {
        long whole = Duration.between(from, to).toMillis();
        return whole == 0 ? 0.5 : (double) Duration.between(from, time).toMillis() / whole;
    }

    /** Whole hours or days; both ends, where no two of those are between them. */
    List<Tick> ticks() {
        long seconds = Duration.between(from, to).toSeconds();
        if (seconds < 60) {
            return List.of(tick(from, format("HH:mm")));
        }
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && seconds / STEPS[i] < MOST; i--) {
            step = STEPS[i];
        }
        DateTimeFormatter format = format(step < DAY ? "HH:mm" : sameYear() ? "d MMM" : "d MMM uuuu");
        // days are counted from the first one on, so that a step of weeks does not begin far from it
        long start = step < DAY ? step : DAY;
        List<Tick> ticks = new ArrayList<>();
        for (long at = -Math.floorDiv(-from.getEpochSecond(), start) * start; at <= to.getEpochSecond(); at += step) {
            boolean midnight = step < DAY && at % DAY == 0;
            ticks.add(tick(Instant.ofEpochSecond(at), midnight ? format("d MMM") : format));
        }
        return ticks.size() > 1 ? List.copyOf(ticks) : List.of(tick(from, format), tick(to, format));
    }

    /** {@code 23 November 2026}, {@code 3 to 23 November 2026}, {@code 30 October to 2 November 2026} */
    String span() {
        LocalDate first = day(from);
        LocalDate last = day(to);
        String end = format("d MMMM uuuu").format(to);
        if (first.equals(last)) {
            return end;
        }
        String pattern = !sameYear() ? "d MMMM uuuu" : first.getMonth() != last.getMonth() ? "d MMMM" : "d";
        return format(pattern).format(from) + " to " + end;
    }

    private Tick tick(Instant time, DateTimeFormatter format) {
        return new Tick(at(time), format.format(time));
    }

    private boolean sameYear() {
        return day(from).getYear() == day(to).getYear();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
