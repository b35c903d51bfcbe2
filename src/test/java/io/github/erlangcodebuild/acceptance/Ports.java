package io.github.erlangcodebuild.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ports of this machine. */
final class Ports {

    private static final int SECONDS_TO_START = 30;

    private Ports() {}

    /** One of 127.0.0.1. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until a server that was started takes connections; fails with its log when it does not. */
    static void await(InetSocketAddress address, Process server, Path log) throws IOException, InterruptedException {
        Thread.sleep(500); // one that cannot have its port ends by then; somebody else may be answering there
        for (int tries = 0; tries < SECONDS_TO_START * 10 && server.isAlive(); tries++) {
            try {
                new Socket(address.getAddress(), address.getPort()).close();
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("nothing answers on " + address + ":\n" + Files.readString(log));
    }
}
