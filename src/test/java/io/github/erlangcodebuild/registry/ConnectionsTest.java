package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** How many connections the questions to a registry take. */
class ConnectionsTest {

    private final Set<String> connections = new ConcurrentSkipListSet<>();

    @Test
    void manyQuestionsTakeOneConnection() throws Exception {
        DisposableServer server = registryWithoutBlobs();
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            Registries registries = new Registries(
                    clients,
                    RegistryCredentials.none(),
                    new RegistrySettings("test/1", InsecureHosts.parse(List.of("127.0.0.1")), Denials.none()),
                    (what, failure, pause, asked) -> {},
                    text -> {},
                    text -> {});
            ImageReference name = ImageReference.parse("127.0.0.1:" + server.port() + "/erlang");
            Repository repository = registries.openForPush(name, Optional.empty());

            for (String digit : List.of("a", "b", "c", "d")) {
                assertThat(repository.hasBlob(new ContentDescriptor("", new Digest(digit.repeat(64)), 1)))
                        .isFalse();
            }

            assertThat(connections).hasSize(1);
        } finally {
            server.disposeNow();
        }
    }

    private DisposableServer registryWithoutBlobs() {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    connections.add(String.valueOf(request.remoteAddress()));
                    return request.uri().contains("/blobs/")
                            ? response.status(404).header("Content-Length", "0").send()
                            : response.sendString(Mono.just("{}"));
                })
                .bindNow();
    }
}
