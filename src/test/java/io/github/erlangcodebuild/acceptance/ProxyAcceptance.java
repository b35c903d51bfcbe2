package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pushes through a proxy that people use, and what crane says through the same one. The registries are on this machine, which no proxy is
 * used for, so they have names below {@code test}, which only the proxy behind that proxy knows.
 */
@Tag("acceptance")
class ProxyAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();

    private static DockerRegistry plain;
    private static EmbeddedRegistry secure;
    private static TestProxy names;
    private static TinyProxy proxy;
    private static Path crane;

    private final Path directory;
    private Map<String, String> environment = Map.of();

    ProxyAcceptance(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Shell.run("install-registries.sh", MADE.toString());
        crane = MADE.resolve("crane");
        plain = DockerRegistry.start(MADE);
        plain.fixture().push("base", "1", TestPush.base());
        secure = EmbeddedRegistry.builder().tls().start();
        secure.fixture().push("base", "1", TestPush.base());
        names = new TestProxy();
        proxy = TinyProxy.start(MADE, names.address(), List.of(port(secure.host())));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        names.close();
        secure.close();
        plain.close();
    }

    @BeforeEach
    void setProxy() {
        environment = variables("joe:p%2Ess@" + proxy.address());
    }

    @Test
    void aRegistryInPlainHttpIsPushedToThroughTheProxyOfTheEnvironment() throws IOException {
        NestedMaven.Result push = push(named(plain.host()), NestedMaven.in(directory));

        assertThat(push.exitCode()).as(push.output()).isZero();
        assertThat(plain.fixture().manifest("proxied", "27.1")).isPresent();
        assertThat(proxy.requests()).anyMatch(line -> line.contains("http://" + named(plain.host()) + "/v2/proxied/"));
        assertThat(crane("digest", "--insecure", named(plain.host()) + "/proxied:27.1"))
                .as("what crane reads through it")
                .startsWith("sha256:");
    }

    @Test
    void aRegistryInTlsIsPushedToThroughTheProxyOfTheJvm() throws IOException {
        environment = Map.of();
        NestedMaven maven = NestedMaven.in(directory)
                .mavenOpts("-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + port(proxy.address())
                        + " -Dhttps.proxyUser=joe -Dhttps.proxyPassword=p.ss");

        NestedMaven.Result push = push(named(secure.host()), maven);

        assertThat(push.exitCode()).as(push.output()).isZero();
        assertThat(secure.tags("proxied")).contains("27.1");
        assertThat(proxy.requests()).anyMatch(line -> line.contains("CONNECT " + named(secure.host())));
    }

    @Test
    void aProxyOfSettingsXmlComesFirst() throws IOException {
        environment = variables("proxy.invalid:3128");
        Path settings = Files.writeString(directory.resolve("proxies.xml"), """
                <settings>
                  <proxies>
                    <proxy>
                      <protocol>http</protocol>
                      <host>127.0.0.1</host>
                      <port>%d</port>
                      <username>joe</username>
                      <password>p.ss</password>
                    </proxy>
                  </proxies>
                </settings>
                """.formatted(port(proxy.address())));

        NestedMaven.Result push = push(
                named(secure.host()), NestedMaven.in(directory).option("-gs").option(settings.toString()));

        assertThat(push.exitCode()).as(push.output()).isZero();
    }

    @Test
    void aWrongLoginIsSaidWithWhereItIsSet() {
        environment = variables("joe:wrong@" + proxy.address());

        NestedMaven.Result push = push(named(secure.host()), NestedMaven.in(directory), "false");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output())
                .contains("The proxy " + proxy.address()
                        + ", from HTTPS_PROXY, did not accept the login of 'joe' (HTTP 401")
                .doesNotContain("wrong");
        assertThat(crane("digest", named(secure.host()) + "/base:1"))
                .as("what crane says of it")
                .contains("Unauthorized");
    }

    @Test
    void aTunnelThatTheProxyDoesNotAllowIsItsRefusal() {
        String forbidden = "registry.test:8443";

        NestedMaven.Result push = push(forbidden, NestedMaven.in(directory), "false");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output())
                .contains("The proxy " + proxy.address() + ", from HTTPS_PROXY, refuses connections to " + forbidden
                        + " (HTTP 403");
        assertThat(crane("digest", forbidden + "/base:1"))
                .as("what crane says of it")
                .contains("Access violation");
    }

    @Test
    void aHostInNoProxyIsReachedWithoutIt() {
        environment = Map.of("HTTPS_PROXY", "http://" + proxy.address(), "NO_PROXY", "example.org,.test");

        NestedMaven.Result push = push(named(secure.host()), NestedMaven.in(directory), "false");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("there is no host " + named(secure.host()) + ".");
        assertThat(crane("digest", named(secure.host()) + "/base:1"))
                .as("what crane says of it")
                .contains("lookup registry.test");
    }

    private NestedMaven.Result push(String host, NestedMaven maven) {
        return push(host, maven, "true");
    }

    private NestedMaven.Result push(String host, NestedMaven maven, String insecure) {
        environment.forEach(maven::environment);
        try {
            return maven.with(Map.of(
                            "erlang-codebuild.registry",
                            host,
                            "erlang-codebuild.repository",
                            "proxied",
                            "erlang-codebuild.baseImage",
                            host + "/base:1",
                            "erlang-codebuild.toolchain",
                            TestBundle.otp("27.1").writeTo(directory).toString(),
                            "erlang-codebuild.erlangVersion",
                            "27.1",
                            "erlang-codebuild.allowBaseMismatch",
                            "true",
                            "erlang-codebuild.allowInsecureRegistries",
                            insecure))
                    .run("push");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What crane prints, whether it succeeds or not. */
    private String crane(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, crane.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.toUpperCase(Locale.ROOT)
                .endsWith("_PROXY"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.onExit().join();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> variables(String proxyWithLogin) {
        return Map.of("HTTPS_PROXY", "http://" + proxyWithLogin, "HTTP_PROXY", proxyWithLogin);
    }

    private static String named(String host) {
        return host.replace("127.0.0.1", "registry.test");
    }

    private static int port(String host) {
        return Integer.parseInt(host.replaceFirst(".*:", ""));
    }
}
