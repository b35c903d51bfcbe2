package io.github.erlangcodebuild.testing;

import io.github.erlangcodebuild.http.DirectHosts;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.http.Proxies.Login;
import io.github.erlangcodebuild.http.Proxies.Origin;
import io.github.erlangcodebuild.http.Proxies.Place;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An HTTP proxy on a free port of 127.0.0.1. To it every name is this machine, so that a test reaches its servers as {@code x.test:PORT}:
 * requests to 127.0.0.1 itself go through no proxy.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-connect">RFC 9110, CONNECT</a>
 */
public final class TestProxy implements AutoCloseable {

    private static final String NONCE = "7ypf";
    private static final Pattern HEADER = Pattern.compile("(?i)^(?:proxy-)?connection:.*|^proxy-authorization:.*");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Access access = head -> Optional.empty();

    /** What it does not let through. */
    private interface Access {

        /** What a request is refused with; empty for one that is let through. */
        Optional<String> refusal(List<String> head) throws IOException;
    }

    /** One that lets everything through. */
    public TestProxy() throws IOException {
        Thread thread = new Thread(this::accept, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Wants this login, by Basic. */
    public TestProxy basic(String user, String password) {
        String login =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        access =
                head -> value(head, "proxy-authorization").filter(login::equals).isPresent()
                        ? Optional.empty()
                        : Optional.of(answer(407, "Proxy-Authenticate: Basic realm=\"test\"\r\n", "Log in."));
        return this;
    }

    /** Wants this login, by Digest (RFC 7616, with MD5), and takes no other. */
    public TestProxy digest(String user, String password) {
        access = head -> value(head, "proxy-authorization")
                        .filter(sent -> sent.startsWith("Digest ") && digest(head, sent, user, password))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(answer(
                        407,
                        "Proxy-Authenticate: Digest realm=\"test\", qop=\"auth\", nonce=\"" + NONCE + "\"\r\n",
                        "Log in."));
        return this;
    }

    /** Refuses everything. */
    public TestProxy refuse(int status, String body) {
        return refuse(status, "", body);
    }

    /** As {@link #refuse(int, String)}, with headers, each with its line end. */
    public TestProxy refuse(int status, String headers, String body) {
        access = head -> Optional.of(answer(status, headers, body));
        return this;
    }

    /** Closes connections without an answer. */
    public TestProxy drop() {
        access = head -> Optional.of("");
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code 127.0.0.1:PORT} */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The request lines. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** This proxy for all requests, as if HTTPS_PROXY said so. */
    public Proxies proxies() {
        return proxies(Optional.empty());
    }

    /** As {@link #proxies()}, with a login. */
    public Proxies proxies(String user, String password) {
        return proxies(Optional.of(new Login(user, password)));
    }

    private Proxies proxies(Optional<Login> login) {
        return new Proxies(Stream.of("https", "http")
                .map(protocol -> new Proxy(
                        new Origin(Place.ENVIRONMENT, protocol.toUpperCase(Locale.ROOT) + "_PROXY"),
                        protocol,
                        "127.0.0.1",
                        port(),
                        login,
                        DirectHosts.none(),
                        Optional.empty()))
                .toList());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            List<String> head = readHead(in);
            if (head.isEmpty()) {
                return;
            }
            requests.add(head.get(0));
            Optional<String> refusal = access.refusal(head);
            if (refusal.isPresent()) {
                client.getOutputStream().write(refusal.get().getBytes(StandardCharsets.UTF_8));
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                passOn(head, in, client);
            }
        } catch (IOException e) {
            // the client has left, or nobody listens where it wants to go: it sees the connection close
        }
    }

    private static void passOn(List<String> head, InputStream in, Socket client) throws IOException {
        List<String> words = List.of(head.get(0).split(" ", -1));
        boolean tunnel = words.get(0).equals("CONNECT");
        URI target = URI.create(tunnel ? "https://" + words.get(1) : words.get(1));
        try (Socket there =
                new Socket(InetAddress.getLoopbackAddress(), target.getPort() < 0 ? 80 : target.getPort())) {
            if (tunnel) {
                write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
                write(there.getOutputStream(), words.get(0) + " " + target.getRawPath() + query + " HTTP/1.1\r\n");
                for (String header : head.subList(1, head.size())) {
                    if (!HEADER.matcher(header).matches()) {
                        write(there.getOutputStream(), header + "\r\n");
                    }
                }
                write(there.getOutputStream(), "Connection: close\r\n\r\n");
            }
            start(() -> copy(in, there));
            there.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void copy(InputStream in, Socket there) {
        try {
            in.transferTo(there.getOutputStream());
            there.shutdownOutput();
        } catch (IOException e) {
            // one of the two ends has left
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "test-proxy-connection");
        thread.setDaemon(true);
        thread.start();
    }

    /** The lines; none at the end of the connection. */
    private static List<String> readHead(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            if (line.toString().isBlank()) {
                return lines;
            }
            lines.add(line.toString().strip());
            line.setLength(0);
        }
        return List.of();
    }

    private static Optional<String> value(List<String> head, String header) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"))
                .map(line -> line.substring(header.length() + 1).strip())
                .findFirst();
    }

    private static boolean digest(List<String> head, String sent, String user, String password) {
        String method = head.get(0).replaceFirst(" .*", "");
        String first = md5(user + ":test:" + password);
        String second = md5(method + ":" + field(sent, "uri"));
        String expected = md5(
                String.join(":", first, NONCE, field(sent, "nc"), field(sent, "cnonce"), field(sent, "qop"), second));
        return field(sent, "response").equals(expected);
    }

    private static String field(String sent, String name) {
        Matcher field = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(sent);
        return field.find() ? field.group(1) : "";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String answer(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Refused\r\n" + headers + "Content-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
