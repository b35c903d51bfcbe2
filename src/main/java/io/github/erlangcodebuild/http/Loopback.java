package io.github.erlangcodebuild.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which hosts are this machine: nobody on the way to them can read or change anything. */
public final class Loopback {

    private static final Pattern ADDRESS =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|::1|\\[::1]");

    private Loopback() {}

    /**
     * Whether a host is this machine. Only the name is looked at: whoever answers a DNS query could lie.
     *
     * @param host without a port
     */
    public static boolean isLoopback(String host) {
        return ADDRESS.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
