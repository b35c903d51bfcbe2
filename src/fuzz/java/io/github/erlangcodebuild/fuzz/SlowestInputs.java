package io.github.erlangcodebuild.fuzz;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The inputs that took longest. Many of them did so because a class was loaded or garbage was collected just then, so each is
 * read again at the end, and the shortest time that it took counts.
 */
final class SlowestInputs {

    private static final int KEPT = 20;
    private static final int READINGS = 5;

    /** An input and how long it took, in nanoseconds. */
    static final class Timed {

        private final byte[] input;
        private final long nanos;

        Timed(byte[] input, long nanos) {
            this.input = input;
            this.nanos = nanos;
        }

        byte[] input() {
            return input;
        }

        long nanos() {
            return nanos;
        }
    }

    /** Reads an input once more, for its time alone. */
    interface Reader {
        void read(byte[] input);
    }

    private final PriorityQueue<Timed> slowest = new PriorityQueue<>(Comparator.comparingLong(Timed::nanos));

    void add(byte[] input, long nanos) {
        if (slowest.size() < KEPT || nanos > slowest.element().nanos()) {
            slowest.add(new Timed(input.clone(), nanos));
            if (slowest.size() > KEPT) {
                slowest.remove();
            }
        }
    }

    /** The slowest of all. */
    Timed find(Reader reader) {
        return slowest.stream()
                .map(timed -> again(timed, reader))
                .max(Comparator.comparingLong(Timed::nanos))
                .orElse(new Timed(new byte[0], 0));
    }

    private static Timed again(Timed timed, Reader reader) {
        long best = timed.nanos();
        for (int reading = 0; reading < READINGS; reading++) {
            long start = System.nanoTime();
            reader.read(timed.input());
            best = Math.min(best, System.nanoTime() - start);
        }
        return new Timed(timed.input(), best);
    }
}
