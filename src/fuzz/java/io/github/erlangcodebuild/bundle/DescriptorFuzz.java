package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.fuzz.Invariants;
import io.github.erlangcodebuild.testing.TestBundle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Descriptors of bundles: one that is read has nothing in it that a console obeys, and names a layer beside or below it. */
public final class DescriptorFuzz implements FuzzTarget {

    private static final URI LOCATION = URI.create("https://bundles.example.com/27/toolchain.json");
    private static final Path DIRECTORY = Path.of("/27");

    @Override
    public List<byte[]> seeds() {
        TestBundle bundle = TestBundle.otp("27.1");
        return List.of(
                bundle.descriptorBytes(),
                bundle.descriptor().toString().getBytes(StandardCharsets.UTF_16BE),
                TestBundle.otp("27.1")
                        .architecture("arm64")
                        .descriptorField("kerl", null)
                        .descriptorField("builtOn", null)
                        .descriptorField("layer.file", "layers/a.tar.gz")
                        .descriptorField("created", "2026-11-23T00:00:00.5+02:00")
                        .descriptorBytes(),
                bundle.descriptorField("erlang.otpVersion", "\u202e\ue000\ud800")
                        .descriptorBytes());
    }

    @Override
    public void read(byte[] input) {
        ToolchainDescriptor read = ToolchainDescriptor.parse(input, LOCATION);

        Stream.of(
                        Stream.of(
                                read.erlang().otpVersion(),
                                read.erlang().ertsVersion(),
                                read.rebar3().version(),
                                read.platform().toString(),
                                read.layer().file()),
                        read.kerl().stream().flatMap(kerl -> Stream.of(kerl.version(), kerl.configureOptions())),
                        read.builtOn().stream()
                                .flatMap(builtOn -> Stream.of(
                                        builtOn.image(),
                                        builtOn.osRelease().orElse(""),
                                        builtOn.glibc().orElse(""),
                                        builtOn.openssl().orElse(""))))
                .flatMap(texts -> texts)
                .forEach(Invariants::requireLine);
        Path layer = DIRECTORY.resolve(read.layer().file());
        Invariants.require(
                layer.equals(layer.normalize()) && layer.startsWith(DIRECTORY) && !layer.equals(DIRECTORY),
                "a layer at " + layer);
        Invariants.require(
                read.layer().size() > 0
                        && read.layer().size() <= ToolchainDescriptor.MAX_LAYER_BYTES
                        && read.layer().uncompressedSize() > 0
                        && read.layer().uncompressedSize() <= ToolchainDescriptor.MAX_LAYER_BYTES,
                "a layer of " + read.layer());
    }
}
