package io.github.erlangcodebuild.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.bundle.BundleLocation;
import io.github.erlangcodebuild.bundle.LocalFileReader;
import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.push.ImageSettings;
import io.github.erlangcodebuild.push.PlannedImage;
import io.github.erlangcodebuild.push.PushPlan;
import io.github.erlangcodebuild.push.PushRequest;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import io.github.erlangcodebuild.registry.BlobOutcome;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A bundle of OTP 27.1 on a base of one layer, planned and pushed without any registry. */
public final class TestResults {

    public static final Digest BASE = new Digest("b".repeat(64));
    public static final Digest BASE_LAYER = new Digest("a".repeat(64));

    private static final String LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final ImageReference BASE_REFERENCE = ImageReference.parse("public.example.com/codebuild/base:5.0");

    private TestResults() {}

    public static PushResult result(Path directory, Transfer transfer) throws IOException {
        PushRequest request = request(directory);
        ToolchainBundle bundle = bundle(request);
        return new PushResult(
                request.image(), request.tags(), image(bundle), bundle, transfer, Duration.ofMillis(12_345));
    }

    /** The base's layer to mount, the toolchain's to send, the config there already; one tag of two names the image. */
    public static PushPlan plan(PushRequest request) throws IOException {
        ToolchainBundle bundle = bundle(request);
        PlannedImage image = image(bundle);
        return new PushPlan(
                bundle,
                image,
                List.of(
                        new PushPlan.PlannedBlob(image.base().layers().get(0).descriptor(), BlobOutcome.MOUNTED),
                        new PushPlan.PlannedBlob(image.toolchainLayer(), BlobOutcome.SENT),
                        new PushPlan.PlannedBlob(image.configDescriptor(), BlobOutcome.PRESENT)),
                List.of(new PushPlan.PlannedTag("27.1", true), new PushPlan.PlannedTag("latest", false)),
                List.of("the repository team/erlang would be created"));
    }

    public static PushRequest request(Path directory) throws IOException {
        Path descriptor = TestBundle.otp("27.1").writeTo(directory);
        return new PushRequest(
                BASE_REFERENCE,
                BundleLocation.parse(descriptor.toString(), directory),
                "27.1",
                Optional.empty(),
                "registry.example.com",
                "team/erlang",
                List.of("27.1", "latest"),
                ImageSettings.none(),
                true);
    }

    private static ToolchainBundle bundle(PushRequest request) throws IOException {
        return ToolchainBundle.read(request.bundle(), new LocalFileReader(), "27.1", Optional.empty());
    }

    private static PlannedImage image(ToolchainBundle bundle) {
        ObjectNode config = json("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + BASE_LAYER + "\"]}}");
        ObjectNode layer =
                json("{\"mediaType\":\"" + LAYER_TYPE + "\",\"size\":50000000," + "\"digest\":\"" + BASE_LAYER + "\"}");
        BaseLayer baseLayer = new BaseLayer(new ContentDescriptor(LAYER_TYPE, BASE_LAYER, 50_000_000), layer);
        BaseImage base = new BaseImage(BASE_REFERENCE, BASE, ManifestFormat.DOCKER, List.of(baseLayer), config);
        return PlannedImage.of(base, bundle.descriptor(), ImageSettings.none());
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
