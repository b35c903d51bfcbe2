package io.github.erlangcodebuild.maven;

import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.github.erlangcodebuild.console.Output;
import java.io.IOException;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;

class MavenOutputTest {

    private static final String HOSTILE = "\u001B[32mgreen\u001B[8m\n[INFO] BUILD SUCCESS";
    private static final String SHOWN = "\uFFFD[32mgreen\uFFFD[8m [INFO] BUILD SUCCESS";

    private final Log log = mock(Log.class);
    private final Output output = new MavenOutput(log);

    @Test
    void noLineSteersTheTerminalOrMakesAnother() {
        output.info(HOSTILE);
        output.warn(HOSTILE);
        output.debug(HOSTILE);

        verify(log).info(SHOWN);
        verify(log).warn(SHOWN);
        verify(log).debug(SHOWN);
    }

    @Test
    void aLineOfABuildsLogKeepsItsColours() {
        output.coloured(HOSTILE);

        verify(log).info("\u001B[32mgreen\uFFFD[8m [INFO] BUILD SUCCESS\u001B[0m");
    }

    @Test
    void aStackTraceDoesNotEither() {
        output.debug(new IOException(HOSTILE));

        verify(log)
                .debug(argThat(
                        (Throwable shown) -> "java.io.IOException: \uFFFD[32mgreen\uFFFD[8m\n[INFO] BUILD SUCCESS"
                                .equals(shown.getMessage())));
    }
}
