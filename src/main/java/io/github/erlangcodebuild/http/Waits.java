package io.github.erlangcodebuild.http;

import java.time.Duration;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is being waited for. Whoever watches is told of what takes long, again and again, and what takes too long is given up on: a
 * server may send a byte now and then for ever, and no time limit between two bytes would notice.
 */
public final class Waits {

    private static final int CHECKS = 10;

    private final Duration patience;
    private final Listener listener;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    /** Hears of what takes long. */
    public interface Listener {

        /**
         * Something has not come yet.
         *
         * @param what whom is waited for, and for what: {@code example.com to answer PUT /v2/x/blobs/uploads/1}
         * @param elapsed for how long so far
         * @param limit for how long at most
         */
        void waiting(String what, Duration elapsed, Duration limit);
    }

    /**
     * @param patience after how long the listener is told, and then as often
     * @param watch checks them
     */
    Waits(Duration patience, Listener listener, Timer watch) {
        this.patience = patience;
        this.listener = listener;
        long pause = Math.max(1, patience.toMillis() / CHECKS);
        TimerTask check = new TimerTask() {
            @Override
            public void run() {
                long now = System.nanoTime();
                waits.forEach(wait -> wait.check(now));
            }
        };
        watch.schedule(check, pause, pause);
    }

    /**
     * Begins to wait.
     *
     * @param what as {@link Listener#waiting} has it
     * @param limit how long at most
     * @param giveUp ends it; called in another thread
     */
    Wait begin(String what, Duration limit, Runnable giveUp) {
        Wait wait = new Wait(what, limit, giveUp);
        waits.add(wait);
        return wait;
    }

    /** One of them, until it is closed. */
    final class Wait implements AutoCloseable {

        private final String what;
        private final Duration limit;
        private final Runnable giveUp;
        private final long began = System.nanoTime();
        private long told;
        private volatile boolean givenUp;

        private Wait(String what, Duration limit, Runnable giveUp) {
            this.what = what;
            this.limit = limit;
            this.giveUp = giveUp;
        }

        boolean isGivenUp() {
            return givenUp;
        }

        private void check(long now) {
            Duration elapsed = Duration.ofNanos(now - began);
            if (elapsed.compareTo(limit) > 0) {
                givenUp = true;
                giveUp.run();
            } else if (elapsed.compareTo(patience.multipliedBy(told + 1)) >= 0) {
                told = elapsed.dividedBy(patience);
                listener.waiting(what, elapsed, limit);
            }
        }

        @Override
        public void close() {
            waits.remove(this);
        }
    }
}
