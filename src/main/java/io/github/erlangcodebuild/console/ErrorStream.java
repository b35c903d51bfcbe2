package io.github.erlangcodebuild.console;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** The process's error stream. {@code System.err} is another one in Maven 4: what is printed there goes to the log, line by line. */
final class ErrorStream {

    private static final PrintStream STREAM =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset());

    private ErrorStream() {}

    static PrintStream get() {
        return STREAM;
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 there is one everywhere, with the charset of the streams
    private static Charset charset() {
        Console console = System.console();
        return console == null ? Charset.defaultCharset() : console.charset();
    }
}
