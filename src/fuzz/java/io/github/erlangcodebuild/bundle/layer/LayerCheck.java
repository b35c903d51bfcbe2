package io.github.erlangcodebuild.bundle.layer;

import static io.github.erlangcodebuild.fuzz.Invariants.require;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.layer.Readings.Reading;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Verifies a layer against a descriptor that fits it, and holds what is accepted to the rules as another reader reads it. */
final class LayerCheck {

    static final String OTP_VERSION = "27.1";

    private static final Set<String> PARENTS =
            Set.of("etc", "etc/profile.d", "usr", "usr/local", "usr/local/bin", "usr/local/erlang");
    private static final Set<String> FILES = Set.of("etc/profile.d/erlang.sh", "usr/local/bin/rebar3");

    private LayerCheck() {}

    /**
     * Verifies it.
     *
     * @param tar what the layer unpacks to, or is said to
     * @throws ActionableException when it is refused
     */
    static void verify(byte[] layer, byte[] tar) throws IOException {
        ExpectedLayer expected = new ExpectedLayer(
                layer.length,
                Digest.of(layer),
                Digest.of(tar),
                tar.length,
                OTP_VERSION,
                new Platform("linux", "amd64"));
        ByteArrayOutputStream copy = new ByteArrayOutputStream(layer.length);

        new LayerVerifier(expected, "https://bundles.example.com/27/toolchain.tar.gz")
                .copy(new ByteArrayInputStream(layer), copy);

        require(Arrays.equals(copy.toByteArray(), layer), "the copy has other bytes");
        List<Reading> readings = Readings.ofCommonsCompress(tar);
        require(Readings.ours(tar, expected).equals(readings), "Commons Compress reads " + readings);
        readings.forEach(LayerCheck::requireAllowed);
        Set<String> names = new HashSet<>();
        readings.forEach(reading -> require(names.add(reading.name()), reading.name() + " is there twice"));
        require(
                readings.stream()
                        .noneMatch(link -> link.type() == LayerEntry.SYMLINK
                                && names.stream().anyMatch(name -> name.startsWith(link.name() + "/"))),
                "an entry goes through a symlink");
    }

    /** The rules of SECURITY.md, written anew. */
    private static void requireAllowed(Reading reading) {
        String name = reading.name();
        boolean directory = reading.type() == LayerEntry.DIRECTORY;
        List<String> segments = Arrays.asList(name.split("/", -1));
        require("0125".indexOf(reading.type()) >= 0, "the type of " + reading);
        require(
                (directory ? PARENTS : FILES).contains(name) || name.startsWith("usr/local/erlang/"),
                "the place of " + reading);
        require(
                segments.stream()
                        .noneMatch(segment -> segment.isEmpty()
                                || segment.equals(".")
                                || segment.equals("..")
                                || segment.startsWith(".wh.")),
                "the name of " + reading);
        require(reading.owner().equals("0:0"), "the owner of " + reading);
        require((reading.mode() & ~0777) == 0, "the mode of " + reading);
        require(!PARENTS.contains(name) || name.endsWith("erlang") || reading.mode() == 0755, "the mode of " + reading);
    }
}
