package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.console.Output;
import org.apache.maven.plugin.logging.Log;

/** Maven's log, and the one way into it: every line is made fit for a terminal, whoever wrote what it is made of. */
record MavenOutput(Log log) implements Output {

    @Override
    public void info(String line) {
        log.info(ForeignText.line(line));
    }

    @Override
    public void coloured(String line) {
        log.info(ForeignText.coloured(line));
    }

    @Override
    public void warn(String line) {
        log.warn(ForeignText.line(line));
    }

    @Override
    public void debug(String line) {
        log.debug(ForeignText.line(line));
    }

    @Override
    public void debug(Throwable failure) {
        log.debug(ReadableFailure.of(failure));
    }
}
