package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault at each stage of a push, once and for ever. */
class FaultMatrixTest {

    private static final TestBaseImage OLD = TestBaseImage.oci().syntheticLayers(1, 10);

    /** The cases wait for much of their time, so they run side by side. */
    private static final int AT_A_TIME = 6;

    /** What can be under way at the same time: layers and config. */
    private static final int BLOBS = 5;

    private static final Map<FaultCase, Future<?>> RUNNING = new ConcurrentHashMap<>();
    private static final BlockingQueue<Way> WAYS = new ArrayBlockingQueue<>(AT_A_TIME);

    private static ExecutorService threads;
    private static Servers servers;

    /**
     * A network, and what pushes through it make when nothing goes wrong: the image tells where its base comes from.
     *
     * @param mounted what the push makes that takes its base from the target itself
     */
    private record Way(Network network, Manifest reference, Manifest mounted) {

        static Way of(Network network, int number) {
            return new Way(
                    network,
                    pushed(network, "reference-" + number, Stage.BASE_LAYER),
                    pushed(network, "mounted-" + number, Stage.MOUNT));
        }

        private static Manifest pushed(Network network, String repository, Stage stage) {
            network.push(repository, stage).push();
            return fixture().manifest(repository, "27.1").orElseThrow();
        }

        Manifest reference(Stage stage) {
            return stage == Stage.MOUNT ? mounted : reference;
        }
    }

    @BeforeAll
    static void start() {
        servers = Servers.start();
        for (int i = 0; i < AT_A_TIME; i++) {
            WAYS.add(Way.of(new Network(servers), i));
        }
        threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<FaultCase> cases = cases();
        for (int i = 0; i < cases.size(); i++) {
            FaultCase test = cases.get(i);
            String repository = "case-" + i;
            RUNNING.put(test, threads.submit(() -> {
                Way way = WAYS.take();
                try {
                    run(test, repository, way.network(), way.reference(test.stage()));
                } finally {
                    way.network().heal();
                    WAYS.add(way);
                }
                return repository;
            }));
        }
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        WAYS.forEach(way -> way.network().close());
        servers.close();
    }

    static List<FaultCase> cases() {
        return FaultCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aPushRecoversOrSaysWhatIsWrongAndLeavesNoTagOnAnImageThatIsNotWhole(FaultCase test) throws Throwable {
        try {
            Objects.requireNonNull(RUNNING.get(test)).get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void run(FaultCase test, String repository, Network network, Manifest reference) {
        Manifest old = fixture().push(repository, "latest", OLD);
        AtomicInteger happened = network.inject(test.fault(), test.stage(), test.lasts() ? Network.FOR_EVER : 1);
        TestPush push = network.push(repository, test.stage()).onRetry(comeBack(test, network));
        if (test.fault().isSilence()) {
            push.timeout(Network.TIMEOUT);
        }
        if (test.recovers()) {
            push.push();
        } else {
            failsCleanly(test, push, repository, List.of(old, reference));
            network.heal();
            network.push(repository, test.stage()).push();
        }
        if (test.lasts()) {
            requireAttempts(test, push.retries(), happened.get());
        } else {
            assertThat(happened.get()).as("how often the fault happened").isEqualTo(1);
        }
        assertThat(fixture().manifest(repository, "27.1")).hasValue(reference);
        assertThat(fixture().manifest(repository, "latest")).hasValue(reference);
        Images.requireWhole(fixture(), repository, reference);
    }

    /**
     * What failed was tried as often as is stated, and nothing more often. On a busy machine another request may be late:
     * that, too, is an attempt of what it belongs to.
     */
    private static void requireAttempts(FaultCase test, List<String> retries, int happened) {
        int late = (int)
                retries.stream().filter(retry -> retry.contains("no byte came")).count();
        if (test.isTriedAgain()) {
            Map<String, Long> byAttempted = retries.stream()
                    .collect(Collectors.groupingBy(retry -> retry.split(": ", 2)[0], Collectors.counting()));
            assertThat(byAttempted.values())
                    .as("how often each was tried again, of %s", byAttempted)
                    .contains(Retry.ATTEMPTS - 1L)
                    .allMatch(times -> times < Retry.ATTEMPTS);
        } else {
            assertThat(retries).hasSize(late);
        }
        int attempts = test.attempts();
        // the others do not get there when a server is gone
        int least = test.fault() == Fault.REFUSED ? 1 : Math.max(1, attempts - late);
        int most = test.isTriedAgain() ? attempts : attempts * (1 + late);
        assertThat(happened)
                .as("how often the fault happened")
                .isBetween(least, test.stage().isOfSeveralBlobs() ? most * BLOBS : most);
    }

    private static void failsCleanly(FaultCase test, TestPush push, String repository, List<Manifest> whole) {
        ActionableException failure = push.failure();
        // when a server goes away, requests beside the one at this stage may fail first
        String attempt =
                test.fault() == Fault.REFUSED ? "Cannot " : test.stage().attempt();
        assertThat(failure.problem())
                .containsPattern("^(" + attempt + ")")
                .containsPattern(test.fault().reason());
        if (test.fault().canChangeManifest(test.stage())) {
            return; // no request of the protocol could prevent it; the message says so
        }
        for (String tag : List.of("27.1", "latest")) {
            fixture().manifest(repository, tag).ifPresent(named -> {
                assertThat(whole).contains(named);
                Images.requireWhole(fixture(), repository, named);
            });
        }
    }

    /**
     * A server that went away comes back when some attempt has found it gone. Attempts follow each other in milliseconds here,
     * so each waits until it has gone, or come back.
     */
    private static Runnable comeBack(FaultCase test, Network network) {
        AtomicInteger retries = new AtomicInteger();
        return () -> {
            Relay relay = network.relay(test.stage().side());
            relay.awaitGoing();
            if (!test.lasts() && retries.incrementAndGet() >= 2) {
                relay.comeBack();
            }
        };
    }

    private static RegistryFixture fixture() {
        return servers.fixture();
    }
}
