package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ports of this machine. A server that takes any, port 0, gets one that nobody else has, and the kernel knows which.
 *
 * @see <a href="https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html">{@code /proc/net/tcp}</a>
 */
final class Ports {

    private static final int MINUTES_TO_START = 10;
    private static final String LISTENING = "0A";

    private Ports() {}

    /** Waits until a server listens, and says on which port; fails with its log when it does not. */
    static int await(Process server, Path log) throws IOException, InterruptedException {
        for (int tries = 0; tries < MINUTES_TO_START * 60 * 10 && server.isAlive(); tries++) {
            Optional<Integer> port = listening(server.pid());
            if (port.isPresent()) {
                return port.get();
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("it does not listen:\n" + Files.readString(log));
    }

    private static Optional<Integer> listening(long pid) {
        try {
            Set<String> sockets = sockets(pid);
            // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
            return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                    .map(line -> List.of(line.strip().split(" +", -1)))
                    .filter(fields -> fields.get(3).equals(LISTENING) && sockets.contains(fields.get(9)))
                    .map(fields -> Integer.parseInt(fields.get(1).replaceFirst(".*:", ""), 16))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // it has just ended, or closed a file
        }
    }

    /** The inodes of those that it has open. */
    private static Set<String> sockets(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.map(Ports::target)
                    .filter(target -> target.startsWith("socket:"))
                    .map(target -> target.replaceAll("\\D", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // it has just been closed
        }
    }
}
