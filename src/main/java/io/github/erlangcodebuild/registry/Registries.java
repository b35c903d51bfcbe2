package io.github.erlangcodebuild.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.global.JibSystemProperties;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Loopback;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ImageReference;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens repositories in registries. */
public final class Registries {

    private final HttpTransport verifying;
    private final HttpTransport trusting;
    private final RegistryCredentials credentials;
    private final boolean allowInsecure;
    private final String userAgent;
    private final Retry.Listener retries;
    private final Consumer<String> debug;
    private final Retry.Pauses pauses;

    /** What a repository is opened for. */
    public enum Access {
        PULL,
        PUSH
    }

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
    Registries(
            HttpClients clients,
            RegistryCredentials credentials,
            boolean allowInsecure,
            String userAgent,
            Retry.Listener retries,
            Consumer<String> debug,
            Retry.Pauses pauses) {
        this.verifying = new ApacheHttpTransport(clients.verifying());
        this.trusting = new ApacheHttpTransport(clients.trusting());
        this.credentials = credentials;
        this.allowInsecure = allowInsecure;
        this.userAgent = userAgent;
        this.retries = retries;
        this.debug = debug;
        this.pauses = pauses;
    }

    /** What every transfer is tried again by, bundles included. */
    Retry retry() {
        return new Retry(RegistryFailures::mayPass, RegistryFailures::retryAfter, retries, pauses);
    }

    /** Opens a repository to pull from. Without a credential that works it is opened anonymously. */
    public Repository openForPull(ImageReference image) {
        return open(image, Access.PULL, null);
    }

    /**
     * Opens a repository to push to.
     *
     * @param mountFrom a repository of the same registry whose blobs may be mounted
     */
    public Repository openForPush(ImageReference image, Optional<String> mountFrom) {
        return open(image, Access.PUSH, mountFrom.orElse(null));
    }

    private Repository open(ImageReference image, Access access, @Nullable String mountFrom) {
        FailoverHttpClient http = httpClient(image.registry());
        Login.Connector connector = credential -> connect(image, access, mountFrom, http, credential);
        return Repository.open(image, Optional.ofNullable(mountFrom), connector, credentials, access, retry());
    }

    /** Logs in the way the registry wants it: with a bearer token, or with basic authentication. */
    private RegistryClient connect(
            ImageReference image,
            Access access,
            @Nullable String mountFrom,
            FailoverHttpClient http,
            Optional<RegistryCredentials.Credential> credential)
            throws IOException, RegistryException {
        EventHandlers events = EventHandlers.builder()
                .add(LogEvent.class, event -> debug.accept(event.getMessage()))
                .build();
        RegistryClient.Factory factory = mountFrom == null
                ? RegistryClient.factory(events, image.registry(), image.repository(), http)
                : RegistryClient.factory(events, image.registry(), image.repository(), mountFrom, http);
        RegistryClient client = factory.setUserAgent(userAgent)
                .setCredential(credential
                        .map(found -> Credential.from(found.username(), found.password()))
                        .orElse(null))
                .newRegistryClient();
        boolean bearer = access == Access.PUSH ? client.doPushBearerAuth() : client.doPullBearerAuth();
        if (!bearer && credential.isPresent()) {
            client.configureBasicAuth();
        }
        return client;
    }

    private FailoverHttpClient httpClient(String registry) {
        boolean sendOverHttp = JibSystemProperties.sendCredentialsOverHttp() || Loopback.isLoopback(hostOf(registry));
        return new SharedTransportHttpClient(
                allowInsecure, sendOverHttp, event -> debug.accept(event.getMessage()), verifying, trusting);
    }

    private static String hostOf(String registry) {
        int port = registry.lastIndexOf(':');
        return port < 0 ? registry : registry.substring(0, port);
    }
}
