package io.github.erlangcodebuild;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.stream.Stream;

/** Walks along a failure and its causes, and reads what they say. */
public final class Failures {

    private Failures() {}

    /** A failure, the cause that it names, the cause of that, and so on. */
    public static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** The outermost of this type among a failure and its causes. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Whether one of this type is among a failure and its causes. */
    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return chain(failure).anyMatch(type::isInstance);
    }

    /** The last cause, which names no other; the failure itself where it has no cause. */
    public static Throwable root(Throwable failure) {
        return chain(failure).reduce((outer, inner) -> inner).orElse(failure);
    }

    /** What the {@link #root} says, for a user to read; its type's name where it says nothing. */
    public static String rootMessage(Throwable failure) {
        Throwable root = root(failure);
        if (root instanceof JsonProcessingException json) {
            return "the answer is not the JSON that it should be (" + ForeignText.line(json.getOriginalMessage()) + ")";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : ForeignText.line(root.getMessage());
    }

    /** A message on one line, with one full stop at its end. */
    public static String sentence(String message) {
        String line = ForeignText.line(message).replaceAll(" +", " ").trim();
        return line.endsWith(".") ? line : line + ".";
    }
}
