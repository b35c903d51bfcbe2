package io.github.erlangcodebuild.acceptance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestImageIndex;
import io.github.erlangcodebuild.testing.TestLayer;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A base image that the specifications allow, or that somebody serves, and what each tool takes of it for {@code linux/amd64}.
 * An image is told by its config's author: what it is for, and sometimes what it is.
 */
@SuppressWarnings("ImmutableEnumChecker") // a method, and records of strings
enum OddBase {
    NO_PLATFORM_FIRST(
            "no entry says its platform, ours is the first",
            TestImageIndex.oci().imageWithoutPlatform(image("amd64")).imageWithoutPlatform(image("arm64")),
            takes("amd64"),
            takes("amd64"),
            takes("amd64")),
    // crane takes an entry without a platform for linux/amd64, skopeo the first one: neither reads the config
    NO_PLATFORM_SECOND(
            "no entry says its platform, ours is the second",
            TestImageIndex.oci().imageWithoutPlatform(image("arm64")).imageWithoutPlatform(image("amd64")),
            takes("amd64"),
            takes("arm64"),
            takes("arm64")),
    // in Docker's list skopeo looks at no entry without a platform
    NO_PLATFORM_DOCKER(
            "the same as a Docker manifest list",
            TestImageIndex.docker().imageWithoutPlatform(image("arm64")).imageWithoutPlatform(image("amd64")),
            takes("amd64"),
            takes("arm64"),
            refuses("no image found in manifest list")),
    // crane takes the first one that may be meant
    PLATFORM_AFTER_NONE(
            "an entry without a platform before ours with it",
            TestImageIndex.oci().imageWithoutPlatform(image("arm64")).image(image("amd64")),
            takes("amd64"),
            takes("arm64"),
            takes("amd64")),
    NO_PLATFORM_AND_NOT_OURS(
            "no entry says its platform, none is ours",
            TestImageIndex.oci().imageWithoutPlatform(image("arm64")),
            refuses("is not made for linux/amd64"),
            takes("arm64"),
            takes("arm64")),
    NOT_OURS(
            "no entry is for our platform",
            TestImageIndex.oci().image(image("arm64")),
            refuses("is not made for linux/amd64"),
            refuses("no child with platform"),
            refuses("no image found in")),
    NESTED_FOR_ALL(
            "an index in an index",
            TestImageIndex.oci()
                    .index(TestImageIndex.oci().image(image("arm64")).image(image("amd64"))),
            takes("amd64"),
            takes("amd64"),
            takes("amd64")),
    NESTED_WITH_PLATFORM(
            "an index for our platform in an index",
            TestImageIndex.oci()
                    .image(image("arm64"))
                    .index(TestImageIndex.oci().image(image("amd64")), "linux", "amd64"),
            takes("amd64"),
            takes("amd64"),
            takes("amd64")),
    // crane and skopeo go into the first inner index, and do not come back
    NESTED_SECOND(
            "two indexes in an index, our image in the second",
            TestImageIndex.oci()
                    .index(TestImageIndex.oci().image(image("arm64")))
                    .index(TestImageIndex.oci().image(image("amd64"))),
            takes("amd64"),
            refuses("no child with platform"),
            refuses("no image found in")),
    // crane takes the first match
    VARIANT_BEFORE_PLAIN(
            "amd64/v3 before amd64",
            TestImageIndex.oci().image(image("amd64", "v3")).image(image("amd64")),
            takes("amd64"),
            takes("amd64/v3"),
            takes("amd64")),
    // skopeo takes no variant of amd64 that it was not asked for; ours comes with a warning
    VARIANTS_ALONE(
            "amd64/v3 and amd64/v2 alone",
            TestImageIndex.oci().image(image("amd64", "v3")).image(image("amd64", "v2")),
            takes("amd64/v2"),
            takes("amd64/v3"),
            refuses("no image found in")),
    ATTESTATION(
            "an attestation for unknown/unknown before ours",
            TestImageIndex.oci().attestation().image(image("amd64")),
            takes("amd64"),
            takes("amd64"),
            takes("amd64")),
    // crane takes the first that may be meant, whatever it is
    ATTESTATION_WITHOUT_PLATFORM(
            "an attestation without a platform before ours",
            TestImageIndex.oci()
                    .imageWithoutPlatform(image("attestation"))
                    .with("annotations", Map.of("vnd.docker.reference.type", "attestation-manifest"))
                    .image(image("amd64")),
            takes("amd64"),
            takes("attestation"),
            takes("amd64")),
    OS_VERSION(
            "our entry has os.version and os.features",
            TestImageIndex.oci()
                    .image(image("arm64"))
                    .image(image("amd64"))
                    .with(
                            "platform",
                            Map.of(
                                    "os",
                                    "linux",
                                    "architecture",
                                    "amd64",
                                    "os.version",
                                    "6.1",
                                    "os.features",
                                    new String[] {"sse4"})),
            takes("amd64"),
            takes("amd64"),
            takes("amd64")),
    NO_MEDIA_TYPE(
            "a manifest that does not say its type",
            image("amd64"),
            manifest -> manifest.without("mediaType"),
            takes("amd64"),
            takes("amd64"),
            takes("amd64")),
    // skopeo takes any type that it does not know for Docker's schema 1
    JSON_MANIFEST(
            "a manifest served as application/json",
            image("amd64"),
            manifest -> manifest.as("application/json"),
            takes("amd64"),
            takes("amd64"),
            refuses("unsupported schema version")),
    TEXT_MANIFEST(
            "a manifest that does not say its type, served as text/plain",
            image("amd64"),
            manifest -> manifest.without("mediaType").as("text/plain; charset=utf-8"),
            takes("amd64"),
            takes("amd64"),
            refuses("unsupported schema version")),
    // crane takes what it does not know for an image, and finds no config in it
    JSON_INDEX(
            "an index served as application/json",
            TestImageIndex.oci().image(image("amd64")),
            index -> index.as("application/json"),
            takes("amd64"),
            refuses("fetching config"),
            refuses("unsupported schema version")),
    // crane compares the type with its parameters
    TYPE_WITH_PARAMETERS(
            "an index whose Content-Type has a parameter",
            TestImageIndex.oci().image(image("amd64")),
            index -> index.as(index.mediaType() + "; charset=utf-8"),
            takes("amd64"),
            refuses("fetching config"),
            takes("amd64")),
    // crane reads what the Content-Type says that there is
    INDEX_AND_IMAGE(
            "an index that has layers, too",
            TestImageIndex.oci().image(image("amd64")),
            index -> index.with("layers", JsonNodeFactory.instance.arrayNode()),
            refuses("is an index and an image at once"),
            takes("amd64"),
            refuses("rejecting ambiguous manifest")),
    // crane and skopeo do not look whether Docker can run what they copy
    MANY_LAYERS(
            "an image of 125 layers",
            layers(125),
            manifest -> manifest,
            refuses("The image would have 126 layers"),
            takes("amd64"),
            takes("amd64"));

