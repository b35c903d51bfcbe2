package io.github.erlangcodebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FuturesTest {

    @Test
    void aResultIsHandedOver() {
        assertThat(Futures.await(CompletableFuture.completedFuture("done"))).isEqualTo("done");
    }

    @Test
    void whatIsUncheckedIsThrownAsItIs() {
        RuntimeException unchecked = new IllegalArgumentException("no");
        assertThatThrownBy(() -> Futures.await(CompletableFuture.failedFuture(unchecked)))
                .isSameAs(unchecked);
        Error error = new StackOverflowError();
        assertThatThrownBy(() -> Futures.await(CompletableFuture.failedFuture(error)))
                .isSameAs(error);
    }

    @Test
    void whatIsCheckedIsTheCause() {
        IOException checked = new IOException("no");
        assertThatThrownBy(() -> Futures.await(CompletableFuture.failedFuture(checked)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(checked);
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Futures.await(new CompletableFuture<>())).isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
