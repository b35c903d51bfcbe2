package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.acceptance.DockerRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A push to a real registry, killed all over its course. */
@Tag("acceptance")
class KilledPushAcceptance {

    private static final int POINTS = 24;

    @AutoClose
    private final DockerRegistry registry = DockerRegistry.start(Path.of("target/acceptance"));

    @AutoClose
    private final Servers servers = Servers.start();

    @AutoClose
    private final Network network =
            new Network(servers.bundles(), servers.source().url(), registry.url());

    KilledPushAcceptance() throws IOException, InterruptedException {}

    @Test
    void aPushThatWasKilledIsCompletedByTheNextWhichSendsOnlyWhatIsMissing() {
        new KilledPush(network, registry.fixture()).atPoints(POINTS);
    }
}
