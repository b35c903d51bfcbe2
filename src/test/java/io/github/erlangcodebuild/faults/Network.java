package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.push.TestPush;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.HttpHeaders;

/** The ways from a push to its servers, each through a relay. */
final class Network implements AutoCloseable {

    /**
     * The limit of every wait of a push that meets with silence: short. On a busy machine servers in good order may not keep
     * it, which costs an attempt. All other pushes wait as users do.
     */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** For a fault that lasts. */
    static final int FOR_EVER = Integer.MAX_VALUE;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Relay bundle;
    private final Relay source;
    private final Relay target;
    private final Relay storage;

    Network(Servers servers) {
        this(servers.bundles(), servers.source().url(), servers.target().url());
    }

    /** The ways to these servers. */
    Network(URI bundles, URI source, URI target) {
        this.bundle = new Relay(bundles, requests);
        this.source = new Relay(source, requests);
        this.target = new Relay(target, requests);
        this.storage = new Relay(bundles, requests);
    }

    Relay relay(Stage.Side side) {
        return switch (side) {
            case BUNDLE -> bundle;
            case SOURCE -> source;
            case TARGET -> target;
            case STORAGE -> storage;
        };
    }

    Relay target() {
        return target;
    }

    Relay source() {
        return source;
    }

    /** A push of {@code base:1} to this repository, with the tags 27.1 and latest. */
    TestPush push(String repository) {
        return new TestPush(Path.of("nothing is written"))
                .from(source.host() + "/base:1")
                .bundleAt(bundle.url() + "/toolchain.json")
                .to(target.host())
                .repository(repository)
                .credentials(source.host(), Servers.USER, Servers.PASSWORD)
                .credentials(target.host(), Servers.USER, Servers.PASSWORD);
    }

    /** The push that has this stage. */
    TestPush push(String repository, Stage stage) {
        TestPush push = push(repository);
        return stage == Stage.MOUNT ? push.from(target.host() + "/base:1") : push;
    }

    /** Has a fault happen at a stage, so many times. Counts how often it did. */
    AtomicInteger inject(Fault fault, Stage stage, int times) {
        AtomicInteger happened = new AtomicInteger();
        if (stage == Stage.REDIRECTED_LAYER) {
            keepLayersElsewhere();
        }
        relay(stage.side())
                .add(exchange -> stage.matches(exchange) && happened.getAndUpdate(n -> n < times ? n + 1 : n) < times
                        ? Optional.of(fault.action())
                        : Optional.empty());
        return happened;
    }

    /** Has the source send its clients to another host for the largest layer, as Amazon ECR sends them to S3. */
    private void keepLayersElsewhere() {
        URI elsewhere = storage.url().resolve(Servers.LAYERS + Stage.Layers.LARGEST.digest());
        Map<String, String> location = Map.of(HttpHeaders.LOCATION, elsewhere.toString());
        source.add(exchange -> Stage.BASE_LAYER.matches(exchange)
                ? Optional.of(asked -> asked.send(Exchange.Answer.of(307, location)))
                : Optional.empty());
    }

    void addEverywhere(Relay.Rule rule) {
        for (Relay relay : relays()) {
            relay.add(rule);
        }
    }

    /** What all of them were asked up to now. */
    List<String> requests() {
        return requests;
    }

    /** Waits until nothing is on its way any more. */
    void awaitQuiet() {
        relays().forEach(Relay::awaitQuiet);
    }

    /** From now on all is well. */
    void heal() {
        for (Relay relay : relays()) {
            relay.clear();
            relay.comeBack();
        }
    }

    @Override
    public void close() {
        relays().forEach(Relay::close);
    }

    private List<Relay> relays() {
        return List.of(bundle, source, target, storage);
    }
}
