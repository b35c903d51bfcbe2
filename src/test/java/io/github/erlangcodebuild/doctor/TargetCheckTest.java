package io.github.erlangcodebuild.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.ecr.StoredImage;
import io.github.erlangcodebuild.doctor.ImageCheck.Images;
import io.github.erlangcodebuild.doctor.TargetCheck.Use;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetCheckTest {

    private static final String URI = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild";

    @ParameterizedTest
    @CsvSource({":27.1, OK", ":latest, OK", "@sha256:aa, OK", ":26.2.5, WARNING", "@sha256:bb, WARNING"})
    void aProjectIsOnTheNewestImageByAnyOfItsNames(String name, State state) {
        StoredImage newest = image("sha256:aa", "27.1", "latest");
        List<Use> uses = List.of(new Use("erlang", URI + name));

        Finding finding = TargetCheck.finding(
                Checked.of(Finding.ok("rollout", "Rollout", ""), uses),
                Optional.of(new Images(Optional.of(URI), List.of(newest))),
                "27.1");

        assertThat(finding.state()).isEqualTo(state);
    }

    @Test
    void aTagThatOnlyBeginsLikeTheVersionIsAnothersVersion() {
        assertThat(Images.isOf("27.1", "27.10")).isFalse();
        assertThat(Images.isOf("27.1", "27.1.2")).isFalse();
        assertThat(Images.isOf("27.1", "27.1-20261128")).isTrue();
    }

    private static StoredImage image(String digest, String... tags) {
        return new StoredImage(digest, List.of(tags), Instant.EPOCH, 1);
    }
}
