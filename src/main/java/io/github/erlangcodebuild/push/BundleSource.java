package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.bundle.BundleReader;
import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.http.ProxyUnavailableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.registry.BlobContent;
import io.github.erlangcodebuild.registry.SourceFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A toolchain bundle as a push reads it: tried again after temporary failures, and its layer verified before an image may hold
 * it, even where the repository has the layer already.
 */
final class BundleSource implements BlobContent {

    private final ToolchainBundle bundle;
    private final Retry retry;
    private volatile boolean verified;

    private BundleSource(ToolchainBundle bundle, Retry retry) {
        this.bundle = bundle;
        this.retry = retry;
    }

    /**
     * Reads the bundle's descriptor.
     *
     * @throws ActionableException when it cannot be read, or is not what the request asks for
     */
    static BundleSource read(PushRequest request, BundleReader bundles, Retry retry) {
        String place = request.bundle().display();
        ToolchainBundle bundle = attempt(
                retry,
                place,
                "read " + place,
                () -> ToolchainBundle.read(
                        request.bundle(), bundles, request.erlangVersion(), request.toolchainDigest()));
        return new BundleSource(bundle, retry);
    }

    ToolchainBundle bundle() {
        return bundle;
    }

    /** Copies the layer, once, and verifies it. */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        String place = bundle.location().display();
        SourceFailure.copying(bundle::copyLayer, out, failure -> unreadable(place, failure));
        verified = true;
    }

    /** Whether the layer has been read to its end, and is what the descriptor says. */
    boolean isVerified() {
        return verified;
    }

    /**
     * Reads the layer for nothing but to verify it. A repository that has a blob of the same digest has the same bytes, so
     * what is found out about the bundle's layer is true of that blob. Reading the bundle's needs no rights but those that sending
     * it would need.
     *
     * @throws ActionableException when the layer cannot be read, or is not what the descriptor and the format say
     */
    void verify() {
        attempt(retry, bundle.location().display(), "verify " + bundle.layerDisplay(), () -> {
            bundle.copyLayer(OutputStream.nullOutputStream());
            verified = true;
            return bundle;
        });
    }

    /** Requires that the layer is there and may be read. Reads nothing of it. */
    void requireLayer() {
        attempt(retry, bundle.location().display(), "read " + bundle.layerDisplay(), () -> {
            bundle.requireLayer();
            return bundle;
        });
    }

    private static <T> T attempt(Retry retry, String place, String action, Callable<T> reading) {
        try {
            return retry.call(action, reading::call);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw unreadable(place, e);
        }
    }

    private static ActionableException unreadable(String place, Exception failure) {
        Optional<ProxyUnavailableException> proxy = Failures.find(failure, ProxyUnavailableException.class);
        return new ActionableException(
                "Cannot read the toolchain bundle " + place + ": "
                        + proxy.map(ProxyUnavailableException::problem)
                                .orElseGet(() -> Failures.sentence(Failures.rootMessage(failure))),
                proxy.map(ProxyUnavailableException::remedy)
                        .orElse("Check that the place is up, and that this host may reach it."),
                failure);
    }
}
