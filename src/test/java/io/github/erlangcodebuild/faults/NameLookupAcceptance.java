package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNS that fails once: with the memory that a JVM has of it, and with the pauses that users have. */
@Tag("acceptance")
class NameLookupAcceptance {

    private static final String HOST = "registry.test";

    @AutoClose
    private final Servers servers = Servers.start();

    @AutoClose
    private final Network network = new Network(servers);

    private final Path hosts;

    NameLookupAcceptance(@TempDir Path directory) throws IOException {
        hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
    }

    @Test
    void aHostThatCannotBeLookedUpAtFirstIsFoundLater() throws IOException {
        try (PushProcess push = push()) {
            assertThat(push.line()).startsWith("Will try again ").contains(HOST);
            Files.writeString(hosts, "127.0.0.1 localhost " + HOST + "\n");

            PushProcess.End end = push.await();

            assertThat(end.exitCode()).as(end.printed()).isZero();
        }
        assertThat(servers.fixture().manifest("looked-up", "latest")).isPresent();
    }

    private PushProcess push() {
        String port = network.target().host().replaceFirst(".*:", ":");
        return PushProcess.start(
                network.source().host() + "/base:1",
                network.relay(Stage.Side.BUNDLE).url() + "/toolchain.json",
                HOST + port,
                "looked-up",
                "-DsendCredentialsOverHttp=true",
                "-Djdk.net.hosts.file=" + hosts);
    }
}
