package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.registry.TestPush;
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
import java.util.concurrent.atomic.AtomicInteger;
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
    @Timeout(120)
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
        if (test.recovers()) {
            push.push();
        } else {
            failsCleanly(test, push, repository, List.of(old, reference));
            network.heal();
            network.push(repository, test.stage()).push();
        }
        assertThat(happened.get()).as("how often the fault happened").isPositive();
        assertThat(fixture().manifest(repository, "27.1")).hasValue(reference);
        assertThat(fixture().manifest(repository, "latest")).hasValue(reference);
        Images.requireWhole(fixture(), repository, reference);
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

    /** A server that went away comes back when some attempt has found it gone. */
    private static Runnable comeBack(FaultCase test, Network network) {
        AtomicInteger retries = new AtomicInteger();
        return () -> {
            if (!test.lasts() && retries.incrementAndGet() == 2) {
                network.relay(test.stage().side()).comeBack();
            }
        };
    }

    private static RegistryFixture fixture() {
        return servers.fixture();
    }
}
