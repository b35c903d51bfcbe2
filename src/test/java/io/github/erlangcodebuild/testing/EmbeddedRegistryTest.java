package io.github.erlangcodebuild.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryTest {

    private static final TestBaseImage IMAGE =
            TestBaseImage.docker().layer(TestLayer.ofTextFiles(Map.of("etc/os-release", "NAME=Test\n")));

    @Test
    void whatTheFixtureDoesIsNotRecordedAndWhatOthersDoIs() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            registry.fixture().push("base", "1", IMAGE);
            assertThat(registry.requests()).isEmpty();

            RegistryFixture.at(registry.url())
                    .withBasicAuth("joe", "secret")
                    .push("base/other", "2", TestBaseImage.docker().syntheticLayers(1, 1000));
            assertThat(registry.requests().get(registry.requests().size() - 1))
                    .hasToString("PUT /v2/base/other/manifests/2 201");
            assertThat(registry.blobRequests())
                    .extracting(RegistryRequest::bytesIn)
                    .contains(1000L);
            assertThat(registry.requests())
                    .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Basic"));
            assertThat(registry.tags("base/other")).containsExactly("2");
            registry.clearRequests();
            assertThat(registry.requests()).isEmpty();
        }
    }

    @Test
    void basicAuthIsAskedFor() {
        try (EmbeddedRegistry registry =
                EmbeddedRegistry.builder().basicAuth("joe", "secret").start()) {
            RegistryFixture client = RegistryFixture.at(registry.url());
            assertThatThrownBy(() -> client.push("base", "1", IMAGE)).hasMessageContaining("401");
            assertThat(client.withBasicAuth("joe", "secret").push("base", "1", IMAGE))
                    .isEqualTo(registry.fixture().manifest("base", "1").orElseThrow());
        }
    }

    @Test
    void aTokenIsGoodForItsScopeUntilItExpires() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.builder()
                .bearerAuthWithAnonymousPull("joe", "secret")
                .start()) {
            registry.fixture().push("base", "1", IMAGE);
            assertThat(get(registry.url().resolve("/v2/base/manifests/1"))
                            .headers()
                            .firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=\"" + registry.url()
                            + "/token\",service=\"embedded\",scope=\"repository:base:pull\"");

            String anyone = token(registry, "pull,push");
            assertThat(bearer(registry, anyone).manifest("base", "1")).isPresent();
            assertThatThrownBy(() -> bearer(registry, anyone).push("base", "2", IMAGE))
                    .hasMessageContaining("401");

            String joes = token(registry, "pull,push", RegistryAccess.basicAuthorization("joe", "secret"));
            assertThat(bearer(registry, joes).push("base", "2", IMAGE)).isNotNull();
            assertThatThrownBy(() -> bearer(registry, joes)
                            .mount("base", IMAGE.manifest().configDigest(), "other"))
                    .hasMessageContaining("401");

            registry.expireTokens();
            assertThatThrownBy(() -> bearer(registry, joes).manifest("base", "1"))
                    .hasMessageContaining("401");
            assertThatThrownBy(() -> token(registry, "pull", RegistryAccess.basicAuthorization("joe", "wrong")))
                    .hasMessageContaining("401");
        }
    }

    @Test
    void tlsIsTrustedOnlyWithItsTrustStore() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.builder().tls().start()) {
            registry.fixture().push("base", "1", TestBaseImage.oci().syntheticLayers(2, 300_000));
            RegistryFixture client = RegistryFixture.at(registry.url());
            assertThatThrownBy(() -> client.manifest("base", "1")).hasCauseInstanceOf(SSLHandshakeException.class);
            assertThat(client.withTrustStore(registry.trustStore()).manifest("base", "1"))
                    .isPresent();
        }
    }

    @Test
    void faultsComeAsOftenAsAskedFor() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            RegistryFixture client = RegistryFixture.at(registry.url());
            registry.failNext("PUT", "/blobs/uploads/", 503, 1);
            assertThatThrownBy(() -> client.push("base", "1", IMAGE)).hasMessageContaining("503");
            registry.denyNext("PUT", "/manifests/", "not yours", 1);
            assertThatThrownBy(() -> client.push("base", "1", IMAGE))
                    .hasMessageContaining("403")
                    .hasMessageContaining("\"DENIED\",\"message\":\"not yours\"");
            registry.dropNext("HEAD", "/blobs/", EmbeddedRegistry.ALWAYS);
            assertThatThrownBy(() -> client.push("base", "1", IMAGE)).isInstanceOf(UncheckedIOException.class);
            registry.clearFaults();
            client.push("base", "1", IMAGE);
            assertThat(registry.requests())
                    .extracting(RegistryRequest::status)
                    .contains(503, 403, 0)
                    .endsWith(201);
        }
    }

    @Test
    void aBlobCanBeCutShort() throws IOException {
        TestLayer layer = TestLayer.synthetic(1, 500_000);
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            registry.fixture().pushBlob("base", layer);
            registry.cutNextBlob("/v2/base/", 200_000, 1);
            RegistryFixture client = RegistryFixture.at(registry.url());
            try (InputStream in = client.openBlob("base", layer.digest())) {
                assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            }
            assertThat(client.blob("base", layer.digest())).hasSize(500_000);
        }
    }

    @Test
    void aRedirectedBlobIsGivenOnlyToThoseWhoLeaveTheirCredentialsBehind() throws Exception {
        TestLayer layer = TestLayer.synthetic(1, 500_000);
        try (EmbeddedRegistry registry = EmbeddedRegistry.builder()
                .basicAuth("joe", "secret")
                .redirectBlobs()
                .start()) {
            registry.fixture().pushBlob("base", layer);
            String joe = RegistryAccess.basicAuthorization("joe", "secret");
            URI store = URI.create(get(registry.url().resolve("/v2/base/blobs/" + layer.digest()), joe)
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
            assertThat(store.getHost()).isEqualTo("localhost");
            assertThat(get(store, joe).statusCode()).isEqualTo(400);
            assertThat(get(store).statusCode()).isEqualTo(200);
        }
    }

    private static RegistryFixture bearer(EmbeddedRegistry registry, String token) {
        return RegistryFixture.at(registry.url()).withHeader("Authorization", "Bearer " + token);
    }

    private static String token(EmbeddedRegistry registry, String actions, String... authorization) throws Exception {
        URI uri = registry.url().resolve("/token?service=embedded&scope=repository:base:" + actions);
        HttpResponse<String> response = get(uri, authorization);
        assertThat(response.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body()).get("token").asText();
    }

    private static HttpResponse<String> get(URI uri, String... authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        for (String value : authorization) {
            request.header("Authorization", value);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
