package io.github.erlangcodebuild.bundle.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed from real files, by {@code pack-toolchain.sh} and by GNU tar in each of its formats, is accepted. */
@EnabledOnOs(OS.LINUX)
class PackedLayerTest {

    private final Path directory;
    private final Path root;
    private final Path lib;

    PackedLayerTest(@TempDir Path directory) {
        this.directory = directory;
        this.root = directory.resolve("root");
        this.lib = root.resolve("usr/local/erlang/lib");
    }

    @BeforeEach
    void install() throws IOException {
        executable(
                "usr/local/erlang/bin/erl",
                "#!/bin/sh\nROOTDIR=\"/usr/local/erlang\"\n".getBytes(StandardCharsets.UTF_8));
        Path emulator = executable("usr/local/erlang/erts-15.1/bin/beam.smp", TestBundle.elf(62));
        Files.createLink(emulator.resolveSibling("beam.too"), emulator);
        Files.createSymbolicLink(root.resolve("usr/local/erlang/bin/beam"), Path.of("../erts-15.1/bin/beam.smp"));
        Files.createDirectories(root.resolve("usr/local/erlang/releases/27"));
        Files.writeString(root.resolve("usr/local/erlang/releases/27/OTP_VERSION"), "27.1\n");
        executable("usr/local/bin/rebar3", "#!/usr/bin/env escript\n".getBytes(StandardCharsets.UTF_8));
        // what ustar has a prefix for
        Path deep = Files.createDirectories(lib.resolve("d".repeat(80)));
        Files.writeString(deep.resolve("\u00fc and a space " + "f".repeat(60)), "x".repeat(1_000));
        Files.createSymbolicLink(lib.resolve("to-deep"), lib.relativize(deep));
    }

    @Test
    void whatPackToolchainMakesIsAccepted() throws Exception {
        makeNamesThatUstarCannotHold();
        Path out = directory.resolve("out");

        run(Map.of("REBAR3_VERSION", "3.25.1"), "sh", "erlang-toolchain/pack-toolchain.sh", "" + root, "" + out);

        Path descriptor = out.resolve("toolchain.json");
        ToolchainDescriptor packed = ToolchainDescriptor.parse(Files.readAllBytes(descriptor), descriptor.toUri());
        Path layer = out.resolve(packed.layer().file());
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (InputStream source = Files.newInputStream(layer)) {
            new LayerVerifier(packed.expectedLayer(), layer.toString()).copy(source, copy);
        }
        assertThat(copy.toByteArray()).isEqualTo(Files.readAllBytes(layer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "oldgnu", "pax", "ustar"})
    void whatGnuTarMakesIsAccepted(String format) throws Exception {
        if (!format.equals("ustar")) {
            makeNamesThatUstarCannotHold();
        }
        Path tar = directory.resolve("layer.tar");
        run(
                Map.of(),
                "tar",
                "--create",
                "--file=" + tar,
                "--format=" + format,
                "--owner=root:0",
                "--group=root:0",
                "--mode=u=rwX,go=rX",
                "--directory=" + root,
                "usr");

        byte[] packed = Files.readAllBytes(tar);
        Layers.verify(TestBundle.otp("27.1").changeTar(ignored -> packed));
    }

    private void makeNamesThatUstarCannotHold() throws IOException {
        Path deeper = Files.createDirectories(lib.resolve("e".repeat(200)).resolve("g".repeat(200)));
        Files.writeString(deeper.resolve("file"), "x");
        Files.createSymbolicLink(lib.resolve("to-deeper"), lib.relativize(deeper));
    }

    private Path executable(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private void run(Map<String, String> environment, String... command) throws Exception {
        Path printed = directory.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        assertThat(exitCode).as(Files.readString(printed)).isZero();
    }
}
