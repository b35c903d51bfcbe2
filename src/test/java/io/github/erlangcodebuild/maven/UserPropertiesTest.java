package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.List;
import java.util.Properties;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPropertiesTest {

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
    void aNameThatNoParameterHasIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> check("erlang-codebuild.repositry", "ci/erlang"))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("-Derlang-codebuild.repositry")
                .hasMessageContaining("dryRun, labels, repository");
    }

    @Test
    void aParameterOfAnotherGoalIsTaken() {
        assertThatCode(() -> check("erlang-codebuild.labels", "a=b")).doesNotThrowAnyException();
    }

    @Test
    void otherPropertiesAreNotOurs() {
        assertThatCode(() -> check("maven.test.skip", "ture")).doesNotThrowAnyException();
    }

    private static void check(String property, String value) throws DuplicateParameterException {
        Properties given = new Properties();
        given.setProperty(property, value);
        UserProperties.check(
                given,
                List.of(
                        goal(parameter("dryRun", "boolean"), parameter("repository", "java.lang.String")),
                        goal(parameter("labels", "java.util.Map"))));
    }

    private static MojoDescriptor goal(Parameter... parameters) throws DuplicateParameterException {
        MojoDescriptor goal = new MojoDescriptor();
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
