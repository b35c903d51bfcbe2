package io.github.erlangcodebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What failures mean to the user: a table of causes, each with its problem and its remedy. The first row that fits explains a
 * failure; the last row fits all. A table is a constant of a class of its own, so that it is loaded only when something fails.
 *
 * <pre>{@code
 * FailureTable.<Failed>rows()
 *         .when(Failed::isDenied, failed -> failed.host() + " denied it.", "Ask for the right to do this.")
 *         .otherwise(failed -> failed.words() + ".", failed -> "Check that " + failed.host() + " is up.");
 * }</pre>
 *
 * @param <F> a failure with all that rows ask of it and say of it
 */
public final class FailureTable<F> {

    private final List<Row<F>> rows;

    private record Row<F>(
            Predicate<F> cause,
            Function<F, String> problem,
            Function<F, String> remedy,
            Function<F, Optional<Attachment>> attachment) {}

    private FailureTable(List<Row<F>> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Begins a table. */
    public static <F> Rows<F> rows() {
        return new Rows<>();
    }

    /**
     * What the user reads: {@code Cannot ATTEMPTED: PROBLEM}, and the remedy.
     *
     * @param attempted what was being done, and to what: {@code pull the base image example.com/base:1}
     * @param failure what the rows are asked about
     * @param cause what was thrown, for {@code mvn -e}
     */
    public ActionableException explain(String attempted, F failure, Throwable cause) {
        Row<F> first = rows.stream()
                .filter(row -> row.cause().test(failure))
                .findFirst()
                .orElseThrow(); // the last row fits all
        ActionableException explained = new ActionableException(
                "Cannot " + attempted + ": " + first.problem().apply(failure),
                first.remedy().apply(failure),
                cause);
        return first.attachment().apply(failure).map(explained::with).orElse(explained);
    }

    /** A table that is being written, from the top down. Problems and remedies are full sentences. */
    public static final class Rows<F> {

        private final List<Row<F>> rows = new ArrayList<>();

        private Rows() {}

        /** A row. */
        public Rows<F> when(Predicate<F> cause, Function<F, String> problem, Function<F, String> remedy) {
            rows.add(new Row<>(cause, problem, remedy, failure -> Optional.empty()));
            return this;
        }

        /** A row with something to attach. */
        public Rows<F> when(
                Predicate<F> cause,
                Function<F, String> problem,
                Function<F, String> remedy,
                Function<F, Attachment> attachment) {
            rows.add(new Row<>(cause, problem, remedy, failure -> Optional.of(attachment.apply(failure))));
            return this;
        }

        /** A row whose remedy is always the same. */
        public Rows<F> when(Predicate<F> cause, Function<F, String> problem, String remedy) {
            return when(cause, problem, failure -> remedy);
        }

        /** The last row, for all other failures. */
        public FailureTable<F> otherwise(Function<F, String> problem, Function<F, String> remedy) {
            when(failure -> true, problem, remedy);
            return new FailureTable<>(rows);
        }

        /** As {@link #otherwise(Function, Function)}, with a remedy that is always the same. */
        public FailureTable<F> otherwise(Function<F, String> problem, String remedy) {
            return otherwise(problem, failure -> remedy);
        }
    }
}
