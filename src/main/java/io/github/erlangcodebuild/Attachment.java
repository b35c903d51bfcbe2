package io.github.erlangcodebuild;

/**
 * What the reader of a failure needs beside the message, and is to copy as it is. Each line on a console may have something in
 * front of it, so it is put into a file.
 *
 * @param file the file's name
 * @param title what it is, to be read on from: {@code All that push needs}
 * @param text what is in it
 */
public record Attachment(String file, String title, String text) {}
