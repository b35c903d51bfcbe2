import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * The least that a goal of Maven can do to bring about what push does: the same requests, at the same time, with the JDK's
 * own HTTP client, and nothing else. It checks no byte that it copies, knows no TLS, no credentials and no failure, and
 * edits JSON as text, which only the benchmark's own base allows.
 */
@Mojo(name = "push", requiresProject = false)
public final class FloorMojo extends AbstractMojo {

    private static final int AT_A_TIME = 16;
    private static final int BUFFER = 64 * 1024;
    private static final String MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final Pattern DESCRIPTOR = Pattern.compile("\"size\": (\\d+), \"digest\": \"(sha256:[0-9a-f]+)\"");

    @Parameter(property = "floor.base")
    private String base;

    @Parameter(property = "floor.layer")
    private File layer;

    @Parameter(property = "floor.digest")
    private String digest;

    @Parameter(property = "floor.diffId")
    private String diffId;

    @Parameter(property = "floor.target")
    private String target;

    @Parameter(property = "floor.repository")
    private String repository;

    @Parameter(property = "floor.tags")
    private List<String> tags;

    /** Writes the bytes of a blob. */
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A blob of the image. */
    private record Blob(String digest, long size, boolean ofBase, Content content) {}

    @Override
    public void execute() throws MojoExecutionException {
        System.setProperty("http.maxConnections", String.valueOf(AT_A_TIME)); // to a host, kept
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            push(threads);
        } catch (Exception e) { // whatever it is, the benchmark has failed
            throw new MojoExecutionException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void push(ExecutorService threads) throws Exception {
        String targetUrl = "http://" + target + "/v2/" + repository + "/";
        List<Future<String>> named = new ArrayList<>();
        for (String tag : tags) {
            named.add(threads.submit(() -> open("HEAD", targetUrl + "manifests/" + tag)
                    .getHeaderField("Docker-Content-Digest")));
        }
        String host = base.substring(0, base.indexOf('/'));
        String baseRepository = base.substring(base.indexOf('/') + 1, base.lastIndexOf(':'));
        String baseUrl = "http://" + host + "/v2/" + baseRepository + "/";
        String baseManifest = read(open("GET", baseUrl + "manifests/" + base.substring(base.lastIndexOf(':') + 1)));
        List<Blob> blobs = new ArrayList<>();
        Matcher descriptors = DESCRIPTOR.matcher(baseManifest);
        descriptors.find();
        String oldConfig = descriptors.group();
        String config = config(read(open("GET", baseUrl + "blobs/" + descriptors.group(2))));
        while (descriptors.find()) {
            String blob = descriptors.group(2);
            blobs.add(new Blob(
                    blob,
                    Long.parseLong(descriptors.group(1)),
                    true,
                    out -> copy(open("GET", baseUrl + "blobs/" + blob).getInputStream(), out)));
        }
        byte[] configBytes = config.getBytes(StandardCharsets.UTF_8);
        blobs.add(0, new Blob(digest, layer.length(), false, out -> Files.copy(layer.toPath(), out)));
        blobs.add(new Blob(sha256(configBytes), configBytes.length, false, out -> out.write(configBytes)));
        byte[] manifest = manifest(baseManifest, oldConfig, configBytes).getBytes(StandardCharsets.UTF_8);
        boolean current = true;
        for (Future<String> tag : named) {
            current &= sha256(manifest).equals(tag.get());
        }
        if (current) {
            return;
        }
        String from = host.equals(target) ? baseRepository : "";
        List<Callable<Integer>> transfers = new ArrayList<>();
        for (Blob blob : blobs) {
            transfers.add(() -> transfer(blob, targetUrl, from));
        }
        for (Future<Integer> transfer : threads.invokeAll(transfers)) {
            transfer.get();
        }
        for (String tag : tags) {
            put(targetUrl + "manifests/" + tag, manifest.length, MANIFEST_TYPE, out -> out.write(manifest));
        }
    }

    private String config(String old) {
        return old.replace("\"PATH=", "\"PATH=/usr/local/erlang/bin:")
                .replace("\"Env\":", "\"Labels\": {\"erlang.version\": \"" + tags.get(0) + "\"}, \"Env\":")
                .replace("]}}", ", \"" + diffId + "\"]}}");
    }

    private String manifest(String old, String oldConfig, byte[] config) throws Exception {
        String last = ", {\"mediaType\": \"" + LAYER_TYPE + "\", \"size\": " + layer.length() + ", \"digest\": \"" + digest
                + "\"}]}";
        return old.replace(oldConfig, "\"size\": " + config.length + ", \"digest\": \"" + sha256(config) + "\"")
                .replace("}]}", "}" + last);
    }

    private static int transfer(Blob blob, String targetUrl, String from) throws IOException {
        if (open("HEAD", targetUrl + "blobs/" + blob.digest()).getResponseCode() == 200) {
            return 200;
        }
        String mount = blob.ofBase() && !from.isEmpty() ? "?mount=" + blob.digest() + "&from=" + from : "";
        HttpURLConnection post = open("POST", targetUrl + "blobs/uploads/" + mount);
        post.setDoOutput(true);
        post.setFixedLengthStreamingMode(0);
        post.getOutputStream().close();
        read(post);
        if (post.getResponseCode() == 201) {
            return 201;
        }
        String upload = post.getHeaderField("Location") + "&digest=" + blob.digest();
        return put(upload, blob.size(), "application/octet-stream", blob.content());
    }

    private static int put(String url, long size, String type, Content content) throws IOException {
        HttpURLConnection put = open("PUT", url);
        put.setDoOutput(true);
        put.setFixedLengthStreamingMode(size);
        put.setRequestProperty("Content-Type", type);
        try (OutputStream out = put.getOutputStream()) {
            content.writeTo(out);
        }
        read(put);
        return put.getResponseCode();
    }

    private static HttpURLConnection open(String method, String url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", MANIFEST_TYPE);
        return connection;
    }

    private static String read(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
        }
        in.close();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
