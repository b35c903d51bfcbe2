package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.registry.Repository;
import io.github.erlangcodebuild.registry.StubRegistry;
import io.github.erlangcodebuild.registry.StubRegistry.Answer;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a registry says of a base image, and the image that is planned on it. The input is what the tag names, an index or a
 * manifest; the manifest that an index names, or an index in it; and the config, or what the inner index names: with NUL between
 * them, and {@code @M} and {@code @C} for the digests of the latter two, which no fuzzer could find.
 */
public final class BaseImageFuzz implements FuzzTarget {

    private static final ToolchainDescriptor TOOLCHAIN = TestBundle.otp("27.1").parsed();
    private static final String MANIFEST_DIGEST = "@M";
    private static final String CONFIG_DIGEST = "@C";

    @Override
    public List<byte[]> seeds() {
        String config =
                "{'os':'linux','architecture':'amd64','created':'2026-01-01T00:00:00Z','config':{'Env':['PATH=/bin','A'],"
                        + "'Labels':{'a':'b'}},'rootfs':{'type':'layers','diff_ids':['sha256:" + "0".repeat(64)
                        + "']},'history':[{'created_by':'a'},{'empty_layer':true}]}";
        String docker = manifest("application/vnd.docker.distribution.manifest.v2+json");
        String oci = manifest("application/vnd.oci.image.manifest.v1+json");
        String index =
                "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[{'mediaType':'a',"
                        + "'size':1,'digest':'" + MANIFEST_DIGEST
                        + "','platform':{'os':'linux','architecture':'amd64'}}]}";
        String untold = index.replace(",'platform':{'os':'linux','architecture':'amd64'}", "")
                .replace("'a'", "''");
        return Stream.of(
                        untold + "\0" + oci + "\0" + config,
                        untold + "\0" + oci + "\0" + config.replace("'os'", "'variant':'v3','os'"),
                        untold + "\0" + index.replace(MANIFEST_DIGEST, CONFIG_DIGEST) + "\0" + untold,
                        index.replace("'platform'", "'annotations':{'vnd.docker.reference.type':'a'},'platform'")
                                + "\0\0",
                        oci.replaceFirst("'mediaType':'[^']+',", "")
                                        .replace("'b'", "'application/vnd.oci.image.config.v1+json'")
                                + "\0\0" + config,
                        oci.replace("'layers'", "'manifests':[],'layers'") + "\0\0" + config,
                        docker + "\0\0" + config,
                        oci + "\0\0" + config,
                        index + "\0" + oci + "\0" + config,
                        oci + "\0\0" + config.replace("linux", "windows"),
                        oci + "\0\0" + config.replace("amd64", "arm64"),
                        oci + "\0\0" + config.replace("diff_ids':[", "diff_ids':[1,"),
                        oci
                                + "\0\0{'os':'linux','architecture':'amd64','config':null,'history':{},'rootfs':{'diff_ids':[1]}}",
                        oci.replace("@C", "sha512:00" + "x".repeat(20_000)) + "\0\0" + config,
                        "{'mediaType':'application/vnd.docker.distribution.manifest.v1+json','fsLayers':[]}\0\0")
                .map(text -> text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String manifest(String mediaType) {
        return "{'schemaVersion':2,'mediaType':'" + mediaType + "','config':{'mediaType':'b','size':1000,'digest':'"
                + CONFIG_DIGEST + "'},'layers':[{'mediaType':'c','size':1,'digest':'sha256:" + "0".repeat(64) + "'}]}";
    }

    @Override
    public void read(byte[] input) {
        Answers answers = Answers.of(input);
        Repository repository = StubRegistry.repository(answers::to);
        BaseImage base = new BaseImageReader(repository, StubRegistry.IMAGE, warning -> {}).read(TOOLCHAIN::platform);
        PlannedImage.of(base, TOOLCHAIN, ImageSettings.none());
    }

    /** As Latin-1, so that all bytes stay what they are. */
    private record Answers(String tagged, String manifest, String config) {

        static Answers of(byte[] input) {
            String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\0", 3);
            String config = parts.length < 3 ? "" : parts[2];
            String manifest = parts.length < 2 ? "" : parts[1].replace(CONFIG_DIGEST, digest(config));
            return new Answers(
                    parts[0].replace(CONFIG_DIGEST, digest(config)).replace(MANIFEST_DIGEST, digest(manifest)),
                    manifest,
                    config);
        }

        Answer to(String url) {
            String body = url.endsWith("/manifests/1")
                    ? tagged
                    : url.contains("/manifests/") && !url.endsWith(digest(config)) ? manifest : config;
            return new Answer(
                    200, List.of(Map.entry("Content-Type", "application/vnd.oci.image.manifest.v1+json")), bytes(body));
        }

        private static String digest(String content) {
            return Digest.of(bytes(content)).toString();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
