package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Nothing speaks on a push but its log. */
@Isolated
class QuietPushTest {

    @Test
    void theLibrariesUnderneathWriteNothing(@TempDir Path directory) {
        List<String> records = new CopyOnWriteArrayList<>();
        Handler handler = recorder(records);
        Logger root = Logger.getLogger("");
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        root.addHandler(handler);
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.dropNext("PUT", "/uploads/", 1);
            target.failNext("HEAD", "/blobs/", 503, 1);
            target.denyNext("PUT", "/manifests/", "no", 1);
            new TestPush(directory).from(source).to(target).failure();
            new TestPush(directory).from(source).to(target).push();
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.removeHandler(handler);
        }
        assertThat(records).isEmpty();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static Handler recorder(List<String> records) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                records.add(entry.getLoggerName() + ": " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
