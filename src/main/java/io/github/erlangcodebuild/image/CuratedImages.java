package io.github.erlangcodebuild.image;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.SimilarName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CodeBuild's own images, by the names that CodeBuild gives them. {@code aws/codebuild/amazonlinux2-x86_64-standard:5.0} is a
 * family, whose newest release CodeBuild's hosts hold, and {@code …:5.0-24.10.29} a release of it. The names are no
 * references of any registry. The Amazon Linux images are published in Amazon ECR Public, the others nowhere.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html">Docker images
 *     provided by CodeBuild</a>
 */
public final class CuratedImages {

    /** The default base image for x86-64. */
    public static final String X86_64 = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";

    /** The default base image for Arm. */
    public static final String ARM = "aws/codebuild/amazonlinux2-aarch64-standard:3.0";

    /** What CodeBuild's own names begin with. */
    public static final String PREFIX = "aws/codebuild/";

    private static final String PUBLISHED = "public.ecr.aws/codebuild/";

    /** What a release adds to its family's tag: year, month and day. */
    private static final Pattern RELEASE = Pattern.compile("-(?<date>\\d{2}(\\.\\d{1,2}){2})$");

    /** The 2 in it says nothing of the system: the newest ones are Amazon Linux 2023 by either name. */
    private static final Pattern OLDER_NAME = Pattern.compile("(?<=^|/)amazonlinux2-");

    private static final Pattern OF_CODEBUILD =
            Pattern.compile("(?<before>(.*/)?codebuild/)amazonlinux(?<older>2)?-(?<kind>[^/]+)");

    /** The families that OTP runs on and that are published, by either name. For guesses only: there may be newer ones. */
    private static final List<String> PUBLISHED_FAMILIES = Stream.of(
                    "amazonlinux2-x86_64-standard:5.0",
                    "amazonlinux2-x86_64-standard:6.0",
                    "amazonlinux2-x86_64-standard:4.0",
                    "amazonlinux2-aarch64-standard:3.0",
                    "amazonlinux2-aarch64-standard:4.0",
                    "amazonlinux2-aarch64-standard:2.0")
            .flatMap(family -> Stream.of(family, comparable(family)))
            .toList();

    /** CodeBuild's prefix with a slip in it is taken for a repository of Docker Hub's. */
    private static final Pattern OF_DOCKER_HUB = Pattern.compile("^[^/]*docker\\.io/aws/");

    private CuratedImages() {}

    /**
     * Whether an image is one of CodeBuild's own.
     *
     * @param image as CodeBuild names it
     */
    public static boolean isCurated(String image) {
        return image.startsWith(PREFIX);
    }

    /**
     * The architecture of a base image as far as its name tells, in Go's names: CodeBuild's images for Arm have it there. A push
     * checks what the image itself says.
     */
    public static String architectureByName(String image) {
        return image.contains("aarch64") || image.contains("arm64") ? "arm64" : "amd64";
    }

    /** Whether it is curated and published, so that a toolchain can be pushed onto it. */
    public static boolean isPublished(String image) {
        return image.startsWith(PREFIX + "amazonlinux");
    }

    /** The name under which a curated image is published; any other image, and one that is not published, as it is. */
    public static String publishedName(String image) {
        return isPublished(image) ? PUBLISHED + image.substring(PREFIX.length()) : image;
    }

    /**
     * The reference to pull a base image by.
     *
     * @param parameter the parameter that names the image, for messages
     * @param image a curated image, or any reference
     * @throws ActionableException for curated images that are published nowhere, and for what is no reference
     */
    public static ImageReference resolve(String parameter, String image) {
        if (isCurated(image) && !isPublished(image)) {
            throw new ActionableException(
                    parameter + " '" + image + "' cannot be pulled: "
                            + (image.startsWith(PREFIX + "windows")
                                    ? "it is a Windows image, and OTP for Linux does not run on it."
                                    : "AWS publishes CodeBuild's Amazon Linux images only, not this family."),
                    "Use an Amazon Linux one, such as " + X86_64 + " (for Arm " + ARM
                            + "), or an image of your own in a registry.");
        }
        return ImageReference.parse(publishedName(image));
    }

    /**
     * The curated image, or the copy of one, that was probably meant by a reference that nothing has.
     *
     * @param missing the reference, with its registry
     * @return a name that is understood as a base image
     */
    public static Optional<String> similar(String missing) {
        String last = missing.substring(missing.lastIndexOf('/') + 1);
        String family = family(last);
        String before =
                missing.startsWith(PUBLISHED) || OF_DOCKER_HUB.matcher(missing).find()
                        ? PREFIX
                        : missing.substring(0, missing.length() - last.length());
        return SimilarName.of(family, PUBLISHED_FAMILIES)
                .map(near -> before + near + last.substring(family.length()))
                .filter(near -> !publishedName(near).equals(missing));
    }

