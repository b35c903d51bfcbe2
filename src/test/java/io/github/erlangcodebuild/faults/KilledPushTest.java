package io.github.erlangcodebuild.faults;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few points of a push; acceptance has more of them. */
class KilledPushTest {

    private static final int POINTS = 4;

    @AutoClose
    private final Servers servers = Servers.start();

    @AutoClose
    private final Network network = new Network(servers);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aPushThatWasKilledIsCompletedByTheNextWhichSendsOnlyWhatIsMissing() {
        new KilledPush(network, servers.fixture()).atPoints(POINTS);
    }
}
