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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyValuesTest {

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
                        + "Write it as -Derlang-codebuild.labels=name=value,other=value; values with commas go into the"
                        + " POM.");
        assertThatThrownBy(() -> KeyValues.of(session("=1"), "labels", null)).isInstanceOf(ActionableException.class);
    }

    private static MavenSession session(@Nullable String labels) {
        Properties properties = new Properties();
        if (labels != null) {
            properties.setProperty("erlang-codebuild.labels", labels);
        }
        MavenSession session = mock(MavenSession.class);
        when(session.getUserProperties()).thenReturn(properties);
        return session;
    }
}
