package io.github.erlangcodebuild.image;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CodeBuild's own images. {@code aws/codebuild/amazonlinux2-x86_64-standard:5.0} is a family, whose newest release its hosts
 * hold, and {@code …:5.0-24.10.29} a release of it.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html">Docker images
 *     provided by CodeBuild</a>
 */
public final class CuratedImages {

    private static final String PREFIX = "aws/codebuild/";
    private static final Pattern RELEASE = Pattern.compile("(?<family>[^:]+:[^-]+)-(?<release>[0-9.]+)");

    private CuratedImages() {}

    public static boolean isCurated(String image) {
        return image.startsWith(PREFIX);
    }

    /** Whether it is published, so that a toolchain can be pushed onto it. */
    public static boolean canBeABase(String image) {
        return image.startsWith(PREFIX + "amazonlinux");
    }

    /** The image without its release. */
    public static String family(String image) {
        Matcher matcher = RELEASE.matcher(image);
        return matcher.matches() ? matcher.group("family") : image;
    }

    /**
     * The newest release of a family.
     *
     * @param versions what {@code ListCuratedEnvironmentImages} has as versions, of any images and in any order
     * @return empty when it has none of that family
     */
    public static Optional<String> newest(String family, Collection<String> versions) {
        return versions.stream()
                .filter(version ->
                        RELEASE.matcher(version).matches() && family(version).equals(family))
                .max(Comparator.comparing(CuratedImages::release, Arrays::compare));
    }

    /** {@code 24.10.29} by its numbers: 24.9 is before 24.10. */
    private static int[] release(String version) {
        Matcher matcher = RELEASE.matcher(version);
        return matcher.matches()
                ? Pattern.compile("\\.")
                        .splitAsStream(matcher.group("release"))
                        .filter(number -> !number.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray()
                : new int[0];
    }
}
