package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PomConfigurationTest {

    private final Properties typed = new Properties();
    private final List<String> warnings = new ArrayList<>();

    @Test
    void aNameThatNoParameterHasIsRefusedWithThePlaceAndTheNearest() {
        assertThatThrownBy(() -> check(plugin("<dryrun>true</dryrun>", "")))
                .isInstanceOf(ActionableException.class)
                .hasMessage(
                        "<dryrun> in the <configuration>, /project/pom.xml, line 1, is no parameter of this plugin.\n"
                                + "Did you mean <dryRun>? The parameters of push: dryRun, repository.");
    }

    @Test
    void aValueThatWinsOverAnotherWithDIsWarnedOf() throws Exception {
        typed.setProperty("erlang-codebuild.repository", "ci/erlang");

        check(plugin("<repository>erlang</repository>", ""));

        assertThat(warnings)
                .containsExactly(
                        "-Derlang-codebuild.repository=ci/erlang has no effect: <repository> in the <configuration>,"
                                + " /project/pom.xml, line 1, comes first. Move it to <properties>, as"
                                + " <erlang-codebuild.repository>, to have -D win.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<repository>erlang</repository>", "<repository> ${set} </repository>"})
    void theSameValueOrNoneWithDIsNotWarnedOf(String element) throws Exception {
        typed.setProperty("erlang-codebuild.repository", element.contains("set") ? "on" : "erlang");
        typed.setProperty("erlang-codebuild.tags", "a");

        check(plugin(element, ""));

        assertThat(warnings).isEmpty();
    }

    /** Maven merges it with the default, and takes what was given with -D. */
    @Test
    void aListThatIsWrittenAsElementsIsNotWarnedOf() throws Exception {
        typed.setProperty("erlang-codebuild.labels", "a=b");

        check(plugin("<labels><c>d</c></labels>", ""));

        assertThat(warnings).isEmpty();
    }

    @Test
    void oneOfTheExecutionThatRunsIsRefusedWithItsId() {
        String executions = "<executions><execution><id>arm</id><configuration>\n<repositry>x</repositry>"
                + "</configuration></execution></executions>";

        assertThatThrownBy(() -> check(plugin("", executions)))
                .hasMessageStartingWith(
                        "<repositry> in the <configuration> of the execution arm, /project/pom.xml, line 2, is no parameter")
                .hasMessageContaining("Did you mean <repository>?");
    }

    @Test
    void oneOfAnotherExecutionIsLeftToThat() {
        String executions = "<executions><execution><id>other</id><configuration><repositry>x</repositry>"
                + "</configuration></execution></executions>";

        assertThatCode(() -> check(plugin("", executions))).doesNotThrowAnyException();
    }

    @Test
    void aGoalThatWasTypedHasTheConfigurationOfThePluginManagement() {
        String managed =
                "<pluginManagement><plugins>" + element("<dryrun>true</dryrun>", "") + "</plugins></pluginManagement>";

        assertThatThrownBy(() -> check("<build>" + managed + "</build>"))
                .hasMessageContaining("Did you mean <dryRun>?");
    }

    @Test
    void theNameOfAPropertyIsRefusedWithThatOfTheElement() {
        assertThatThrownBy(() -> check(plugin("<erlang-codebuild.dryRun>true</erlang-codebuild.dryRun>", "")))
                .hasMessageContaining("Did you mean <dryRun>?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<labels combine.children=\"append\"><a>1</a></labels>",
                "<detail>true</detail>",
                "<dryRun>true</dryRun>",
                "<dryRun>${unset}</dryRun>"
            })
    void parametersOfAllGoalsAreFine(String configuration) {
        assertThatCode(() -> check(plugin(configuration, ""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "<dryRun>yes</dryRun>, yes",
        "<dryRun>${set}</dryRun>, on",
        "<dryRun> ture </dryRun>, ture",
        "<dryRun/>, ''",
    })
    void aSwitchThatIsNeitherOnNorOffIsRefused(String configuration, String value) {
        assertThatThrownBy(() -> check(plugin(configuration, "")))
                .hasMessage("<dryRun> in the <configuration>, /project/pom.xml, line 1, is '" + value
                        + "', which is neither true nor false.\nGive one of the two.");
    }

    @Test
    void withoutAPluginInThePomThereIsNothingToLookAt() {
        assertThatCode(() -> check("")).doesNotThrowAnyException();
    }

    private static String plugin(String configuration, String executions) {
        return "<build><plugins>" + element(configuration, executions) + "</plugins></build>";
    }

    private static String element(String configuration, String executions) {
        return "<plugin><groupId>g</groupId><artifactId>other</artifactId>"
                + "<configuration><dryrun>true</dryrun></configuration></plugin>"
                + "<plugin><groupId>g</groupId><artifactId>ours</artifactId>"
                + "<configuration>" + configuration + "</configuration>" + executions + "</plugin>";
    }

    private void check(String elements) throws Exception {
        Plugin plugin = new Plugin();
        plugin.setGroupId("g");
        plugin.setArtifactId("ours");
        new PomConfiguration(
                        TestGoals.parameters("push"),
                        TestPom.of(elements),
                        new MojoExecution(plugin, "push", "arm"),
                        new Values(Map.of("${set}", "on")),
                        typed,
                        warnings::add)
                .check();
    }

    /** Expressions that have a value; others have none. */
    private record Values(Map<String, String> values) implements ExpressionEvaluator {

        @Override
        public @Nullable Object evaluate(String expression) {
            return expression.startsWith("${") ? values.get(expression) : expression;
        }

        @Override
        public File alignToBaseDirectory(File file) {
            return file;
        }
    }
}
