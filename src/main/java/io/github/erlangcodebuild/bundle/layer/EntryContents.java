package io.github.erlangcodebuild.bundle.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at the start of regular files as they go by: the OTP version, and the machine that programs are for. */
final class EntryContents {

    /** An OTP_VERSION is some bytes; what is larger than this many is not one. */
    private static final int MAX_VERSION_BYTES = 1024;

    private static final Pattern OTP_VERSION = Pattern.compile("usr/local/erlang/releases/[^/]+/OTP_VERSION");

    private final ExpectedLayer expected;
    private final Refusals refusals;
    private boolean versionSeen;

    EntryContents(ExpectedLayer expected, Refusals refusals) {
        this.expected = expected;
        this.refusals = refusals;
    }

    /** @param content the entry's, read no further than needed */
    void check(String path, LayerEntry entry, InputStream content) throws IOException {
        boolean version = OTP_VERSION.matcher(path).matches();
        if (version && !entry.isRegular()) {
            throw refusals.entry(entry.name(), "must be a regular file");
        }
        if (!entry.isRegular()) {
            return;
        }
        byte[] start = content.readNBytes(version ? MAX_VERSION_BYTES : ElfHeader.LENGTH);
        if (version) {
            requireVersion(entry, start);
        }
        requireMachine(entry, start);
    }

    /** Call after the last entry. */
    void requireVersionSeen() {
        if (!versionSeen) {
            throw refusals.layer("holds no usr/local/erlang/releases/*/OTP_VERSION");
        }
    }

    private void requireVersion(LayerEntry entry, byte[] start) {
        versionSeen = true;
        String found = new String(start, StandardCharsets.UTF_8).trim();
        if (entry.size() > MAX_VERSION_BYTES || !found.equals(expected.otpVersion())) {
            throw refusals.entry(
                    entry.name(),
                    "says OTP '" + Refusals.shown(found) + "', and its descriptor says OTP '" + expected.otpVersion()
                            + "'");
        }
    }

    private void requireMachine(LayerEntry entry, byte[] start) {
        Optional<ElfHeader> elf = ElfHeader.parse(start);
        if (elf.isPresent() && !elf.get().fits(expected.platform().architecture())) {
            throw refusals.entry(
                    entry.name(),
                    "is a program for " + elf.get().machineName() + ", and its descriptor says " + expected.platform());
        }
    }
}
