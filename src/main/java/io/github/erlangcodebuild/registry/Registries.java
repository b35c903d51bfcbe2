package io.github.erlangcodebuild.registry;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.global.JibSystemProperties;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import com.google.cloud.tools.jib.registry.RegistrySession;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Loopback;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens repositories. What they have in common: the connections, the credentials, and how often a request is tried. */
public final class Registries {

    private final RegistrySession.Client client;
    private final RegistryCredentials credentials;
    private final Retry retry;
    private final Denials denials;
    private final Consumer<String> debug;

    /**
     * @param clients the connections to use; the caller closes them
     * @param credentials who we are at each registry
     * @param retries told of every failed attempt that is followed by another
     * @param warnings told once of each host that is not spoken to over verified TLS
     * @param debug takes what only a debug log wants to know
     */
    public Registries(
            HttpClients clients,
            RegistryCredentials credentials,
            RegistrySettings settings,
            Retry.Listener retries,
            Consumer<String> warnings,
            Consumer<String> debug) {
        this.client = new RegistrySession.Client(
                http(clients, settings.insecure(), warnings),
                EventHandlers.builder()
                        .add(LogEvent.class, event -> debug.accept(event.getMessage()))
                        .build(),
                settings.userAgent());
        this.credentials = credentials;
        this.denials = settings.denials();
        this.debug = debug;
        this.retry =
                new Retry(RegistryFailures::isTemporary, RegistryFailures::retryAfter, retries, settings.backoff());
    }

    /** What every request is tried again by; for other transfers of the same run, too. */
    public Retry retry() {
        return retry;
    }

    /**
     * Opens a repository to pull from. Sends nothing yet. Without a credential that works, requests are anonymous.
     *
     * @param image names the repository; its tag or digest does not matter
     */
    public Repository openForPull(ImageReference image) {
        return open(image, Access.PULL, Optional.empty());
    }

    /**
     * Opens a repository to push to. Sends nothing yet.
     *
     * @param image names the repository; its tag or digest does not matter
     * @param mountFrom another repository of the same registry, whose blobs may be mounted
     */
    public Repository openForPush(ImageReference image, Optional<String> mountFrom) {
        return open(image, Access.PUSH, mountFrom);
    }

    private Repository open(ImageReference image, Access access, Optional<String> mountFrom) {
        RegistrySession anonymous = RegistrySession.anonymous(client, image.registry(), image.repository(), mountFrom);
        Login login = new Login(image.registry(), image.repository(), credentials, access, anonymous, debug);
        return new Repository(image, mountFrom, login, denials, retry);
    }

    private static SharedTransportHttpClient http(
            HttpClients clients, InsecureHosts insecure, Consumer<String> warnings) {
        return new SharedTransportHttpClient(
                new Fallbacks(insecure, warnings),
                Loopback::isLoopback,
                JibSystemProperties.sendCredentialsOverHttp(),
                new ApacheHttpTransport(clients.verifying()),
                new ApacheHttpTransport(clients.trusting()));
    }
}
