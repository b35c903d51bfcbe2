package io.github.erlangcodebuild.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.erlangcodebuild.http.DirectHosts;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MavenSettingsTest {

    private final Settings settings = new Settings();
    private final List<String> warnings = new ArrayList<>();

    @Test
    void aServerIsFoundByTheRegistrysHostAndPortAndDecrypted() {
        settings.addServer(server("registry.example.com:5000", "fritz", "{secret}"));
        assertThat(mavenSettings().find("registry.example.com:5000", "ci/erlang"))
                .contains(new Credential(
                        "fritz", "secret", "the user fritz of server registry.example.com:5000 in settings.xml"));
        assertThat(mavenSettings().find("registry.example.com", "ci/erlang")).isEmpty();
    }

    @Test
    void aServerWithoutANameOrPasswordIsNoCredential() {
        settings.addServer(server("a.example.com", null, "secret"));
        settings.addServer(server("b.example.com", "fritz", null));
        assertThat(mavenSettings().find("a.example.com", "ci/erlang")).isEmpty();
        assertThat(mavenSettings().find("b.example.com", "ci/erlang")).isEmpty();
    }

    @Test
    void onlyActiveProxiesAreUsedAndTheyAreDecrypted() {
        settings.addProxy(proxy("idle.example.com", false));
        settings.addProxy(proxy("proxy.example.com", true));
        assertThat(mavenSettings().proxies())
                .containsExactly(new Proxies.Proxy(
                        Proxies.Origin.SETTINGS,
                        "https",
                        "proxy.example.com",
                        3128,
                        Optional.of(new Proxies.Login("paula", "word")),
                        new DirectHosts.HostPatterns("*.local"),
                        Optional.empty()));
    }

    @Test
    void whatCannotBeDecryptedIsToldOf() {
        settings.addServer(server("registry.example.com", "fritz", "{broken}"));
        assertThat(mavenSettings().find("registry.example.com", "ci/erlang")).isPresent();
        assertThat(warnings).containsExactly("settings.xml: no master password");
    }

    private MavenSettings mavenSettings() {
        SettingsDecrypter decrypter = MavenSettingsTest::decrypt;
        return new MavenSettings(settings, decrypter, warnings::add);
    }

    /** Takes the braces off. */
    private static SettingsDecryptionResult decrypt(SettingsDecryptionRequest request) {
        SettingsDecryptionResult result = mock(SettingsDecryptionResult.class);
        when(result.getProblems()).thenReturn(List.of());
        for (Server encrypted : request.getServers()) {
            Server server = encrypted.clone();
            server.setPassword(plain(server.getPassword()));
            when(result.getServer()).thenReturn(server);
            if ("broken".equals(server.getPassword())) {
                when(result.getProblems())
                        .thenReturn(List.of(new DefaultSettingsProblem(
                                "no master password", Severity.ERROR, "settings.xml", -1, -1, null)));
            }
        }
        for (Proxy encrypted : request.getProxies()) {
            Proxy proxy = encrypted.clone();
            proxy.setPassword(plain(proxy.getPassword()));
            when(result.getProxy()).thenReturn(proxy);
        }
        return result;
    }

    @Nullable
    private static String plain(@Nullable String password) {
        return password == null ? null : password.replaceAll("[{}]", "");
    }

    private static Server server(String id, @Nullable String user, @Nullable String password) {
        Server server = new Server();
        server.setId(id);
        server.setUsername(user);
        server.setPassword(password);
        return server;
    }

    private static Proxy proxy(String host, boolean active) {
        Proxy proxy = new Proxy();
        proxy.setActive(active);
        proxy.setProtocol("https");
        proxy.setHost(host);
        proxy.setPort(3128);
        proxy.setUsername("paula");
        proxy.setPassword("{word}");
        proxy.setNonProxyHosts("*.local");
        return proxy;
    }
}
