package io.github.erlangcodebuild.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, 2026-11-23T10:00:00Z, 10:00",
        "2026-11-23T10:00:00Z, 2026-11-23T10:00:50Z, 10:00",
        "2026-11-23T10:00:00Z, 2026-11-23T10:02:10Z, 10:00 10:01 10:02",
        "2026-11-23T08:10:00Z, 2026-11-23T16:50:00Z, 09:00 12:00 15:00",
        "2026-11-23T21:00:00Z, 2026-11-24T02:30:00Z, 21:00 24 Nov",
        "2026-11-02T08:10:00Z, 2026-11-23T16:50:00Z, 3 Nov 10 Nov 17 Nov",
        "2026-09-02T08:10:00Z, 2027-01-23T16:50:00Z, 3 Sep 2026 3 Dec 2026",
        "2016-01-02T00:00:00Z, 2026-01-02T00:00:00Z, "
                + "2 Jan 2016 31 Dec 2016 30 Dec 2017 29 Dec 2018 28 Dec 2019 26 Dec 2020 25 Dec 2021 24 Dec 2022"
                + " 23 Dec 2023 21 Dec 2024 20 Dec 2025"
    })
    void ticksAreWholeMinutesHoursOrDays(Instant from, Instant to, String labels) {
        assertThat(String.join(
                        " ",
                        new TimeAxis(from, to)
                                .ticks().stream().map(TimeAxis.Tick::label).toList()))
                .isEqualTo(labels);
    }

    @Test
    void aPlaceIsAPartOfTheSpan() {
        TimeAxis axis = new TimeAxis(Instant.parse("2026-11-23T10:00:00Z"), Instant.parse("2026-11-23T14:00:00Z"));

        assertThat(axis.at(axis.from())).isZero();
        assertThat(axis.at(Instant.parse("2026-11-23T11:00:00Z"))).isEqualTo(0.25);
        assertThat(axis.at(axis.to())).isEqualTo(1);
        assertThat(axis.ticks()).allMatch(tick -> tick.at() >= 0 && tick.at() <= 1);
    }

    @Test
    void aSinglePointIsInTheMiddle() {
        Instant only = Instant.parse("2026-11-23T10:00:00Z");

        assertThat(new TimeAxis(only, only).at(only)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, 2026-11-23T23:59:00Z, 23 November 2026",
        "2026-11-03T10:00:00Z, 2026-11-23T10:00:00Z, 3 to 23 November 2026",
        "2026-10-30T10:00:00Z, 2026-11-02T10:00:00Z, 30 October to 2 November 2026",
        "2026-12-30T10:00:00Z, 2027-01-02T10:00:00Z, 30 December 2026 to 2 January 2027"
    })
    void theSpanSaysNoMonthOrYearTwice(Instant from, Instant to, String span) {
        assertThat(new TimeAxis(from, to).span()).isEqualTo(span);
    }
}
