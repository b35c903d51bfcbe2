package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ctrl-C during a push in a process of its own. */
@EnabledOnOs(OS.LINUX) // for env --default-signal
@Timeout(120)
class InterruptedPushTest {

    private static final String CLEAR_LINE = "\u001B[2K";

    private static final String AGAIN = " Run it again: only what is missing is sent.";

    @AutoClose
    private final Servers servers = Servers.start();

    @AutoClose
    private final Network network = new Network(servers);

    @Test
    void inTheTransferItSaysThatNoTagWasSetOnALineOfItsOwn() {
        assertThat(printedWhenInterruptedAt(Stage.UPLOAD)).anyMatch(("Stopped. No tag was set." + AGAIN)::equals);
        assertThat(servers.target().tags("interrupted")).isEmpty();
    }

    @Test
    void amongTheTagsItSaysWhichWereSet() {
        assertThat(printedWhenInterruptedAt(Stage.FURTHER_TAG))
                .anyMatch(("Stopped. Set: tag 27.1. Perhaps set: tag latest." + AGAIN)::equals);
        assertThat(servers.target().tags("interrupted")).containsExactly("27.1");
    }

    /** @return the lines, the bar's among them */
    private List<String> printedWhenInterruptedAt(Stage stage) {
        CompletableFuture<PushProcess> push = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        network.relay(Stage.Side.TARGET)
                .add(exchange -> stage.matches(exchange)
                        ? Optional.of(held -> {
                            push.join().interrupt();
                            ended.join(); // it gets no answer before its end
                            return false;
                        })
                        : Optional.empty());
        push.complete(PushProcess.startInterruptible(
                network.source().host() + "/base:1",
                network.relay(Stage.Side.BUNDLE)
                        .url()
                        .resolve("/toolchain.json")
                        .toString(),
                network.target().host(),
                "interrupted"));
        try (PushProcess process = push.join()) {
            PushProcess.End end = process.await();
            assertThat(end.exitCode()).as(end.printed()).isEqualTo(128 + 2);
            return end.printed()
                    .lines()
                    .map(line -> line.replace(CLEAR_LINE, ""))
                    .toList();
        } finally {
            ended.complete(null);
        }
    }
}
