package io.github.erlangcodebuild.rollout;

import static io.github.erlangcodebuild.aws.codebuild.BuildStandIn.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.proof.Prices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestBuildCheckTest {

    private final StackStandIn target = new StackStandIn();
    private List<String> only = List.of();

    @Test
    void whatCanBeBuiltIsNoProblemBeforehand() {
        assertThatCode(this::check).doesNotThrowAnyException();
        only = List.of("erlang");
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(target.discarded).isZero();
    }

    @Test
    void aProjectThatTheRolloutWillNotReachIsNamedBeforeAnythingChanges() {
        only = List.of("erlang", "other");

        assertThatThrownBy(this::check)
                .hasMessageContaining("testProjects has other, which this rollout does not reach. It reaches erlang."
                        + " Nothing has been changed.");
        assertThat(target.discarded).isEqualTo(1);
    }

    @Test
    void aProjectOfAPipelineIsNamedBeforeAnythingChanges() {
        target.pipelineSource = true;

        assertThatThrownBy(this::check)
                .hasMessageContaining("A build of erlang can only be started by its pipeline")
                .hasMessageContaining(
                        "start the pipeline after the rollout, and look at -Derlang-codebuild.report=true");
        assertThat(target.discarded).isEqualTo(1);
    }

    @Test
    void whatHoldsNoProjectCannotBeProvenAndThatIsSaidBeforeAnythingChanges() {
        target.projects = List.of();

        assertThatThrownBy(this::check).hasMessageContaining("There is no CodeBuild project in what is rolled out to");
        assertThat(target.discarded).isEqualTo(1);
    }

    @Test
    void withoutATestBuildNothingIsChecked() {
        target.projects = List.of();

        assertThatCode(() -> check(Optional.empty())).doesNotThrowAnyException();
    }

    private void check() {
        check(Optional.of(new TestBuildRequest(only, Duration.ofMinutes(10), 50, Prices.list())));
    }

    private void check(Optional<TestBuildRequest> testBuild) {
        RolloutRequest request = new RolloutRequest(
                RolloutRequest.Image.named(NEW), false, Optional.empty(), List.of("erlang"), false, testBuild);
        RolloutImage image = new RolloutImage(NEW, Optional.empty(), Optional.empty());
        TestBuildCheck.requireStartable(new RolloutPlan(request, image, target));
    }
}
