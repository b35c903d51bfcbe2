package io.github.erlangcodebuild.acceptance;

import io.github.erlangcodebuild.testing.RegistryFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's {@code docker-registry} in the place of an account's registry in Amazon ECR: under its host name, with TLS on
 * port 443, and with basic authentication. Needs root, for the port.
 */
final class EcrRegistry implements AutoCloseable {

    static final String ACCOUNT = "123456789012";
    static final String HOST = ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com";
    /** What moto gives out as a token. */
    static final String PASSWORD = ACCOUNT + "-auth-token";

    private final Path directory;
    private final Process process;

    private EcrRegistry(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    static EcrRegistry start(Path directory) throws IOException, InterruptedException {
        Path absolute = directory.toAbsolutePath();
        // not 127.0.0.1, where another server may have the port
        Shell.run("make-ecr.sh", absolute.toString(), HOST, "127.0.0.2", PASSWORD, System.getProperty("java.home"));
        Path config = Files.writeString(absolute.resolve("config.yml"), """
                version: 0.1
                log:
                  level: warn
                storage:
                  filesystem:
                    rootdirectory: %1$s/data
                auth:
                  htpasswd:
                    realm: %2$s
                    path: %1$s/passwords
                http:
                  addr: 127.0.0.2:443
                  relativeurls: true
                  tls:
                    certificate: %1$s/certificate.pem
                    key: %1$s/key.pem
                """.formatted(absolute, HOST));
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(absolute.resolve("log").toFile())
                .start();
        Ports.await(process, absolute.resolve("log"));
        return new EcrRegistry(absolute, process);
    }

    RegistryFixture fixture() {
        return RegistryFixture.at("https://127.0.0.2")
                .withBasicAuth("AWS", PASSWORD)
                .withTrustStore(trustStore());
    }

    /** With the password {@code changeit}. */
    Path trustStore() {
        return directory.resolve("trust");
    }

    /** With the password {@code changeit}. */
    Path keyStore() {
        return directory.resolve("keys.p12");
    }

    /** Says where the registry's host name leads to. */
    Path hosts() {
        return directory.resolve("hosts");
    }

    /** The requests up to now, as its access log has them. */
    List<String> requests() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("log"))) {
            return lines.filter(line -> line.contains("HTTP/1.1\"")).toList();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
