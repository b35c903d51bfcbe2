package io.github.erlangcodebuild.maven;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tags of a push, in the order they are pushed. */
final class PushTags {

    private PushTags() {}

    /**
     * The tags as listed, else the version and {@code latest}; with a date, {@code VERSION-YYYYMMDD} goes first.
     *
     * @param date today in UTC, when the image is to get a tag of its date
     */
    static List<String> of(String erlangVersion, List<String> listed, Optional<LocalDate> date) {
        List<String> all = new ArrayList<>();
        date.map(day -> erlangVersion + "-" + day.format(DateTimeFormatter.BASIC_ISO_DATE))
                .ifPresent(all::add);
        all.addAll(listed.isEmpty() ? List.of(erlangVersion, "latest") : listed);
        return all;
    }
}
