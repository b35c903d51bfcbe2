package io.github.erlangcodebuild.proof;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the PROVISIONING phase says about an image's layers. CodeBuild's hosts hold the layers of the current curated images.
 * Layers that they do not hold are pulled before each build, in this phase.
 *
 * @param answer the result of the comparison
 * @param pushed the newest image in a private Amazon ECR on which a build succeeded; empty when there is none
 * @param curated the newest curated image on which a build succeeded; empty when there is none
 */
public record Provisioning(Answer answer, Optional<ImageFigures> pushed, Optional<ImageFigures> curated) {

    /** What PROVISIONING may be above the curated image's: seconds, and that many times. */
    static final int SECONDS_ABOVE = 30;

    static final int TIMES = 2;

    private static final Pattern PRIVATE_ECR = Pattern.compile("\\d{12}\\.dkr[.-]ecr\\b.*");

    /** No OTP before 17 had such a version; a smaller number is one of the team's own. */
    private static final Pattern OTP_TAG = Pattern.compile("(?<version>(1[7-9]|[2-9]\\d)(\\.\\d+)+)(?<date>-\\d{8})?");

    /** The possible results of the comparison. */
    public enum Answer {
        /** No build succeeded on an image in a private Amazon ECR. */
        NO_PUSHED_IMAGE,
        /** No build succeeded on a curated image. */
        NOTHING_TO_COMPARE,
        /** PROVISIONING takes about as long as on the curated image. */
        AS_CURATED,
        /** PROVISIONING takes so much longer that the hosts cannot hold the layers. */
        FAR_ABOVE
    }

    /**
     * Compares the newest pushed image with the newest curated one.
     *
     * @param images of one project, the one used last at the end
     */
    static Provisioning of(List<ImageFigures> images) {
        Optional<ImageFigures> pushed = newest(images, false);
        Optional<ImageFigures> curated = newest(images, true);
        return new Provisioning(answer(pushed, curated), pushed, curated);
    }

    private static Optional<ImageFigures> newest(List<ImageFigures> images, boolean curated) {
        return images.stream()
                .filter(image -> image.provisioning().isPresent())
                .filter(image -> curated ? image.curated() : inPrivateEcr(image).isPresent())
                .reduce((older, newer) -> newer);
    }

    private static Answer answer(Optional<ImageFigures> pushed, Optional<ImageFigures> curated) {
        if (pushed.isEmpty()) {
            return Answer.NO_PUSHED_IMAGE;
        }
        if (curated.isEmpty()) {
            return Answer.NOTHING_TO_COMPARE;
        }
        double own = pushed.get().provisioning().orElseThrow();
        double usual = curated.get().provisioning().orElseThrow();
        return own > TIMES * usual && own - usual > SECONDS_ABOVE ? Answer.FAR_ABOVE : Answer.AS_CURATED;
    }

    /** The family of curated images to build the pushed image on: that of {@link #curated}, if it can be a base. */
    public String family() {
        return curated.map(ImageFigures::image)
                .filter(CuratedImages::isPublished)
                .map(CuratedImages::family)
                .orElseGet(() -> onArm() ? CuratedImages.ARM : CuratedImages.X86_64);
    }

    private boolean onArm() {
        return pushed.stream().flatMap(image -> image.computes().stream()).anyMatch(compute -> compute.environmentType()
                .startsWith("ARM"));
    }

    /** The host of the registry that has the pushed image; empty for the one that push takes in this account and region. */
    public Optional<String> registryOutside(String account, String region) {
        return image().map(ImageReference::registry)
                .filter(host -> !host.startsWith(account + ".dkr.ecr." + region + "."));
    }

    private Optional<ImageReference> image() {
        return pushed.flatMap(Provisioning::inPrivateEcr);
    }

    private static Optional<ImageReference> inPrivateEcr(ImageFigures figures) {
        return ImageReference.find(figures.image())
                .filter(image -> PRIVATE_ECR.matcher(image.registry()).matches());
    }

    /** Whether a push moves what the project names: one of the tags that push gives an image by default. */
    boolean followsThePush() {
        return image().filter(image -> image.digest().isEmpty())
                .flatMap(ImageReference::tag)
                .filter(tag -> tag.equals("latest") || (versionIn(tag).isPresent() && !isDated(tag)))
                .isPresent();
    }

    /** The version of OTP in the pushed image, where its tag tells. */
    Optional<String> otpVersion() {
        return image().flatMap(ImageReference::tag).flatMap(Provisioning::versionIn);
    }

    private static Optional<String> versionIn(String tag) {
        Matcher otp = OTP_TAG.matcher(tag);
        return otp.matches() ? Optional.of(otp.group("version")) : Optional.empty();
    }

    private static boolean isDated(String tag) {
        Matcher otp = OTP_TAG.matcher(tag);
        return otp.matches() && otp.group("date") != null;
    }

    /**
     * The command that puts the toolchain onto another base.
     *
     * @param options further ones, each with a space before it
     */
    String pushOnto(String base, String options) {
        String command = GoalCommand.of("push") + " -Derlang-codebuild.baseImage=" + base;
        return command + image().map(Provisioning::namesOf).orElse("") + options;
    }

    private static String namesOf(ImageReference image) {
        Optional<String> tag = image.tag();
        return tag.flatMap(Provisioning::versionIn)
                        .map(version -> " -Derlang-codebuild.erlangVersion=" + version)
                        .orElse("")
                + (tag.filter(Provisioning::isDated).isPresent() ? " -Derlang-codebuild.dateTag=true" : "")
                + (image.repository().equals("erlang-codebuild")
                        ? ""
                        : " -Derlang-codebuild.repository=" + image.repository());
    }
}
