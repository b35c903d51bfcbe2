package com.google.cloud.tools.jib.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way in which a server lets its clients authenticate. A response may offer several, in as many {@code WWW-Authenticate}
 * headers or in one.
 *
 * @param scheme {@code Bearer}, {@code Basic}, {@code Negotiate}, as the server writes it
 * @param parameters by their names in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1">RFC 9110, WWW-Authenticate</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** All that these headers offer, in their order. What cannot be read is passed over. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> all = new ArrayList<>();
        headers.forEach(header -> new Parser(header).addTo(all));
        return List.copyOf(all);
    }

    /** The first of this scheme. */
    static Optional<Challenge> find(String scheme, List<Challenge> challenges) {
        return challenges.stream()
                .filter(challenge -> challenge.scheme().equalsIgnoreCase(scheme))
                .findFirst();
    }

    /** Reads a header from left to right. */
    private static final class Parser {

        private static final String OF_TOKENS = "!#$%&'*+-.^_`|~";
        private static final String OF_TOKEN68 = "-._~+/";

        private final String header;
        private int at;

        Parser(String header) {
            this.header = header;
        }

        void addTo(List<Challenge> all) {
            skipSeparators();
            while (at < header.length()) {
                String scheme = token();
                if (scheme.isEmpty()) {
                    at++;
                } else {
                    skipToken68();
                    all.add(new Challenge(scheme, parameters()));
                }
                skipSeparators();
            }
        }

        /** Up to what is no parameter any more: the next scheme. */
        private Map<String, String> parameters() {
            Map<String, String> found = new TreeMap<>();
            while (true) {
                int before = at;
                skipSeparators();
                String name = token();
                skipSpace();
                if (name.isEmpty() || at == header.length() || header.charAt(at) != '=') {
                    at = before;
                    return found;
                }
                at++;
                skipSpace();
                found.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
            }
        }

        private String value() {
            return at < header.length() && header.charAt(at) == '"' ? quoted() : unquoted();
        }

        private String quoted() {
            StringBuilder text = new StringBuilder();
            for (at++; at < header.length() && header.charAt(at) != '"'; at++) {
                if (header.charAt(at) == '\\' && at + 1 < header.length()) {
                    at++;
                }
                text.append(header.charAt(at));
            }
            at = Math.min(at + 1, header.length());
            return text.toString();
        }

        /** A token it should be; some send URLs without quotes. */
        private String unquoted() {
            int start = at;
            while (at < header.length() && " \t,".indexOf(header.charAt(at)) < 0) {
                at++;
            }
            return header.substring(start, at);
        }

        private String token() {
            int start = at;
            while (at < header.length() && isOf(OF_TOKENS, header.charAt(at))) {
                at++;
            }
            return header.substring(start, at);
        }

        /** What some schemes have in place of parameters: {@code Negotiate YIIG==}. */
        private void skipToken68() {
            int before = at;
            skipSpace();
            while (at < header.length() && isOf(OF_TOKEN68, header.charAt(at))) {
                at++;
            }
            while (at < header.length() && header.charAt(at) == '=') {
                at++;
            }
            skipSpace();
            if (at < header.length() && header.charAt(at) != ',') {
                at = before;
            }
        }

        private void skipSeparators() {
            while (at < header.length() && " \t,".indexOf(header.charAt(at)) >= 0) {
                at++;
            }
        }

        private void skipSpace() {
            while (at < header.length() && " \t".indexOf(header.charAt(at)) >= 0) {
                at++;
            }
        }

        private static boolean isOf(String others, char character) {
            return (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || (character >= '0' && character <= '9')
                    || others.indexOf(character) >= 0;
        }
    }
}
