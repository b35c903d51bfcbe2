package io.github.erlangcodebuild.image;

/**
 * What an image or a toolchain runs on, in Go's names, as the OCI specifications have it.
 *
 * @param os {@code linux}
 * @param architecture {@code amd64} or {@code arm64}
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md#image-index-property-descriptions">OCI
 *     image-spec, platform</a>
 */
public record Platform(String os, String architecture) {

    /** Go's name of an architecture that may be given by the name that Linux and CodeBuild's images have for it. */
    public static String architecture(String name) {
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /** {@code linux/amd64} */
    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}
