package io.github.erlangcodebuild;

import java.util.Optional;
import java.util.stream.Stream;

/** Walks along a failure and its causes. */
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
}
