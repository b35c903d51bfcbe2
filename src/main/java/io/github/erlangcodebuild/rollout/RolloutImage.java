package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.codebuild.CodeBuildProject;
import io.github.erlangcodebuild.aws.ecr.EcrHost;
import io.github.erlangcodebuild.aws.ecr.EcrImages;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;

/**
 * The image that is rolled out, found where it is.
 *
 * @param name as CodeBuild is given it: {@code HOST/REPOSITORY:TAG}, {@code HOST/REPOSITORY@sha256:…},
 *     {@code aws/codebuild/…}
 * @param digest what it is; empty outside of Amazon ECR
 * @param architecture {@code amd64} or {@code arm64}; empty when that is not known
 */
record RolloutImage(String name, Optional<Digest> digest, Optional<String> architecture) {

    /**
     * Looks for an image in ECR. One that is not in ECR is taken as it is.
     *
     * @throws ActionableException when it is not there, or is not what was pushed
     */
    static RolloutImage find(Aws aws, RolloutRequest.Image image, boolean pin) {
        if (CuratedImages.isCurated(image.name())) {
            if (pin) {
                throw new ActionableException(
                        "The curated image " + image.name() + " cannot be pinned: CodeBuild knows it by its name only.",
                        "Leave out -Derlang-codebuild.pin.");
            }
            return new RolloutImage(image.name(), Optional.empty(), image.architecture());
        }
        ImageReference reference = ImageReference.parse(image.name());
        Optional<EcrHost> host = EcrHost.parse(reference.registry());
        if (host.isEmpty()) {
            return elsewhere(reference, image, pin);
        }
        EcrImages images = new EcrImages(aws, host.get(), reference.repository());
        if (pin && image.pushed().isPresent()) {
            Digest pushed = images.require(reference.withDigest(image.pushed().get()));
            return new RolloutImage(byDigest(reference, pushed), Optional.of(pushed), image.architecture());
        }
        Digest digest = images.require(reference);
        image.pushed().filter(pushed -> !pushed.equals(digest)).ifPresent(pushed -> {
            throw new ActionableException(
                    "The tag " + reference.tagOrDigest() + " of " + reference.repositoryUri() + " names " + digest
                            + " by now, and not " + pushed + ", which was pushed from here.",
                    "Somebody pushed since. For the image that was pushed from here add -Derlang-codebuild.pin=true; for"
                            + " the one that the tag names now add -Derlang-codebuild.image=" + reference + ".");
        });
        String name = pin || reference.digest().isPresent() ? byDigest(reference, digest) : reference.toString();
        return new RolloutImage(name, Optional.of(digest), image.architecture());
    }

    /** CodeBuild may load it, but whether it is there cannot be asked of AWS. */
    private static RolloutImage elsewhere(ImageReference reference, RolloutRequest.Image image, boolean pin) {
        if (pin && reference.digest().isEmpty() && image.pushed().isEmpty()) {
            throw new ActionableException(
                    "The image " + reference + " cannot be pinned: " + reference.registry()
                            + " is not in Amazon ECR, so its digest is not known here.",
                    "Name it by its digest, " + reference.repositoryUri() + "@sha256:…, or leave out"
                            + " -Derlang-codebuild.pin.");
        }
        Optional<Digest> digest = reference.digest().or(image::pushed);
        return new RolloutImage(
                digest.filter(any -> pin || reference.digest().isPresent())
                        .map(known -> byDigest(reference, known))
                        .orElse(image.name()),
                digest,
                image.architecture());
    }

    private static String byDigest(ImageReference reference, Digest digest) {
        return reference.repositoryUri() + "@" + digest;
    }

    /**
     * Requires that a project can run this image: that it builds in Linux containers, and on the image's architecture as far as
     * that is known. Warns of what may not work.
     *
     * @throws ActionableException when it cannot
     */
    void requireFits(CodeBuildProject project, RolloutLog log) {
        String type = project.environmentType();
        if ((!type.isEmpty() && !type.endsWith("_CONTAINER")) || type.startsWith("WINDOWS_")) {
            throw new ActionableException(
                    "The project " + project.name() + " builds on " + type + ", which runs no Linux container image.",
                    "Give it the environment type LINUX_CONTAINER or ARM_CONTAINER, or name another project or stack.");
        }
        architecture
                .filter(known -> known.equals("arm64") != type.startsWith("ARM_"))
                .ifPresent(known -> {
                    throw new ActionableException(
                            "The image " + name + " is for " + known + ", and the project " + project.name()
                                    + " builds on " + type + ".",
                            "Push an image for that architecture, or name another project or stack.");
                });
        if (type.endsWith("_LAMBDA_CONTAINER")) {
            log.warn("The project " + project.name() + " builds on Lambda compute (" + type
                    + "). Lambda takes images of at most"
                    + " 10 GB, unpacked, and CodeBuild's base images are not made for it. Prove it with"
                    + " -Derlang-codebuild.testBuild=true.");
        }
    }
}
