package io.github.erlangcodebuild.image;

import java.util.Optional;

/** The two manifest formats in use. An image keeps its base's, since some registries and hosts read only one. */
public enum ManifestFormat {
    /** Docker Image Manifest V2, Schema 2. */
    DOCKER(
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.container.image.v1+json",
            "application/vnd.docker.image.rootfs.diff.tar.gzip"),
    /** OCI image manifest. */
    OCI(
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.oci.image.layer.v1.tar+gzip");

    private final String manifestType;
    private final String configType;
    private final String gzipLayerType;

    ManifestFormat(String manifestType, String configType, String gzipLayerType) {
        this.manifestType = manifestType;
        this.configType = configType;
        this.gzipLayerType = gzipLayerType;
    }

    /** The format whose manifests have this media type. */
    public static Optional<ManifestFormat> ofManifestType(String mediaType) {
        for (ManifestFormat format : values()) {
            if (format.manifestType.equals(mediaType)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    public String manifestType() {
        return manifestType;
    }

    public String configType() {
        return configType;
    }

    public String gzipLayerType() {
        return gzipLayerType;
    }
}
