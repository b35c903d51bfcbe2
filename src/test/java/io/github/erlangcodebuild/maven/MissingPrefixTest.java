package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingPrefixTest {

    private final Properties given = new Properties();
    private final List<String> warnings = new ArrayList<>();
    private boolean typed;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "erlangcodebuild.dryRun",
                "erlang.codebuild.dryRun",
                "erlang-code-build.dryRun",
                "codebuild.dryRun",
                "Erlang-CodeBuild.dryRun",
                "erlang-codebuild-dryRun"
            })
    void aPrefixThatIsNearlyOursIsRefused(String property) {
        given.setProperty(property, "true");

        assertThatThrownBy(this::check)
                .hasMessage("-D" + property + " is no parameter of this plugin, so this would be no dry run.\n"
                        + "Say -Derlang-codebuild.dryRun=true.");
    }

    @Test
    void aDryRunWithoutAPrefixIsRefusedWhereOurGoalWasTyped() {
        typed = true;
        given.setProperty("dryrun", "true");

        assertThatThrownBy(this::check)
                .hasMessage("-Ddryrun is no parameter of this plugin, so this would be no dry run.\n"
                        + "Say -Derlang-codebuild.dryRun=true.");
    }

    @Test
    void anotherParameterWithoutAPrefixIsWarnedOfWhereOurGoalWasTyped() {
        typed = true;
        given.setProperty("repository", "ci/erlang");

        check();

        assertThat(warnings)
                .containsExactly("-Drepository has no effect: it has no prefix. Did you mean"
                        + " -Derlang-codebuild.repository=ci/erlang?");
    }

    @Test
    void anotherParameterWithoutAPrefixIsPassedOverWhereItIsGivenWithOneTooOrOurGoalRunsInAPhase() {
        given.setProperty("repository", "ci/erlang");
        check();
        typed = true;
        given.setProperty("erlang-codebuild.repository", "ci/erlang");
        check();

        assertThat(warnings).isEmpty();
    }

    @Test
    void inAPhaseOneWithoutAPrefixIsWarnedOfForItMayBeAnotherPlugins() {
        given.setProperty("dryRun", "true");

        check();

        assertThat(warnings)
                .containsExactly(
                        "This goal does not look at -DdryRun. For a dry run, say -Derlang-codebuild.dryRun=true.");
    }

    @Test
    void whereOursIsGivenTheOthersAreNotLookedAt() {
        given.setProperty("erlang-codebuild.dryRun", "false");
        given.setProperty("dryRun", "true");
        given.setProperty("codebuild.dryRun", "true");

        check();

        assertThat(warnings).isEmpty();
    }

    @Test
    void whatAsksForNoDryRunAndWhatIsOfOtherPluginsIsPassedOver() {
        given.setProperty("dryRun", "false");
        given.setProperty("codebuild.dryRun", "false");
        given.setProperty("rewrite.dryRun", "true");

        check();

        assertThat(warnings).isEmpty();
    }

    private void check() {
        MissingPrefix.check(given, TestGoals.parameters("push"), typed, warnings::add);
    }
}
