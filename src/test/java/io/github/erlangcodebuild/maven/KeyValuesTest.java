package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.erlangcodebuild.ActionableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyValuesTest {

    private final Properties ofPom = new Properties();

    @Test
    void withoutAPropertyItIsWhatThePomHas() {
        assertThat(KeyValues.of(session(null), "labels", Map.of("team", "build")))
                .containsExactly(Map.entry("team", "build"));
        assertThat(KeyValues.of(session(null), "labels", null)).isEmpty();
    }

    @Test
    void anEmptyElementOfThePomIsAnEmptyValue() {
        Map<String, String> configured = new HashMap<>();
        configured.put("EMPTY", null);
        assertThat(KeyValues.of(session(null), "labels", configured)).containsExactly(Map.entry("EMPTY", ""));
    }

    @Test
    void thePropertyTakesThePlaceOfThePomAndKeepsItsOrder() {
        assertThat(KeyValues.of(session("z = 1 , a=b=c,empty=,"), "labels", Map.of("team", "build")))
                .containsExactly(Map.entry("z", "1"), Map.entry("a", "b=c"), Map.entry("empty", ""));
        assertThat(KeyValues.of(session(""), "labels", Map.of("team", "build"))).isEmpty();
    }

    @Test
    void whatIsNoPairIsRefused() {
        assertThatThrownBy(() -> KeyValues.of(session("a=1, b "), "labels", null))
                .isInstanceOf(ActionableException.class)
                .hasMessage("-Derlang-codebuild.labels has 'b', which is not name=value.\n"
                        + "Write it as name=value,other=value; values with commas go into the POM's <configuration>.");
        assertThatThrownBy(() -> KeyValues.of(session("=1"), "labels", null)).isInstanceOf(ActionableException.class);
    }

    @Test
    void thePropertiesOfThePomComeLast() {
        ofPom.setProperty("erlang-codebuild.labels", "a=1");

        assertThat(KeyValues.of(session(null), "labels", null)).containsExactly(Map.entry("a", "1"));
        assertThat(KeyValues.of(session(null), "labels", Map.of("b", "2"))).containsExactly(Map.entry("b", "2"));
        assertThat(KeyValues.of(session("c=3"), "labels", null)).containsExactly(Map.entry("c", "3"));
    }

    @Test
    void whatIsNoPairInThePropertiesOfThePomIsRefused() {
        ofPom.setProperty("erlang-codebuild.labels", "a");

        assertThatThrownBy(() -> KeyValues.of(session(null), "labels", null))
                .hasMessageStartingWith("<erlang-codebuild.labels> in the <properties> has 'a', which is not");
    }

    private MavenSession session(@Nullable String labels) {
        Properties properties = new Properties();
        if (labels != null) {
            properties.setProperty("erlang-codebuild.labels", labels);
        }
        MavenSession session = mock(MavenSession.class);
        when(session.getUserProperties()).thenReturn(properties);
        MavenProject project = new MavenProject();
        project.getModel().setProperties(ofPom);
        when(session.getCurrentProject()).thenReturn(project);
        return session;
    }
}
