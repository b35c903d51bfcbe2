package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPropertiesTest {

    private final List<String> warnings = new ArrayList<>();
    private List<String> commandLine = List.of("erlang-codebuild:push");

    @ParameterizedTest
    @ValueSource(strings = {"ture", "yes", "1", ""})
    void aSwitchThatIsNeitherOnNorOffIsRefused(String value) {
        assertThatThrownBy(() -> check("erlang-codebuild.dryRun", value))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("-Derlang-codebuild.dryRun is '" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "TRUE"})
    void aSwitchThatIsOnOrOffIsTaken(String value) {
        assertThatCode(() -> check("erlang-codebuild.dryRun", value)).doesNotThrowAnyException();
    }

    @Test
    void aNameThatNoParameterHasIsRefusedWithTheNearestAndThoseOfTheGoal() {
        assertThatThrownBy(() -> check("erlang-codebuild.repositry", "ci/erlang"))
                .isInstanceOf(ActionableException.class)
                .hasMessage("-Derlang-codebuild.repositry is no parameter of this plugin.\n"
                        + "Did you mean -Derlang-codebuild.repository? The parameters of push: dryRun, repository.");
    }

    @Test
    void aNameFarFromAllIsRefusedWithoutAGuess() {
        assertThatThrownBy(() -> check("erlang-codebuild.something", "x"))
                .hasMessage("-Derlang-codebuild.something is no parameter of this plugin.\n"
                        + "The parameters of push: dryRun, repository.");
    }

    @Test
    void aParameterOfAGoalThatDoesNotRunIsWarnedOf() {
        commandLine = List.of("clean:clean", "io.github.erlang-codebuild:erlang-codebuild-maven-plugin:push");

        check("erlang-codebuild.labels", "a=b");

        assertThat(warnings)
                .containsExactly("-Derlang-codebuild.labels has no effect: it is a parameter of bootstrap, and push has"
                        + " none of that name.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"erlang-codebuild:bootstrap", "a:b:1.0:bootstrap@here", "deploy"})
    void aParameterOfAGoalThatRunsBesideItIsTaken(String other) {
        commandLine = List.of(other, "erlang-codebuild:push");

        check("erlang-codebuild.labels", "a=b");

        assertThat(warnings).isEmpty();
    }

    @Test
    void withTheDefaultGoalOfThePomAnyGoalMayRun() {
        commandLine = List.of();

        check("erlang-codebuild.labels", "a=b");

        assertThat(warnings).isEmpty();
    }

    @Test
    void otherPropertiesAreNotOurs() {
        assertThatCode(() -> check("maven.test.skip", "ture")).doesNotThrowAnyException();
    }

    private void check(String property, String value) {
        Properties given = new Properties();
        given.setProperty(property, value);
        UserProperties.check(
                given, TestGoals.parameters("push"), new CalledGoals(commandLine, Set.of()), warnings::add);
    }
}
