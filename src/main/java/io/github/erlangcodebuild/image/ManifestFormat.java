package io.github.erlangcodebuild.image;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The two manifest formats in use. An image keeps its base's, since some registries and hosts read only one. */
public enum ManifestFormat {
    /** Docker Image Manifest V2, Schema 2; its list of several is a manifest list. */
    DOCKER(
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.container.image.v1+json",
            "application/vnd.docker.image.rootfs.diff.tar.gzip"),
    /** OCI image manifest; its list of several is an image index. */
    OCI(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.oci.image.layer.v1.tar+gzip");

    private final String indexType;
    private final String manifestType;
    private final String configType;
    private final String gzipLayerType;

    ManifestFormat(String indexType, String manifestType, String configType, String gzipLayerType) {
        this.indexType = indexType;
        this.manifestType = manifestType;
        this.configType = configType;
        this.gzipLayerType = gzipLayerType;
    }

    /** The format whose manifests have this media type. */
    public static Optional<ManifestFormat> ofManifestType(String mediaType) {
        return first(format -> format.manifestType.equals(mediaType));
    }

    /** The format whose images' configs have this media type. */
    public static Optional<ManifestFormat> ofConfigType(String mediaType) {
        return first(format -> format.configType.equals(mediaType));
    }

    /** Whether this is the media type of a list of manifests, in either format. */
    public static boolean isIndexType(String mediaType) {
        return first(format -> format.indexType.equals(mediaType)).isPresent();
    }

    private static Optional<ManifestFormat> first(Predicate<ManifestFormat> wanted) {
        return Stream.of(values()).filter(wanted).findFirst();
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
