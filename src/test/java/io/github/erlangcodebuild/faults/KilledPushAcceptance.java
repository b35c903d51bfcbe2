package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.acceptance.DockerRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A push to a real registry, killed all over its course. */
@Tag("acceptance")
class KilledPushAcceptance {

    private static final int POINTS = 24;

    private static final int LAYER = 10_000_000;

    @AutoClose
    private final DockerRegistry registry = DockerRegistry.start(Path.of("target/acceptance"));

    KilledPushAcceptance() throws IOException, InterruptedException {}

    @Test
    void aPushThatWasKilledIsCompletedByTheNextWhichSendsOnlyWhatIsMissing() {
        try (Servers servers = Servers.start();
                Network network = networkOf(servers)) {
            new KilledPush(network, registry.fixture()).atPoints(POINTS);
        }
    }

    /** The first and the last byte, and some that lie in no buffer's end. */
    @Test
    void aPushThatWasKilledWithinALayerIsCompletedByTheNextWhichSendsThatLayerWhole() {
        TestBaseImage base = TestBaseImage.docker().syntheticLayers(1, LAYER).env("PATH=/usr/bin");
        try (Servers servers = new Servers(base, TestBundle.otp("27.1"));
                Network network = networkOf(servers)) {
            KilledPush push = new KilledPush(network, registry.fixture());
            for (long bytes : new long[] {1, 65_537, 1_000_000, 5_000_001, 8_388_608, LAYER - 1}) {
                push.afterBytesOfALayer(bytes);
            }
        }
    }

    private Network networkOf(Servers servers) {
        return new Network(servers.bundles(), servers.source().url(), registry.url());
    }
}