    /**
     * An image without its release.
     *
     * @param image a name with a tag, or a tag alone
     */
    public static String family(String image) {
        return RELEASE.matcher(image).replaceFirst("");
    }

    /**
     * The name of two to compare by: since November 2024 {@code amazonlinux2-x86_64-standard:5.0} and
     * {@code amazonlinux-x86_64-standard:5.0} are the same image.
     *
     * @param name of an image or of its repository, with what is in front of it or without
     */
    public static String comparable(String name) {
        return OLDER_NAME.matcher(name).replaceFirst("amazonlinux-");
    }

    /**
     * The other name of one of CodeBuild's Amazon Linux images, in the same registry: {@code amazonlinux-…} for {@code
     * amazonlinux2-…}, and back.
     *
     * @param image by tag; a digest is of one repository
     * @return empty for any other image, and for one by digest
     */
    public static Optional<ImageReference> otherName(ImageReference image) {
        Matcher name = OF_CODEBUILD.matcher(image.repository());
        if (!name.matches() || image.digest().isPresent()) {
            return Optional.empty();
        }
        String other = name.group("before")
                + (name.group("older") == null ? "amazonlinux2-" : "amazonlinux-")
                + name.group("kind");
        return Optional.of(ImageReference.parse(image.registry() + "/" + other + ":" + image.tagOrDigest()));
    }

    /** Whether an image is in the registry where AWS publishes CodeBuild's. */
    public static boolean isWherePublished(ImageReference image) {
        return PUBLISHED.startsWith(image.registry() + "/");
    }

    /**
     * Whether a build on the one image was a build on the other: CodeBuild may answer with the release of a family, and by
     * either of its names.
     *
     * @param image that a build ran on
     * @param wanted that it was to run on
     */
    public static boolean isSame(String image, String wanted) {
        return image.equals(wanted)
                || (isCurated(wanted) && comparable(image + "-").startsWith(comparable(wanted) + "-"));
    }

    /**
     * Whether what was compiled on the one image can be put onto the other. A copy of an image in another registry is the same
     * image: the last part of the repository's name and the tag are compared. So is a release of a curated image,
     * {@code 5.0-24.10.29}, the same as its family, {@code 5.0}, and {@code amazonlinux2-…} as {@code amazonlinux-…}. An image by
     * digest alone is any of its name.
     *
     * @param builtOn the name of the image that it was compiled on, as a descriptor has it
     */
    public static boolean isSameBase(String builtOn, ImageReference base) {
        ImageReference compiled;
        try {
            compiled = ImageReference.parse(publishedName(builtOn));
        } catch (ActionableException e) {
            return false;
        }
        // a release is what the family's own tag has named for a while: the same operating system, kept up to date
        boolean sameTag = compiled.tag().isEmpty()
                || base.tag().isEmpty()
                || compiled.tag().map(CuratedImages::family).equals(base.tag().map(CuratedImages::family));
        return lastPart(compiled).equals(lastPart(base)) && sameTag;
    }

    private static String lastPart(ImageReference image) {
        return comparable(image.repository().substring(image.repository().lastIndexOf('/') + 1));
    }

    /**
     * Whether an image, by its family's name or a release's, is of one of these families, by either of their names.
     *
     * @param image as CodeBuild names it
     */
    public static boolean isListed(String image, Collection<String> families) {
        String wanted = comparable(family(image));
        return families.stream().map(CuratedImages::comparable).anyMatch(wanted::equals);
    }

    /**
     * The newest release of a family, by the family's own name.
     *
     * @param family a curated image without its release
     * @param versions what {@code ListCuratedEnvironmentImages} has as versions, of any images and in any order, by either
     *     name
     * @return empty when it has none of that family
     */
    public static Optional<String> newest(String family, Collection<String> versions) {
        String wanted = comparable(family);
        return versions.stream()
                .filter(version -> RELEASE.matcher(version).find()
                        && comparable(family(version)).equals(wanted))
                .max(Comparator.comparing(CuratedImages::release, Arrays::compare))
                .map(version -> family + comparable(version).substring(wanted.length()));
    }

    /** {@code 24.10.29} by its numbers: 24.9 is before 24.10. */
    private static int[] release(String version) {
        Matcher matcher = RELEASE.matcher(version);
        return matcher.find()
                ? Pattern.compile("\\.")
                        .splitAsStream(matcher.group("date"))
                        .mapToInt(Integer::parseInt)
                        .toArray()
                : new int[0];
    }
}
