package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a small toolchain bundle in memory: whole and the same each time, until a test changes something. What the
 * descriptor says of the layer follows the layer, except for the fields that a test sets.
 */
public final class TestBundle {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Two records of zeros. */
    private static final int END_MARKER_BYTES = 2 * 512;

    private static final String ERLANG = "usr/local/erlang/";

    private final String otpVersion;
    private final List<TarEntry> entries = new ArrayList<>();
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private String architecture = "amd64";
    private UnaryOperator<byte[]> tarChange = UnaryOperator.identity();
    private UnaryOperator<byte[]> layerChange = UnaryOperator.identity();

    private TestBundle(String otpVersion) {
        this.otpVersion = otpVersion;
    }

    /** A bundle for linux/amd64. */
    public static TestBundle otp(String version) {
        String major = version.split("\\.", 2)[0];
        return new TestBundle(version)
                .append(
                        TarEntry.directory("etc/"),
                        TarEntry.directory("etc/profile.d/"),
                        TarEntry.file("etc/profile.d/erlang.sh", "export PATH=/usr/local/erlang/bin:$PATH\n"),
                        TarEntry.directory("usr/"),
                        TarEntry.directory("usr/local/"),
                        TarEntry.directory("usr/local/bin/"),
                        TarEntry.executable("usr/local/bin/rebar3", "#!/usr/bin/env escript\n"),
                        TarEntry.directory(ERLANG),
                        TarEntry.directory(ERLANG + "bin/"),
                        TarEntry.symlink(ERLANG + "bin/epmd", "../erts-15.1/bin/epmd"),
                        TarEntry.executable(ERLANG + "bin/erl", "#!/bin/sh\necho " + version + "\n"),
                        TarEntry.directory(ERLANG + "erts-15.1/"),
                        TarEntry.directory(ERLANG + "erts-15.1/bin/"),
                        TarEntry.file(ERLANG + "erts-15.1/bin/epmd", elf(62)).mode(0755),
                        TarEntry.directory(ERLANG + "releases/"),
                        TarEntry.directory(ERLANG + "releases/" + major + "/"),
                        TarEntry.file(ERLANG + "releases/" + major + "/OTP_VERSION", version + "\n"));
    }

    /** The header of a program for a machine ({@code e_machine}): 62 is x86-64, 183 is AArch64. */
    public static byte[] elf(int machine) {
        byte[] header = new byte[64];
        byte[] start = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(start, 0, header, 0, start.length);
        header[18] = (byte) machine;
        header[19] = (byte) (machine >> 8);
        return header;
    }

    /** Puts entries in the place of those of the same name, or at the end. */
    public TestBundle with(TarEntry... replacements) {
        for (TarEntry replacement : replacements) {
            int place = indexOf(replacement.name());
            if (place < 0) {
                entries.add(replacement);
            } else {
                entries.set(place, replacement);
            }
        }
        return this;
    }

    /** Puts entries at the end, even if there are others of the same name. */
    public TestBundle append(TarEntry... more) {
        entries.addAll(List.of(more));
        return this;
    }

    public TestBundle without(String name) {
        entries.removeIf(entry -> entry.name().equals(name));
        return this;
    }

    /** {@code amd64} or {@code arm64}: of the descriptor, and of the program in the layer. */
    public TestBundle architecture(String name) {
        architecture = name;
        return with(TarEntry.file(ERLANG + "erts-15.1/bin/epmd", elf(name.equals("arm64") ? 183 : 62))
                .mode(0755));
    }

    /** Makes the layer larger by some incompressible bytes, the same each time; they are held in memory. */
    public TestBundle padding(long bytes) {
        byte[] content = new byte[Math.toIntExact(bytes)];
        new Random(1).nextBytes(content);
        content[0] = 0;
        return with(TarEntry.file(ERLANG + "padding", content));
    }

    /** Sets a field of the descriptor, {@code layer.size} say, whatever the layer is. Null removes it. */
    public TestBundle descriptorField(String path, @Nullable Object value) {
        fields.put(path, value);
        return this;
    }

    /** Changes the tar before it is compressed; the descriptor follows. */
    public TestBundle changeTar(UnaryOperator<byte[]> change) {
        tarChange = change;
        return this;
    }

    /** Changes the compressed layer; the descriptor's size and digest follow. */
    public TestBundle changeLayer(UnaryOperator<byte[]> change) {
        layerChange = change;
        return this;
    }

    public byte[] tarBytes() {
        return tarChange.apply(produce(out -> {
            for (TarEntry entry : entries) {
                entry.writeTo(out);
            }
            out.write(new byte[END_MARKER_BYTES]);
        }));
    }

    public byte[] layerBytes() {
        return layerChange.apply(gzip(tarBytes()));
    }

    /** As {@code gzip} does it, without name and time. */
    public static byte[] gzip(byte[] content) {
        return produce(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
        });
    }

    /** The descriptor, for a test to change before it writes it itself. */
    public ObjectNode descriptor() {
        byte[] tar = tarBytes();
        byte[] layer = layerChange.apply(gzip(tar));
        ObjectNode root = JSON.createObjectNode().put("schemaVersion", 1);
        root.putObject("erlang").put("otpVersion", otpVersion).put("ertsVersion", "15.1");
        root.putObject("rebar3").put("version", "3.25.1");
        root.putObject("kerl").put("version", "4.4.0").put("configureOptions", "--without-wx");
        root.putObject("platform").put("os", "linux").put("architecture", architecture);
        root.putObject("builtOn")
                .put("image", "public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0")
                .put("osRelease", "Amazon Linux 2023")
                .put("glibc", "2.34")
                .put("openssl", "3.0.8");
        root.putObject("layer")
                .put("file", "toolchain.tar.gz")
                .put("mediaType", ToolchainDescriptor.Layer.MEDIA_TYPE)
                .put("size", layer.length)
                .put("digest", Digest.of(layer).toString())
                .put("diffId", Digest.of(tar).toString())
                .put("uncompressedSize", tar.length);
        root.put("created", "2026-11-23T00:00:00Z");
        fields.forEach((path, value) -> set(root, path, value));
        return root;
    }

    public byte[] descriptorBytes() {
        return descriptor().toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /** The descriptor as the plugin reads it. */
    public ToolchainDescriptor parsed() {
        return ToolchainDescriptor.parse(descriptorBytes(), URI.create("file:///bundle/toolchain.json"));
    }

    /** Writes {@code toolchain.json} and {@code toolchain.tar.gz}; the former's path. */
    public Path writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("toolchain.tar.gz"), layerBytes());
        return Files.write(directory.resolve("toolchain.json"), descriptorBytes());
    }

    private static void set(ObjectNode root, String path, @Nullable Object value) {
        String[] names = path.split("\\.", -1);
        ObjectNode object = root;
        for (int i = 0; i < names.length - 1; i++) {
            object = object.withObjectProperty(names[i]);
        }
        String last = names[names.length - 1];
        if (value == null) {
            object.remove(last);
        } else {
            object.set(last, JSON.valueToTree(value));
        }
    }

    private int indexOf(String name) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private static byte[] produce(Writer writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
