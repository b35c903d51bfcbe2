package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that come while a layer is still being sent. The layers of the matrix are so small that a kernel takes all of one at
 * once, and push has nothing else to do than to read the answer.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EarlyAnswersTest {

    /** More than a kernel keeps of what an application has sent. */
    private static final int MORE_THAN_BUFFERS = 8_000_000;

    private static final TestBundle BUNDLE = TestBundle.otp("27.1").padding(MORE_THAN_BUFFERS);

    private static final Digest TOOLCHAIN = Digest.of(BUNDLE.layerBytes());

    @AutoClose
    private static final Servers SERVERS = new Servers(TestBaseImage.docker().syntheticLayers(2, 1000), BUNDLE);

    @AutoClose
    private final Network network = new Network(SERVERS);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "EARLY_.*")
    void theAnswerIsToldOfAndHeeded(Fault fault) {
        String repository = fault.name().toLowerCase(Locale.ROOT);
        AtomicInteger happened = new AtomicInteger();
        network.target().add(exchange -> {
            if (!Stage.UPLOAD.matches(exchange) || exchange.bodyBytes() < MORE_THAN_BUFFERS) {
                return Optional.empty();
            }
            happened.incrementAndGet();
            return Optional.of(fault.action());
        });
        TestPush push = network.push(repository);

        String problem = push.failure().problem();

        assertThat(problem).startsWith("Cannot push " + TOOLCHAIN).containsPattern(fault.reason());
        assertThat(happened.get()).isEqualTo(new FaultCase(fault, Stage.UPLOAD, true).attempts());
        network.heal();
        network.push(repository).push();
        assertThat(SERVERS.target().tags(repository)).containsExactly("27.1", "latest");
    }
}
