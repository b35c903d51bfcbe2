package io.github.erlangcodebuild.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells hosts that are this very machine, where nobody on the way can read or change anything. */
public final class Loopback {

    private static final Pattern ADDRESS =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|::1|\\[::1]");

    private Loopback() {}

    /** Judged by the name alone: no look-up, since who answers look-ups could lie. */
    public static boolean isLoopback(String host) {
        return ADDRESS.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
