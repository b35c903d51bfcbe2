package com.google.cloud.tools.jib.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import java.io.IOException;
import java.net.URL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedTransportHttpClientTest {

    /** Both names are this host; the client is told that only 127.0.0.1 is. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, https, Basic", "127.0.0.1, http, Basic", "localhost, https,", "localhost, http,"})
    void credentialsGoOverPlainHttpOnlyToLoopback(String host, String scheme, String seen) throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            SharedTransportHttpClient client = new SharedTransportHttpClient(
                    true,
                    "127.0.0.1"::equals,
                    false,
                    event -> {},
                    new ApacheHttpTransport(clients.verifying()),
                    new ApacheHttpTransport(clients.trusting()));
            String port = registry.host().replaceFirst(".*:", "");
            Request request = Request.builder()
                    .setAuthorization(Authorization.fromBasicCredentials("joe", "secret"))
                    .build();

            client.get(new URL(scheme + "://" + host + ":" + port + "/v2/"), request)
                    .close();

            assertThat(registry.requests()).singleElement().satisfies(got -> assertThat(
                            got.headers().get("authorization"))
                    .isEqualTo(seen));
        }
    }
}
