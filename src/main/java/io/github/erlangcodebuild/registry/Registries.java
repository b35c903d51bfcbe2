package io.github.erlangcodebuild.registry;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.global.JibSystemProperties;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import com.google.cloud.tools.jib.registry.RegistrySession;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Loopback;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens repositories in registries. */
public final class Registries {

    private final FailoverHttpClient http;
    private final RegistryCredentials credentials;
    private final String userAgent;
    private final Retry.Listener retries;
    private final Consumer<String> debug;
    private final Retry.Pauses pauses;

    /**
     * @param clients the connections to use; the caller closes them
     * @param credentials who we are at each registry
     * @param allowInsecure whether plain HTTP and unverified TLS will do
     * @param userAgent the {@code User-Agent} of every request
     * @param retries told of every failed attempt that is followed by another
     * @param debug takes what only a debug log wants to know
     */
    public Registries(
            HttpClients clients,
            RegistryCredentials credentials,
            boolean allowInsecure,
            String userAgent,
            Retry.Listener retries,
            Consumer<String> debug) {
        this(clients, credentials, allowInsecure, userAgent, retries, debug, Retry.Pauses.USUAL);
    }

    /** As the public one, and tests need not wait. */
    public Registries(
            HttpClients clients,
            RegistryCredentials credentials,
            boolean allowInsecure,
            String userAgent,
            Retry.Listener retries,
            Consumer<String> debug,
            Retry.Pauses pauses) {
        this.http = client(clients, allowInsecure, debug);
        this.credentials = credentials;
        this.userAgent = userAgent;
        this.retries = retries;
        this.debug = debug;
        this.pauses = pauses;
    }

    /** What every transfer is tried again by, bundles included. */
    public Retry retry() {
        return new Retry(RegistryFailures::mayPass, RegistryFailures::retryAfter, retries, pauses);
    }

    /** Opens a repository to pull from. Without a credential that works it is opened anonymously. */
    public Repository openForPull(ImageReference image) {
        return open(image, Access.PULL, Optional.empty());
    }

    /**
     * Opens a repository to push to.
     *
     * @param mountFrom a repository of the same registry whose blobs may be mounted
     */
    public Repository openForPush(ImageReference image, Optional<String> mountFrom) {
        return open(image, Access.PUSH, mountFrom);
    }

    private Repository open(ImageReference image, Access access, Optional<String> mountFrom) {
        RegistrySession anonymous = RegistrySession.anonymous(
                http,
                EventHandlers.builder()
                        .add(LogEvent.class, event -> debug.accept(event.getMessage()))
                        .build(),
                userAgent,
                image.registry(),
                image.repository(),
                mountFrom);
        return Repository.open(image, mountFrom, anonymous, credentials, access, retry());
    }

    private static FailoverHttpClient client(HttpClients clients, boolean allowInsecure, Consumer<String> debug) {
        return new SharedTransportHttpClient(
                allowInsecure,
                Loopback::isLoopback,
                JibSystemProperties.sendCredentialsOverHttp(),
                event -> debug.accept(event.getMessage()),
                new ApacheHttpTransport(clients.verifying()),
                new ApacheHttpTransport(clients.trusting()));
    }
}
