package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.fuzz.Invariants;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.IOException;
import java.util.List;

/**
 * Tars as the layer of a bundle. The input is a tar, of which the checksums are made right and which is compressed here, with a
 * descriptor that fits: else nearly all would be refused before anybody has looked at them. Then it is read once more, as what
 * follows all that a toolchain needs, so that what is changed is what counts.
 */
public final class TarFuzz implements FuzzTarget {

    /** Without them a layer is no toolchain. */
    private static final byte[] TOOLCHAIN = Tars.join(
            TarEntry.executable("usr/local/erlang/bin/erl", "#!/bin/sh\n").bytes(),
            TarEntry.executable("usr/local/bin/rebar3", "#!/bin/sh\n").bytes(),
            TarEntry.file("usr/local/erlang/releases/27/OTP_VERSION", LayerCheck.OTP_VERSION)
                    .bytes());

    private static final byte[] END = new byte[2 * TarHeader.BYTES];

    @Override
    public List<byte[]> seeds() {
        String lib = Layers.LIB;
        return List.of(
                Readings.mixed().tarBytes(),
                TestBundle.otp(LayerCheck.OTP_VERSION).tarBytes(),
                TarEntry.file(lib + "a", "content").bytes(),
                Tars.join(
                        TarEntry.directory(lib).bytes(),
                        TarEntry.file(lib + "a", "content").bytes(),
                        TarEntry.hardLink(lib + "b", lib + "a").bytes(),
                        TarEntry.symlink(lib + "c", "a").bytes()),
                Tars.join(
                        TarEntry.pax("path", lib + "b", "mtime", "1.5", "size", "7", "uid", "0", "uname", "root")
                                .bytes(),
                        TarEntry.file(lib + "a", "content").bytes()),
                Tars.join(
                        TarEntry.pax("linkpath", "b", "ctime", "1", "gid", "0", "gname", "")
                                .bytes(),
                        TarEntry.symlink(lib + "a", "c").bytes()),
                Tars.join(
                        TarEntry.ofType('L', "././@LongLink", new byte[] {'a', 0})
                                .header(257, "ustar  \0")
                                .bytes(),
                        TarEntry.file(lib + "a", "content")
                                .header(257, "ustar  \0")
                                .bytes()),
                TarEntry.file("a", "content").header(345, lib + "b").bytes(),
                TarEntry.file(lib + "a", TestBundle.elf(62)).mode(0755).bytes(),
                TarEntry.directory("usr/local/erlang/").mode(0700).bytes(),
                TarEntry.file("etc/profile.d/erlang.sh", "export PATH=/usr/local/erlang/bin:$PATH\n")
                        .bytes());
    }

    @Override
    public void read(byte[] input) throws IOException {
        byte[] tar = Tars.withChecksums(input);
        verifyAlone(tar);
        byte[] extended = Tars.join(TOOLCHAIN, tar, END);
        LayerCheck.verify(Tars.gzip(extended), extended);
    }

    private static void verifyAlone(byte[] tar) throws IOException {
        try {
            LayerCheck.verify(Tars.gzip(tar), tar);
        } catch (ActionableException e) {
            Invariants.requireReadable(e); // the other way it may be accepted
        }
    }
}
