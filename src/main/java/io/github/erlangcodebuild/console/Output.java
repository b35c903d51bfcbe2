package io.github.erlangcodebuild.console;

/** Where the lines go that a user reads. */
public interface Output {

    /** What everybody reads, unless asked to be quiet. */
    void info(String line);

    /** As {@link #info}, and the line keeps its colours. */
    void coloured(String line);

    /** What everybody reads. */
    void warn(String line);

    /** What only somebody reads who looks for a fault ({@code mvn -X}). */
    void debug(String line);

    /** The same, with its stack trace. */
    void debug(Throwable failure);
}
