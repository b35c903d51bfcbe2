package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registries that take what is sent to them slowly, or not at all. Java's sockets alone would wait for ever. */
@Timeout(60)
class SlowUploadsTest {

    /** More than a kernel keeps of what an application has sent. */
    private static final int MORE_THAN_BUFFERS = 8_000_000;

    private static final int GZIP = 0x1f;

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

        network.push("again").push();

        assertThat(happened.get()).isEqualTo(3);
        assertThat(SERVERS.target().tags("again")).containsExactly("27.1", "latest");
    }

    @Test
    void aRegistryThatTakesNoByteAnyMoreIsGivenUpOnAndTheLimitIsSaid() {
        network.target().add(exchange -> uploadsToolchain(exchange) ? Optional.of(Exchange::stall) : Optional.empty());

        assertThat(network.push("stuck").failure().problem())
                .startsWith("Cannot push sha256:")
                .contains(network.target().host() + " cannot be reached (no byte was taken for 0.4 s)");
        assertThat(SERVERS.target().tags("stuck")).isEmpty();
    }

    @Test
    void aRegistryThatTakesBytesSlowlyIsWaitedFor() {
        AtomicInteger pauses = new AtomicInteger();
        network.target()
                .add(exchange -> uploadsToolchain(exchange)
                        ? Optional.of(slow -> slow.slowly(pauses).passOn())
                        : Optional.empty());
        TestPush push = network.push("slow");

        push.push();

        assertThat(pauses.get()).isGreaterThan(2);
        assertThat(push.retries()).isEmpty();
        assertThat(SERVERS.target().tags("slow")).containsExactly("27.1", "latest");
    }

    @Test
    void anAnswerToAnUploadIsWaitedForLongerThanAnyOther() {
        AtomicInteger late = new AtomicInteger();
        network.target().add(lateOnce(exchange -> uploadsToolchain(exchange), late));
        TestPush push = network.push("copying").commitPatience(Duration.ofSeconds(30));

        push.push();

        assertThat(late.get()).isEqualTo(1);
        assertThat(push.retries()).noneMatch(retry -> retry.startsWith("push " + TOOLCHAIN));
        assertThat(SERVERS.target().tags("copying")).containsExactly("27.1", "latest");
    }

    @Test
    void anAnswerThatIsToBeReadIsAskedForAgainInThatTime() {
        AtomicInteger late = new AtomicInteger();
        network.source().add(lateOnce(Stage.BASE_MANIFEST::matches, late));
        TestPush push = network.push("reading").commitPatience(Duration.ofSeconds(30));

        push.push();

        assertThat(late.get()).isEqualTo(1);
        assertThat(push.retries())
                .anyMatch(
                        retry -> retry.startsWith("pull the base image ") && retry.contains("no byte came for 0.4 s"));
        assertThat(SERVERS.target().tags("reading")).containsExactly("27.1", "latest");
    }

    private interface Which {
        boolean is(Exchange exchange) throws IOException;
    }

    /** Answers one of these requests when the usual limit has passed three times, as a registry that copies first. */
    private static Relay.Rule lateOnce(Which which, AtomicInteger late) {
        return exchange -> which.is(exchange) && late.compareAndSet(0, 1)
                ? Optional.of(asked -> {
                    Exchange.Answer answer = asked.forward();
                    asked.pause(Network.PATIENCE.multipliedBy(3));
                    return asked.send(answer);
                })
                : Optional.empty();
    }

    private static boolean uploadsToolchain(Exchange exchange) throws IOException {
        return Stage.UPLOAD.matches(exchange) && exchange.firstByte() == GZIP;
    }
}
