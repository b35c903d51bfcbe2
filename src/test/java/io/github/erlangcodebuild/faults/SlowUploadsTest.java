package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registries that take what is sent to them slowly, or not at all. Java's sockets alone would wait for ever. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SlowUploadsTest {

    /** More than a kernel keeps of what an application has sent. */
    private static final int MORE_THAN_BUFFERS = 8_000_000;

    private static final int GZIP = 0x1f;

    /** Longer than any machine takes to answer. */
    private static final Duration AMPLE = Duration.ofMinutes(5);

    private static final TestBundle BUNDLE = TestBundle.otp("27.1").padding(MORE_THAN_BUFFERS);

    private static final Digest TOOLCHAIN = Digest.of(BUNDLE.layerBytes());

    /** No layer of the base is gzip, so the toolchain's can be told by its first byte. */
    @AutoClose
    private static final Servers SERVERS = new Servers(TestBaseImage.docker().syntheticLayers(2, 1000), BUNDLE);

    @AutoClose
    private final Network network = new Network(SERVERS);

    @Test
    void aRegistryThatTakesNoByteForAWhileGetsThemAgain() {
        AtomicInteger happened = network.inject(Fault.STALLED, Stage.UPLOAD, 3);

        push("again").push();

        assertThat(happened.get()).isEqualTo(3);
        assertThat(SERVERS.target().tags("again")).containsExactly("27.1", "latest");
    }

    @Test
    void aRegistryThatTakesNoByteAnyMoreIsGivenUpOnAndTheLimitIsSaid() {
        network.target().add(exchange -> uploadsToolchain(exchange) ? Optional.of(Exchange::stall) : Optional.empty());

        assertThat(push("stuck").failure().problem())
                .startsWith("Cannot push sha256:")
                .contains(network.target().host() + " cannot be reached (no byte was taken for 1 s)");
        assertThat(SERVERS.target().tags("stuck")).isEmpty();
    }

    @Test
    void aRegistryThatTakesBytesSlowlyIsWaitedFor() {
        AtomicInteger pauses = new AtomicInteger();
        network.target()
                .add(exchange -> uploadsToolchain(exchange)
                        ? Optional.of(slow -> slow.slowly(pauses).passOn())
                        : Optional.empty());

        push("slow").push(); // were the pauses added up, no attempt would be in time

        assertThat(pauses.get()).isGreaterThan(2);
        assertThat(SERVERS.target().tags("slow")).containsExactly("27.1", "latest");
    }

    @Test
    void anAnswerToAnUploadIsWaitedForLongerThanAnyOther() {
        AtomicInteger late = new AtomicInteger();
        network.target().add(lateOnce(exchange -> uploadsToolchain(exchange), late));
        TestPush push = push("copying").commitTimeout(AMPLE);

        push.push();

        assertThat(late.get()).isEqualTo(1);
        assertThat(push.retries())
                .noneMatch(retry -> retry.startsWith("push " + TOOLCHAIN) && retry.contains("no byte came"));
        assertThat(SERVERS.target().tags("copying")).containsExactly("27.1", "latest");
    }

    @Test
    void anAnswerThatIsToBeReadIsAskedForAgainInThatTime() {
        AtomicInteger late = new AtomicInteger();
        network.source().add(lateOnce(Stage.BASE_MANIFEST::matches, late));
        TestPush push = push("reading").commitTimeout(AMPLE);

        push.push();

        assertThat(late.get()).isEqualTo(1);
        assertThat(push.retries())
                .anyMatch(retry -> retry.startsWith("pull the base image ") && retry.contains("no byte came for 1 s"));
        assertThat(SERVERS.target().tags("reading")).containsExactly("27.1", "latest");
    }

    private TestPush push(String repository) {
        return network.push(repository).timeout(Network.TIMEOUT);
    }

    private interface Which {
        boolean is(Exchange exchange) throws IOException;
    }

    /** Answers one of these requests when the usual limit has passed three times, as a registry that copies first. */
    private static Relay.Rule lateOnce(Which which, AtomicInteger late) {
        return exchange -> which.is(exchange) && late.compareAndSet(0, 1)
                ? Optional.of(asked -> {
                    Exchange.Answer answer = asked.forward();
                    asked.pause(Network.TIMEOUT.multipliedBy(3));
                    return asked.send(answer);
                })
                : Optional.empty();
    }

    private static boolean uploadsToolchain(Exchange exchange) throws IOException {
        return Stage.UPLOAD.matches(exchange) && exchange.firstByte() == GZIP;
    }
}
