package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** Whether CodeBuild still maintains the image that a push was based on. Its hosts hold the layers of those that it does. */
public final class CuratedBaseCheck {

    private final Aws aws;

    public CuratedBaseCheck(Aws aws) {
        this.aws = aws;
    }

    /**
     * A warning about a base image ({@code ListCuratedEnvironmentImages}).
     *
     * @return empty when CodeBuild lists the base's family, when the base is none of CodeBuild's, and when that may not be asked
     */
    public Optional<String> warning(ImageReference base) {
        if (!CuratedImages.isWherePublished(base)
                || CuratedImages.otherName(base).isEmpty()) {
            return Optional.empty();
        }
        String name = base.repository().replaceFirst("^codebuild/", CuratedImages.PREFIX) + ":" + base.tagOrDigest();
        List<String> families;
        try {
            families = new CuratedEnvironmentImages(aws).families("find out whether CodeBuild has " + name);
        } catch (ActionableException e) {
            return Optional.empty(); // it is good advice, and nothing that a push needs
        }
        return families.isEmpty() || CuratedImages.isListed(name, families)
                ? Optional.empty()
                : Optional.of("CodeBuild does not list the base " + base
                        + " any more, so its hosts may not hold its layers, and builds" + " begin later. It lists "
                        + String.join(", ", families) + ".");
    }
}
