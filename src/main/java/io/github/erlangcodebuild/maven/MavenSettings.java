package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.http.DirectHosts;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** What {@code settings.xml} knows of registries and proxies, its passwords decrypted. */
final class MavenSettings implements RegistryCredentials {

    private static final String PLACE = "settings.xml";

    /** In characters. */
    private static final int LONGEST_NAME = 100;

    private final Settings settings;
    private final SettingsDecrypter decrypter;
    private final Consumer<String> warnings;

    /** @param warnings told of what cannot be decrypted */
    MavenSettings(Settings settings, SettingsDecrypter decrypter, Consumer<String> warnings) {
        this.settings = settings;
        this.decrypter = decrypter;
        this.warnings = warnings;
    }

    /** The server whose id is the registry's host, with the port where there is one. */
    @Override
    public Optional<Credential> find(String registry, String repository) {
        return Optional.ofNullable(settings.getServer(registry))
                .map(this::decrypt)
                .filter(server -> server.getUsername() != null && server.getPassword() != null)
                .map(server -> new Credential(
                        server.getUsername(),
                        server.getPassword(),
                        "the user " + ForeignText.line(server.getUsername(), LONGEST_NAME) + " of server " + registry
                                + " in " + PLACE));
    }

    @Override
    public List<String> places(String registry) {
        return List.of(PLACE);
    }

    /** The active proxies of {@code settings.xml}. */
    List<Proxies.Proxy> proxies() {
        return settings.getProxies().stream()
                .filter(Proxy::isActive)
                .map(this::decrypt)
                .map(proxy -> new Proxies.Proxy(
                        Proxies.Origin.SETTINGS,
                        proxy.getProtocol(),
                        proxy.getHost(),
                        proxy.getPort(),
                        Optional.ofNullable(proxy.getUsername())
                                .map(user -> new Proxies.Login(
                                        user,
                                        Optional.ofNullable(proxy.getPassword()).orElse(""))),
                        new DirectHosts.HostPatterns(
                                Optional.ofNullable(proxy.getNonProxyHosts()).orElse("")),
                        Optional.empty()))
                .toList();
    }

    private Server decrypt(Server server) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        report(result);
        return result.getServer();
    }

    private Proxy decrypt(Proxy proxy) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        report(result);
        return result.getProxy();
    }

    private void report(SettingsDecryptionResult result) {
        for (SettingsProblem problem : result.getProblems()) {
            warnings.accept(PLACE + ": " + problem.getMessage());
        }
    }
}
