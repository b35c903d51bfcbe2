package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.push.TestPush;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.util.regex.Pattern;

/** The requests of a push, in their order. */
enum Stage {
    DESCRIPTOR(
            "descriptor",
            Side.BUNDLE,
            "GET",
            "toolchain\\.json$",
            "Cannot read the toolchain bundle |The toolchain descriptor |The server gives no right to read "),
    BASE_MANIFEST("base manifest", Side.SOURCE, "GET", "/manifests/", "Cannot pull the base image "),
    BASE_CONFIG(
            "base config",
            Side.SOURCE,
            "GET",
            "/blobs/" + TestPush.base().manifest().configDigest(),
            "Cannot pull sha256:"),
    PING("`GET /v2/`", Side.TARGET, "GET", "^/v2/$", "Cannot look up tag 27.1 in "),
    TOKEN("token", Side.TARGET, "GET", "^/token", "Cannot look up tag 27.1 in "),
    TAG("tag", Side.TARGET, "GET|HEAD", "/manifests/27\\.1$", "Cannot look up tag 27.1 in "),
    BLOB_HEAD(
            "HEAD of a blob",
            Side.TARGET,
            "HEAD",
            "/blobs/" + Layers.LARGEST.digest(),
            "Cannot (push|look for) sha256:"),
    START_UPLOAD("POST", Side.TARGET, "POST", "/blobs/uploads/", "Cannot (push|look for) sha256:"),
    MOUNT("POST that mounts", Side.TARGET, "POST", "mount=", "Cannot look for sha256:"),
    BASE_LAYER("base layer", Side.SOURCE, "GET", "/blobs/" + Layers.LARGEST.digest(), "Cannot pull sha256:"),
    REDIRECTED_LAYER(
            "redirected base layer",
            Side.STORAGE,
            "GET",
            Servers.LAYERS + Layers.LARGEST.digest(),
            "Cannot pull sha256:"),
    TOOLCHAIN_LAYER(
            "toolchain layer",
            Side.BUNDLE,
            "GET",
            "toolchain\\.tar\\.gz$",
            "Cannot read the toolchain bundle |The toolchain layer |The server gives no right to read "),
    UPLOAD("upload of a layer", Side.TARGET, "PATCH|PUT", "/blobs/uploads/", "Cannot push sha256:") {
        @Override
        boolean matchesBody(int firstByte) {
            return firstByte >= 0 && firstByte != '{';
        }
    },
    CONFIG_UPLOAD("upload of the config", Side.TARGET, "PATCH|PUT", "/blobs/uploads/", "Cannot push sha256:") {
        @Override
        boolean matchesBody(int firstByte) {
            return firstByte == '{';
        }
    },
    FIRST_TAG("first tag", Side.TARGET, "PUT", "/manifests/27\\.1$", "Cannot push the manifest of tag 27.1 to "),
    FURTHER_TAG("further tag", Side.TARGET, "PUT", "/manifests/latest$", "Cannot push the manifest of tag latest to ");

    /** Layers of the base. */
    static final class Layers {

        static final TestLayer LARGEST = TestLayer.synthetic(1, 200_000);

        private Layers() {}
    }

    private final String title;
    private final Side side;
    private final Pattern method;
    private final Pattern uri;
    private final String attempt;

    /** The servers that a push talks to. */
    enum Side {
        BUNDLE,
        SOURCE,
        TARGET,
        /** Where the source keeps its layers, when it is not with itself. */
        STORAGE
    }

    Stage(String title, Side side, String method, String uri, String attempt) {
        this.title = title;
        this.side = side;
        this.method = Pattern.compile(method);
        this.uri = Pattern.compile(uri);
        this.attempt = attempt;
    }

    String title() {
        return title;
    }

    Side side() {
        return side;
    }

    /** How the message of its failure begins: a regular expression. */
    String attempt() {
        return attempt;
    }

    boolean matches(Exchange exchange) throws IOException {
        return method.matcher(exchange.method()).matches()
                && uri.matcher(exchange.uri()).find()
                && matchesBody(exchange.firstByte());
    }

    boolean matchesBody(int firstByte) {
        return true;
    }

    /** Whether several blobs go through it, each with attempts of its own. */
    boolean isOfSeveralBlobs() {
        return switch (this) {
            case START_UPLOAD, MOUNT, UPLOAD -> true;
            default -> false;
        };
    }

    /** Whether the request has a body. */
    boolean sends() {
        return switch (this) {
            case UPLOAD, CONFIG_UPLOAD, FIRST_TAG, FURTHER_TAG -> true;
            default -> false;
        };
    }

    /** Whether the answer has a body. */
    boolean reads() {
        return switch (this) {
            case DESCRIPTOR, BASE_MANIFEST, BASE_CONFIG, TOKEN, BASE_LAYER, REDIRECTED_LAYER, TOOLCHAIN_LAYER -> true;
            default -> false;
        };
    }
}
