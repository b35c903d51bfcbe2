package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
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
        return start(directory, "crane", "registry", "serve", "--address", "127.0.0.1:0");
    }

    /** The registry of CUE's ociregistry. */
    static GoRegistry ocimem(Path directory) throws IOException, InterruptedException {
        return start(directory, "ocimem", "0");
    }

    private static GoRegistry start(Path directory, String program, String... arguments)
            throws IOException, InterruptedException {
        Shell.run("install-registries.sh", directory.toString());
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, directory.resolve(program).toString());
        Path log = Files.createTempFile(directory, program, ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new GoRegistry(process, Ports.await(process, log), log);
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
