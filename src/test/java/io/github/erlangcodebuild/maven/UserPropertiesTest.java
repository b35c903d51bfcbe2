package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
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
    void aParameterOfAGoalThatDoesNotRunIsWarnedOf() throws Exception {
        commandLine = List.of("clean:clean", "io.github.erlang-codebuild:erlang-codebuild-maven-plugin:push");

        check("erlang-codebuild.labels", "a=b");

        assertThat(warnings)
                .containsExactly(
                        "-Derlang-codebuild.labels is passed over: it is a parameter of bootstrap, and push has"
                                + " none of that name.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"erlang-codebuild:bootstrap", "a:b:1.0:bootstrap@here", "deploy"})
    void aParameterOfAGoalThatRunsBesideItIsTaken(String other) throws Exception {
        commandLine = List.of(other, "erlang-codebuild:push");

        check("erlang-codebuild.labels", "a=b");

        assertThat(warnings).isEmpty();
    }

    @Test
    void withTheDefaultGoalOfThePomAnyGoalMayRun() throws Exception {
        commandLine = List.of();

        check("erlang-codebuild.labels", "a=b");

        assertThat(warnings).isEmpty();
    }

    @Test
    void otherPropertiesAreNotOurs() {
        assertThatCode(() -> check("maven.test.skip", "ture")).doesNotThrowAnyException();
    }

    private void check(String property, String value) throws DuplicateParameterException {
        Properties given = new Properties();
        given.setProperty(property, value);
        UserProperties.check(
                given,
                "push",
                List.of(
                        goal("push", parameter("dryRun", "boolean"), parameter("repository", "java.lang.String")),
                        goal("bootstrap", parameter("labels", "java.util.Map")),
                        goal("help", parameter("detail", "boolean"))),
                commandLine,
                warnings::add);
    }

    private static MojoDescriptor goal(String name, Parameter... parameters) throws DuplicateParameterException {
        MojoDescriptor goal = new MojoDescriptor();
        goal.setGoal(name);
        for (Parameter parameter : parameters) {
            goal.addParameter(parameter);
        }
        return goal;
    }

    private static Parameter parameter(String name, String type) {
        Parameter parameter = new Parameter();
        parameter.setName(name);
        parameter.setType(type);
        return parameter;
    }
}
