package io.github.erlangcodebuild.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SHA-256 content digest, written {@code sha256:} and 64 lower-case hex digits.
 *
 * @param hex the 64 hex digits
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests">OCI image-spec, digests</a>
 */
public record Digest(String hex) {

    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not the hex digits of a SHA-256 digest: " + hex);
        }
    }

    /** Reads {@code sha256:…}; empty for anything else, another algorithm included. */
    public static Optional<Digest> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String hex = text.substring(PREFIX.length());
        return HEX.matcher(hex).matches() ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(newSha256().digest(content)));
    }

    /** The digest of what a {@link #newSha256()} was fed. Resets it. */
    public static Digest of(MessageDigest fed) {
        return new Digest(HexFormat.of().formatHex(fed.digest()));
    }

    /** A fresh SHA-256, for content that streams by. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** {@code sha256:} and the hex digits. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
