package io.github.erlangcodebuild.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Hosts that are reached without a proxy although one is set. No name is looked up for it: what counts is what the URL has. */
public sealed interface DirectHosts {

    /**
     * Whether a host is one of them.
     *
     * @param host a name, or an IP address; one of IPv6 with or without brackets
     */
    boolean contains(String host, int port);

    /** None. */
    static DirectHosts none() {
        return new HostPatterns("");
    }

    /** A host in lower case, without the brackets of IPv6 and the dot that may end a name. */
    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
    }

    /**
     * As {@code settings.xml} and the JVM's {@code http.nonProxyHosts} have them.
     *
     * @param text names with {@code *} as wildcard, split by {@code |}
     */
    record HostPatterns(String text) implements DirectHosts {

        @Override
        public boolean contains(String host, int port) {
            return Stream.of(text.split("[|,]", -1))
                    .map(String::trim)
                    .filter(entry -> !entry.isEmpty())
                    .map(entry -> Pattern.compile(Pattern.quote(plain(entry)).replace("*", "\\E.*\\Q")))
                    .anyMatch(pattern -> pattern.matcher(plain(host)).matches());
        }
    }

    /**
     * As {@code NO_PROXY} has them, which no standard defines. This is what curl and Go read alike: a domain, with or without a dot in
     * front, holds for itself and all below it; an IP address or a range of them ({@code 10.0.0.0/8}) for hosts that are named by
     * address; {@code *} for all. A port, where one is written, must be the same.
     *
     * @param text split by commas or spaces
     */
    record NoProxyList(String text) implements DirectHosts {

        private static final Pattern PORT = Pattern.compile("(?<host>\\[.*]|[^:]*):(?<port>\\d+)");
        private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

        @Override
        public boolean contains(String host, int port) {
            return Stream.of(text.split("[,\\s]+", -1))
                    .filter(entry -> !entry.isEmpty())
                    .anyMatch(entry -> matches(entry, plain(host), port));
        }

        private static boolean matches(String entry, String host, int port) {
            var withPort = PORT.matcher(entry);
            if (withPort.matches()) {
                return withPort.group("port").equals(String.valueOf(port))
                        && matches(withPort.group("host"), host, port);
            }
            Optional<byte[]> address = address(host);
            if (entry.contains("/")) {
                return address.isPresent() && isInRange(entry, address.get());
            }
            String name = plain(entry).replaceFirst("^\\*?\\.", "");
            return name.equals("*")
                    || name.equals(host)
                    || address.flatMap(one -> address(name).map(other -> Arrays.equals(one, other)))
                            .orElse(address.isEmpty() && !name.isEmpty() && host.endsWith("." + name));
        }

        private static boolean isInRange(String range, byte[] address) {
            List<String> parts = List.of(range.split("/", 2));
            Optional<byte[]> network = address(plain(parts.get(0)));
            if (network.isEmpty()
                    || network.get().length != address.length
                    || !parts.get(1).matches("\\d{1,3}")) {
                return false;
            }
            int free = address.length * 8 - Integer.parseInt(parts.get(1));
            return free >= 0
                    && new BigInteger(1, address)
                            .shiftRight(free)
                            .equals(new BigInteger(1, network.get()).shiftRight(free));
        }

        /** Nothing is looked up: what has the form of an address is one, or none. */
        private static Optional<byte[]> address(String host) {
            if (!IPV4.matcher(host).matches() && !host.contains(":")) {
                return Optional.empty();
            }
            try {
                return Optional.of(InetAddress.getByName(host).getAddress());
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }
    }
}
