package io.github.erlangcodebuild.console;

import java.util.List;

/**
 * Keeps what a user would read.
 *
 * @param shown the lines, in their order
 */
record RecordingOutput(List<String> shown) implements Output {

    @Override
    public void info(String line) {
        shown.add(line);
    }

    @Override
    public void coloured(String line) {
        shown.add(line);
    }

    @Override
    public void warn(String line) {
        shown.add("WARNING " + line);
    }

    @Override
    public void debug(String line) {}

    @Override
    public void debug(Throwable failure) {}
}
