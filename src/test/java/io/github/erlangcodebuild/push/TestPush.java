package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.BundleLocation;
import io.github.erlangcodebuild.bundle.BundleReader;
import io.github.erlangcodebuild.bundle.HttpReader;
import io.github.erlangcodebuild.bundle.LocalFileReader;
import io.github.erlangcodebuild.bundle.SchemeReader;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.http.TimeLimits;
import io.github.erlangcodebuild.http.Waits;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.registry.Denials;
import io.github.erlangcodebuild.registry.InsecureHosts;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import io.github.erlangcodebuild.registry.RegistrySettings;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A push as the goal does it, from {@code base:1} to {@code erlang}, with short pauses between attempts. */
public final class TestPush {

    public static final String REPOSITORY = "erlang";

    /** Those between its attempts. */
    public static final Retry.Backoff BACKOFF = new Retry.Backoff(Duration.ofMillis(2), Duration.ofSeconds(5));

    private final Path directory;
    private final RecordingLog log = new RecordingLog();
    private final List<String> debug = new CopyOnWriteArrayList<>();
    private final List<String> tags = new ArrayList<>(List.of("27.1", "latest"));
    private String base = "";
    private String registry = "";
    private String repository = REPOSITORY;
    private TestBundle bundle = TestBundle.otp("27.1");
    private Optional<String> location = Optional.empty();
    private RegistryCredentials credentials = RegistryCredentials.none();
    private PushTarget target = PushTarget.asItIs();
    private List<String> insecure = List.of("true");
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private boolean allowBaseMismatch = true;
    private Duration timeout = TimeLimits.DEFAULT.timeout();
    private Duration commitTimeout = TimeLimits.DEFAULT.commit();
    private Runnable onRetry = () -> {};
    private Proxies proxies = Proxies.none();
    private Waits.Listener waits = (what, elapsed, limit) -> {};

    /** @param directory where the bundle is written to, unless it is read from elsewhere */
    public TestPush(Path directory) {
        this.directory = directory;
    }

    /** A Docker image of three layers. */
    public static TestBaseImage base() {
        return TestBaseImage.docker()
                .layer(TestLayer.ofTextFiles(Map.of("etc/os-release", "NAME=Test\n")))
                .syntheticLayers(2, 200_000)
                .entrypoint("dockerd-entrypoint.sh")
                .env("PATH=/usr/bin", "LANG=C.UTF-8")
                .user("root");
    }

    public TestPush from(EmbeddedRegistry source) {
        return from(source.host() + "/base:1");
    }

    public TestPush from(String reference) {
        base = reference;
        return this;
    }

    public TestPush to(EmbeddedRegistry target) {
        return to(target.host());
    }

    public TestPush to(String host) {
        registry = host;
        return this;
    }

    public TestPush repository(String name) {
        repository = name;
        return this;
    }

    public TestPush tags(String... names) {
        tags.clear();
        tags.addAll(List.of(names));
        return this;
    }

    public TestPush bundle(TestBundle other) {
        bundle = other;
        return this;
    }

    /** Reads the bundle from there instead of writing it. */
    public TestPush bundleAt(String url) {
        location = Optional.of(url);
        return this;
    }

    public TestPush credentials(String registryHost, String username, String password) {
        RegistryCredentials before = credentials;
        credentials = before.or((host, path) -> host.equals(registryHost)
                ? Optional.of(new Credential(username, password, "the credentials of the test"))
                : Optional.empty());
        return this;
    }

    public TestPush credentials(RegistryCredentials all) {
        credentials = all;
        return this;
    }

    /** Another name of the target registry's. */
    TestPush alsoNamed(String host) {
        target = new TestTarget(TagPolicy.mutable(), host);
        return this;
    }

    /** The repository lets no tag move. */
    TestPush immutableTags() {
        target = new TestTarget(tag -> false, "");
        return this;
    }

    private record TestTarget(TagPolicy policy, String otherName) implements PushTarget {

        @Override
        public TagPolicy look() {
            return policy;
        }

        @Override
        public TagPolicy prepare() {
            return policy;
        }

        @Override
        public List<String> plan() {
            return List.of();
        }

        @Override
        public boolean isAlso(String host) {
            return host.equals(otherName);
        }
    }

    /** Refuses a toolchain that was compiled on another image than the base. */
    TestPush onTheBuildBaseOnly() {
        allowBaseMismatch = false;
        return this;
    }

    public TestPush secureOnly() {
        return insecure("false");
    }

    /** The parameter {@code allowInsecureRegistries}; otherwise it is true. */
    public TestPush insecure(String... values) {
        insecure = List.of(values);
        return this;
    }

    /** How long it waits for a server. */
    public TestPush timeout(Duration limit) {
        timeout = limit;
        commitTimeout = limit;
        return this;
    }

    /** How long it waits for the answer to an upload; otherwise as long as for any other. */
    public TestPush commitTimeout(Duration limit) {
        commitTimeout = limit;
        return this;
    }

    /** Has something happen before each attempt but the first ones. */
    public TestPush onRetry(Runnable action) {
        onRetry = action;
        return this;
    }

    /** The proxies that all of it goes through. */
    public TestPush through(Proxies others) {
        proxies = others;
        return this;
    }

    /** Has this told of what takes longer than a timeout. */
    public TestPush waits(Waits.Listener listener) {
        waits = listener;
        return this;
    }

    public RecordingLog log() {
        return log;
    }

    /** What was tried again, and why. */
    public List<String> retries() {
        return log.retries();
    }

    /** The hosts that were not spoken to over verified TLS. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What only a debug log wants to know. */
    public List<String> debug() {
        return List.copyOf(debug);
    }

    public PushResult push() {
        return with(pusher -> pusher.push(request()));
    }

    PushPlan plan() {
        return with(pusher -> pusher.plan(request()));
    }

    /** Pushes, which must fail. */
    public ActionableException failure() {
        ActionableException failure = catchThrowableOfType(ActionableException.class, this::push);
        assertThat(failure).as("the failure of the push").isNotNull();
        assertThat(failure.problem())
                .as("the first half of the message")
                .endsWith(".")
                .doesNotContain("\n", ": null", "Exception");
        assertThat(failure.remedy()).as("the second half of the message").endsWith(".");
        return failure;
    }

    private <T> T with(Function<ImagePusher, T> work) {
        try (HttpClients clients =
                HttpClients.create(proxies, TimeLimits.DEFAULT.with(timeout, commitTimeout), waits, debug::add)) {
            Retry.Listener retries = (what, failure, pause, asked) -> {
                log.retrying(what, failure, pause, asked);
                onRetry.run();
            };
            Registries registries = new Registries(
                    clients,
                    credentials,
                    new RegistrySettings("test/1", insecureHosts(), Denials.none(), BACKOFF),
                    retries,
                    warnings::add,
                    debug::add);
            HttpReader http = new HttpReader(clients.verifying());
            BundleReader reader = new SchemeReader(Map.of("file", new LocalFileReader(), "http", http, "https", http));
            return work.apply(new ImagePusher(registries, reader, target, log));
        }
    }

    private InsecureHosts insecureHosts() {
        return InsecureHosts.parse(
                insecure, registry, ImageReference.parse(base).registry());
    }

    private PushRequest request() {
        return new PushRequest(
                ImageReference.parse(base),
                BundleLocation.parse(location.orElseGet(this::writeBundle), directory),
                "27.1",
                Optional.empty(),
                registry,
                repository,
                tags,
                ImageSettings.none(),
                allowBaseMismatch);
    }

    private String writeBundle() {
        try {
            return bundle.writeTo(directory).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