    private final String label;

    private final Seed seed;

    private final Outcome push;
    private final Outcome crane;
    private final Outcome skopeo;

    OddBase(String label, TestImageIndex index, Outcome push, Outcome crane, Outcome skopeo) {
        this(label, index, manifest -> manifest, push, crane, skopeo);
    }

    OddBase(
            String label,
            TestImageIndex index,
            UnaryOperator<Manifest> served,
            Outcome push,
            Outcome crane,
            Outcome skopeo) {
        this(
                label,
                (registry, repository) -> {
                    registry.push(repository, "seed", index);
                    registry.pushManifest(repository, "1", served.apply(index.manifest()));
                },
                push,
                crane,
                skopeo);
    }

    OddBase(
            String label,
            TestBaseImage image,
            UnaryOperator<Manifest> served,
            Outcome push,
            Outcome crane,
            Outcome skopeo) {
        this(
                label,
                (registry, repository) -> {
                    registry.push(repository, "seed", image);
                    registry.pushManifest(repository, "1", served.apply(image.manifest()));
                },
                push,
                crane,
                skopeo);
    }

    OddBase(String label, Seed seed, Outcome push, Outcome crane, Outcome skopeo) {
        this.label = label;
        this.seed = seed;
        this.push = push;
        this.crane = crane;
        this.skopeo = skopeo;
    }

    private interface Seed {
        void into(RegistryFixture registry, String repository);
    }

    /**
     * What a tool does with a base.
     *
     * @param author that of the image's config; empty when it takes none
     * @param words which the refusal says
     */
    record Outcome(Optional<String> author, String words) {

        private String cell() {
            return author.map(name -> "`" + name + "`").orElse("refuses");
        }
    }

    private static Outcome takes(String author) {
        return new Outcome(Optional.of(author), "");
    }

    private static Outcome refuses(String words) {
        return new Outcome(Optional.empty(), words);
    }

    private static TestBaseImage image(String architecture) {
        return TestBaseImage.oci()
                .platform("linux", architecture)
                .root("author", architecture)
                .layer(TestLayer.synthetic(architecture.length(), 100));
    }

    private static TestBaseImage image(String architecture, String variant) {
        return image(architecture).variant(variant).root("author", architecture + "/" + variant);
    }

    private static TestBaseImage layers(int count) {
        return image("amd64").syntheticLayers(count - 1, 10);
    }

    /** Pushes it as tag {@code 1}. */
    void pushTo(RegistryFixture registry, String repository) {
        seed.into(registry, repository);
    }

    Outcome push() {
        return push;
    }

    Outcome crane() {
        return crane;
    }

    Outcome skopeo() {
        return skopeo;
    }

    /** All of them as a table. */
    static String markdown() {
        return Stream.of(values())
                .map(base -> "| %s | %s | %s | %s |\n"
                        .formatted(base.label, base.push.cell(), base.crane.cell(), base.skopeo.cell()))
                .collect(Collectors.joining("", "| base | `push` | `crane` | `skopeo` |\n|---|---|---|---|\n", ""));
    }
}
