package io.github.erlangcodebuild.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A platform with the variant of its processors: {@code linux/amd64/v3}. What is made for the plain architecture runs on all
 * of its processors, what is made for a higher variant on the newer ones alone.
 *
 * @param platform the platform
 * @param name such as {@code v8}; empty for the plain architecture
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md#platform-variants">OCI image-spec,
 *     platform variants</a>
 */
public record Variant(Platform platform, String name) implements Comparable<Variant> {

    private static final Pattern LEVEL = Pattern.compile("v?([0-9]{1,3})(?:\\.([0-9]{1,3}))?");

    /** Whether it runs on every processor of the architecture: {@code v1} of amd64 and {@code v8} of arm64 do, too. */
    public boolean isPlain() {
        return level() == 0;
    }

    /** The one for more processors comes first. */
    @Override
    public int compareTo(Variant other) {
        return Integer.compare(level(), other.level());
    }

    /** 0 for the plain architecture; the largest for a name that says no number. */
    private int level() {
        if (name.isEmpty()) {
            return 0;
        }
        Matcher level = LEVEL.matcher(name);
        if (!level.matches()) {
            return Integer.MAX_VALUE;
        }
        int major = Integer.parseInt(level.group(1));
        int minor = level.group(2) == null ? 0 : Integer.parseInt(level.group(2));
        return major == plainLevel() && minor == 0 ? 0 : 1 + major * 1000 + minor;
    }

    private int plainLevel() {
        return switch (platform.architecture()) {
            case "amd64" -> 1;
            case "arm64" -> 8;
            default -> 0;
        };
    }

    /** {@code linux/amd64/v3} */
    @Override
    public String toString() {
        return name.isEmpty() ? platform.toString() : platform + "/" + name;
    }
}
