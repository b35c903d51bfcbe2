package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Watches how many bytes the processes write to disk that this one starts from now on, files that they delete again
 * included: {@code write_bytes} of {@code /proc/PID/io}.
 */
final class BytesWritten implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 50;

    private final Set<Long> before = descendants();
    private final Map<Long, Long> bytesByProcess = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();

    private BytesWritten() {
        var unused = watcher.scheduleAtFixedRate(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    static BytesWritten byChildren() {
        return new BytesWritten();
    }

    /** The bytes that the busiest of them has written. */
    long most() {
        return bytesByProcess.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }

    private void look() {
        for (long pid : descendants()) {
            if (!before.contains(pid)) {
                long bytes = writtenBy(pid);
                bytesByProcess.merge(pid, bytes, Math::max);
            }
        }
    }

    private static Set<Long> descendants() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static long writtenBy(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
                    .filter(line -> line.startsWith("write_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                    .sum();
        } catch (NoSuchFileException e) {
            return 0; // it has just ended
        } catch (IOException e) {
            return 0;
        }
    }
}
