package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to a registry behind a real proxy that speaks TLS for it, which the registry does not know of. */
@Tag("acceptance")
class TlsProxyAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();
    private static final String PASSWORD = "changeit";

    private static DockerRegistry bases;
    private static DockerRegistry registry;
    private static TlsProxy proxy;

    private final Path directory;

    TlsProxyAcceptance(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Pushes in a JVM of its own, with a trust store of its own. */
    public static void main(String[] arguments) {
        new TestPush(Path.of(arguments[0]))
                .from(arguments[1] + "/base:1")
                .to(arguments[2])
                .repository("trusted")
                .insecure(arguments[1])
                .push();
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        bases = DockerRegistry.start(MADE);
        bases.fixture().push("base", "1", TestPush.base());
        registry = DockerRegistry.start(MADE);
        proxy = TlsProxy.start(MADE, registry.url());
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        registry.close();
        bases.close();
    }

    /** Otherwise all the others would show nothing. */
    @Test
    void theRegistryNamesItselfInPlainHttp() throws Exception {
        KeyStore trusted = trusted();
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext ssl = SSLContext.getInstance("TLS");
        ssl.init(null, trust.getTrustManagers(), null);
        HttpRequest opening = HttpRequest.newBuilder(URI.create("https://" + proxy.host() + "/v2/probe/blobs/uploads/"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<Void> answer =
                HttpClient.newBuilder().sslContext(ssl).build().send(opening, HttpResponse.BodyHandlers.discarding());

        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith("http://" + proxy.host() + "/v2/probe/blobs/uploads/");
    }

    @Test
    void aPushThatTrustsItsCertificateIsWhole() throws Exception {
        Path store = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted().store(out, PASSWORD.toCharArray());
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + store,
                        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TlsProxyAcceptance.class.getName(),
                        directory.toString(),
                        bases.host(),
                        proxy.host())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(output).isZero();
        whole("trusted");
    }

    @Test
    void aPushThatVerifiesNoCertificateIsWhole() throws IOException {
        TestPush push = new TestPush(directory)
                .from(bases.host() + "/base:1")
                .to(proxy.host())
                .repository("unverified");

        push.push();

        assertThat(push.retries()).isEmpty();
        whole("unverified");
    }

    @Test
    void craneCopesAsTheTableSays() throws IOException {
        CopyTool.crane(new String[0])
                .with("SSL_CERT_FILE", proxy.certificate().toString())
                .copy(bases.host() + "/base:1", proxy.host() + "/crane:27.1", TlsProxy.WHO.crane());

        wholeOrNotThere("crane", TlsProxy.WHO.crane());
    }

    @Test
    void skopeoCopesAsTheTableSays() throws IOException {
        CopyTool.skopeo("--src-tls-verify=false", "--dest-cert-dir=" + proxy.certificates())
                .copy(bases.host() + "/base:1", proxy.host() + "/skopeo:27.1", TlsProxy.WHO.skopeo());

        wholeOrNotThere("skopeo", TlsProxy.WHO.skopeo());
    }

    private static void wholeOrNotThere(String repository, WhoCopes.Outcome expected) throws IOException {
        if (expected.isThere()) {
            whole(repository);
        } else {
            assertThat(registry.fixture().manifest(repository, "27.1")).isEmpty();
        }
    }

    private static void whole(String repository) throws IOException {
        RegistryFixture fixture = registry.fixture();
        Manifest pushed = fixture.manifest(repository, "27.1").orElseThrow();
        assertThat(pushed.layerDigests())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(layer -> fixture.hasBlob(repository, layer));
        assertThat(fixture.hasBlob(repository, pushed.configDigest())).isTrue();
    }

    private static KeyStore trusted() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(proxy.certificate())) {
            store.setCertificateEntry(
                    "proxy", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        return store;
    }
}
