package io.github.erlangcodebuild.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in words what the PROVISIONING phase shows, and what to do about it. */
public final class ProvisioningAdvice {

    private ProvisioningAdvice() {}

    /**
     * Says what PROVISIONING means. Where CodeBuild's hosts do not hold the layers of the image's base, also what to do; else at
     * most one sentence.
     *
     * @param release the current release of {@link Provisioning#family()}; empty where it is not known
     * @param options further ones for the push command, each with a space before it
     * @return a paragraph each; a command begins with {@code mvn}
     */
    public static List<String> of(Provisioning provisioning, Optional<String> release, String options) {
        return switch (provisioning.answer()) {
            case NO_PUSHED_IMAGE -> List.of();
            case NOTHING_TO_COMPARE ->
                List.of(
                        "Of the builds that were looked at none has succeeded on a curated image, so nobody can say whether"
                                + " PROVISIONING ("
                                + pushedSeconds(provisioning) + ") would be shorter there.");
            case AS_CURATED ->
                List.of("PROVISIONING is about as fast as on the curated image: CodeBuild's hosts seem to hold the"
                        + " base's layers.");
            case FAR_ABOVE -> farAbove(provisioning, release, options);
        };
    }

    private static List<String> farAbove(Provisioning provisioning, Optional<String> release, String options) {
        String base = release.orElseGet(provisioning::family);
        List<String> lines = new ArrayList<>();
        lines.add("PROVISIONING takes " + pushedSeconds(provisioning) + " on "
                + provisioning.pushed().orElseThrow().image() + ", and "
                + Words.duration(
                        provisioning.curated().orElseThrow().provisioning().orElseThrow())
                + " on " + provisioning.curated().orElseThrow().image()
                + ", by the newest builds on each, " + ImageFigures.NEWEST
                + " at most: CodeBuild's hosts do not hold this image's base, and load it before each build.");
        lines.add(
                release.isPresent()
                        ? "The current release is " + base + ". Build the image on it anew:"
                        : "Which release of " + base
                                + " is current could not be found. Build the image on the newest anew:");
        lines.add(provisioning.pushOnto(base, options));
        lines.add(afterThePush(provisioning));
        lines.add("Or leave the image: examples/app/buildspec-s3.yml unpacks the same toolchain on the curated image,"
                + " whose layers the hosts hold.");
        return lines;
    }

    private static String afterThePush(Provisioning provisioning) {
        String otp = provisioning.otpVersion().isPresent()
                ? ""
                : "The name of the image does not say which OTP it has: add -Derlang-codebuild.erlangVersion=…. ";
        return otp
                + (provisioning.followsThePush()
                        ? "The next build loads it, as the tag is the same; " + (ImageFigures.NEWEST + 1) / 2
                                + " builds later a report shows whether it helped."
                        : "A rollout has to follow, as the project would not load it by the name that it has now.");
    }

    private static String pushedSeconds(Provisioning provisioning) {
        return Words.duration(provisioning.pushed().orElseThrow().provisioning().orElseThrow());
    }
}
