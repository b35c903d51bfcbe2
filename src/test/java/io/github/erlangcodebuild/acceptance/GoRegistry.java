package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registry that is built from Go modules and keeps its data in memory. */
final class GoRegistry implements RealRegistry {

    private final Process process;
    private final int port;
    private final Path log;

    private GoRegistry(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** {@code crane registry serve}, of go-containerregistry. The programs are installed below the directory. */
    static GoRegistry crane(Path directory) throws IOException, InterruptedException {
        int port = Ports.free();
        return start(directory, port, "crane", "registry", "serve", "--address", "127.0.0.1:" + port);
    }

    /** The registry of CUE's ociregistry. */
    static GoRegistry ocimem(Path directory) throws IOException, InterruptedException {
        int port = Ports.free();
        return start(directory, port, "ocimem", String.valueOf(port));
    }

    private static GoRegistry start(Path directory, int port, String program, String... arguments)
            throws IOException, InterruptedException {
        Shell.run("install-registries.sh", directory.toString());
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, directory.resolve(program).toString());
        Path log = Files.createTempFile(directory, program, ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Ports.await(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), process, log);
        return new GoRegistry(process, port, log);
    }

    @Override
    public String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.delete(log);
    }
}
