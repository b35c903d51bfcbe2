package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a push with SIGKILL, as its Nth request arrives or in the middle of a layer, and pushes again. */
final class KilledPush {

    private final Network network;
    private final RegistryFixture fixture;
    private final Manifest reference;
    private final int requests;

    /**
     * Pushes once to the end, to see what comes of it.
     *
     * @param fixture looks into the target
     */
    KilledPush(Network network, RegistryFixture fixture) {
        this.network = network;
        this.fixture = fixture;
        int before = network.requests().size();
        try (PushProcess push = start("reference")) {
            PushProcess.End end = push.await();
            assertThat(end.exitCode()).as(end.printed()).isZero();
        }
        requests = network.requests().size() - before;
        reference = fixture.manifest("reference", "27.1").orElseThrow();
        Images.requireWhole(fixture, "reference", reference);
    }

    /** Kills pushes at so many points, spread over all of it, each time as a request arrives. */
    void atPoints(int points) {
        assertThat(requests).isGreaterThanOrEqualTo(points);
        for (int point = 1; point <= points; point++) {
            int request = requests * point / points;
            AtomicInteger seen = new AtomicInteger();
            when(
                    "killed-" + request,
                    kill -> exchange -> seen.incrementAndGet() == request
                            ? Optional.of(last -> {
                                kill.run();
                                return last.passOn(); // as much of it as the dead process has sent
                            })
                            : Optional.empty());
        }
    }

    /**
     * Kills a push when so many bytes of a layer have been taken.
     *
     * @param bytes fewer than a layer has
     */
    void afterBytesOfALayer(long bytes) {
        AtomicBoolean begun = new AtomicBoolean();
        when(
                "killed-after-" + bytes,
                kill -> exchange -> Stage.UPLOAD.matches(exchange)
                                && exchange.bodyBytes() > bytes
                                && begun.compareAndSet(false, true)
                        ? Optional.of(broken -> broken.after(bytes, kill).passOn())
                        : Optional.empty());
    }

    /** What does something to requests, one of which ends the push. */
    private interface Killer {
        Relay.Rule by(Runnable kill);
    }

    /** Kills a push, and pushes again. */
    private void when(String repository, Killer killer) {
        killed(repository, killer);
        network.heal();
        network.awaitQuiet();
        for (String tag : List.of("27.1", "latest")) {
            fixture.manifest(repository, tag)
                    .ifPresent(named -> assertThat(named).isEqualTo(reference));
        }
        List<Digest> there = Images.blobs(reference).stream()
                .filter(blob -> fixture.hasBlob(repository, blob))
                .toList();
        boolean tagged = fixture.manifest(repository, "27.1").isPresent();
        assertThat(there).as("all blobs are there when a tag is").satisfies(blobs -> assertThat(
                        !tagged || blobs.containsAll(Images.blobs(reference)))
                .isTrue());
        int before = network.requests().size();

        network.push(repository).push();

        assertThat(fixture.manifest(repository, "27.1")).hasValue(reference);
        assertThat(fixture.manifest(repository, "latest")).hasValue(reference);
        Images.requireWhole(fixture, repository, reference);
        List<String> second =
                network.requests().subList(before, network.requests().size());
        assertThat(second)
                .as("what was there already, " + there + ", is not sent again")
                .noneMatch(sent -> sent.startsWith("PUT ")
                        && there.stream()
                                .anyMatch(blob -> sent.contains("digest=" + blob)
                                        || sent.contains("digest=sha256%3A" + blob.hex())));
        assertThat(second.stream().filter(sent -> sent.startsWith("PUT ") && sent.contains("digest=")))
                .as("each of the others is sent once")
                .hasSize(Images.blobs(reference).size() - there.size());
    }

    private void killed(String repository, Killer killer) {
        CompletableFuture<PushProcess> push = new CompletableFuture<>();
        network.addEverywhere(killer.by(() -> push.join().kill()));
        push.complete(start(repository));
        assertThat(push.join().await().exitCode()).isEqualTo(128 + 9);
    }

    private PushProcess start(String repository) {
        URI bundle = network.relay(Stage.Side.BUNDLE).url().resolve("/toolchain.json");
        return PushProcess.start(
                network.source().host() + "/base:1",
                bundle.toString(),
                network.target().host(),
                repository);
    }
}
