package io.github.erlangcodebuild.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCheckTest {

    @ParameterizedTest
    @CsvSource({
        "0, OK, the same as AWS's",
        "60, OK, 60 s ahead of AWS's",
        "61, WARNING, 61 s ahead of AWS's; AWS refuses requests from 5 minutes on",
        "-300, WARNING, 300 s behind AWS's; AWS refuses requests from 5 minutes on",
        "-301, FAILED, '301 s behind AWS''s, and AWS refuses what is signed with it'",
    })
    void aClockIsJudgedByHowFarItIsOff(long ahead, State state, String text) {
        Finding clock = HostCheck.clock(Optional.of(Duration.ofSeconds(ahead)));

        assertThat(clock.state()).isEqualTo(state);
        assertThat(clock.text()).isEqualTo(text);
        assertThat(clock.remedy().isPresent()).isEqualTo(state != State.OK);
    }

    @Test
    void whereAwsHasNotAnsweredTheClockIsNotKnown() {
        assertThat(HostCheck.clock(Optional.empty()).state()).isEqualTo(State.UNKNOWN);
    }
}
