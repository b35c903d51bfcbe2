package io.github.erlangcodebuild.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The client that the plugin stands on gets along with the embedded registry. */
class EmbeddedRegistryWithJibTest {

    private static final TestLayer LAYER = TestLayer.ofTextFiles(Map.of("etc/os-release", "NAME=Test\n"));
    private static final TestBaseImage IMAGE = TestBaseImage.docker().layer(LAYER);
    private static final Credential JOE = Credential.from("joe", "secret");

    @Test
    void itFallsBackToPlainHttpAndToAnUnknownCertificate() throws Exception {
        for (EmbeddedRegistry.Builder builder :
                List.of(EmbeddedRegistry.builder(), EmbeddedRegistry.builder().tls())) {
            try (EmbeddedRegistry registry = builder.start()) {
                registry.fixture().push("base", "1", IMAGE);
                assertThat(client(registry).pullManifest("1").getDigest())
                        .hasToString(IMAGE.manifest().digest().toString());
            }
        }
    }

    @Test
    void itPushesWithBasicAuth() throws Exception {
        try (EmbeddedRegistry registry =
                EmbeddedRegistry.builder().basicAuth("joe", "secret").start()) {
            RegistryClient client = client(registry);
            client.configureBasicAuth();
            assertPushes(registry, client);
        }
    }

    @Test
    void itPushesWithATokenAndFollowsARedirectedBlob() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.builder()
                .bearerAuth("joe", "secret")
                .redirectBlobs()
                .start()) {
            RegistryClient client = client(registry);
            assertThat(client.doPushBearerAuth()).isTrue();
            assertPushes(registry, client);
            assertThat(Blobs.writeToByteArray(client.pullBlob(digest(LAYER), bytes -> {}, bytes -> {})))
                    .hasSize((int) LAYER.bytes());
        }
    }

    private static void assertPushes(EmbeddedRegistry registry, RegistryClient client) throws Exception {
        boolean wasThere =
                client.pushBlob(digest(LAYER), Blobs.from(LAYER.content().open()), null, bytes -> {});
        assertThat(wasThere).isFalse();
        assertThat(registry.fixture().hasBlob("base", LAYER.digest())).isTrue();
    }

    private static DescriptorDigest digest(TestLayer layer) throws Exception {
        return DescriptorDigest.fromDigest(layer.digest().toString());
    }

    private static RegistryClient client(EmbeddedRegistry registry) {
        FailoverHttpClient http = new FailoverHttpClient(true, true, event -> {});
        return RegistryClient.factory(EventHandlers.NONE, registry.host(), "base", http)
                .setCredential(JOE)
                .newRegistryClient();
    }
}
