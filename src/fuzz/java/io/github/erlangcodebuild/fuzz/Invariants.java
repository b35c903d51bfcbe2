package io.github.erlangcodebuild.fuzz;

import io.github.erlangcodebuild.ActionableException;

/** What holds for all that people read of what others have sent. */
public final class Invariants {

    /** In characters. */
    private static final int MAX_MESSAGE = 10_000;

    private Invariants() {}

    /** What a refusal says may go to a terminal, and has an end. */
    public static void requireReadable(ActionableException refusal) {
        requireLines(refusal.problem());
        requireLines(refusal.remedy());
        requireShown(String.valueOf(refusal.getMessage()));
        require(!refusal.problem().isBlank() && !refusal.remedy().isBlank(), "a refusal says nothing");
    }

    /** As {@link #requireLines}, and without a line end. */
    public static void requireLine(String text) {
        require(text.indexOf('\n') < 0, "more than one line: " + text);
        requireLines(text);
    }

    /** Not endless, and nothing in it that steers a terminal, but for line feeds. */
    public static void requireLines(String text) {
        require(text.length() <= MAX_MESSAGE, "a text of " + text.length() + " characters");
        requireShown(text);
    }

    /** Of any length, and nothing in it that steers a terminal, but for line feeds. By Java's own table, not by a pattern. */
    public static void requireShown(String text) {
        text.codePoints()
                .filter(character -> character != '\n' && !isShown(character))
                .findFirst()
                .ifPresent(character -> require(false, "U+%04X in: %s".formatted(character, text)));
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    /** Fails with these words where it does not hold. */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
