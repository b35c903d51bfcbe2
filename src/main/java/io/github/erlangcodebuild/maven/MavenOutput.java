package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.console.Output;
import org.apache.maven.plugin.logging.Log;

/** Maven's log. */
record MavenOutput(Log log) implements Output {

    @Override
    public void info(String line) {
        log.info(line);
    }

    @Override
    public void warn(String line) {
        log.warn(line);
    }

    @Override
    public void debug(String line) {
        log.debug(line);
    }

    @Override
    public void debug(Throwable failure) {
        log.debug(failure);
    }
}
