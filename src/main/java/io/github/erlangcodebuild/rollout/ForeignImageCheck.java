package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.codebuild.CuratedEnvironmentImages;
import io.github.erlangcodebuild.aws.ecr.EcrHost;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.List;

/**
 * Says of an image outside of Amazon ECR that nobody looked for it, and warns where its name looks like a slip. CodeBuild itself
 * takes any name, and the next build fails.
 */
final class ForeignImageCheck {

    private final Aws aws;
    private final RolloutLog log;

    ForeignImageCheck(Aws aws, RolloutLog log) {
        this.aws = aws;
        this.log = log;
    }

    /** Looks at the name of an image, as CodeBuild is given it. */
    void warn(String image) {
        if (CuratedImages.isCurated(image)) {
            curated(image);
        } else if (!ImageReference.namesRegistry(image)) {
            log.warn("The image " + image
                    + " names no registry, so CodeBuild takes it from Docker Hub. One in Amazon ECR has"
                    + " its registry in front: ACCOUNT.dkr.ecr.REGION.amazonaws.com/" + image + ".");
        } else if (EcrHost.ofImage(image).isEmpty()) {
            log.notChecked("whether " + image + " is there, as it is not in Amazon ECR.");
        }
    }

    private void curated(String image) {
        List<String> families;
        try {
            families = new CuratedEnvironmentImages(aws).families("find out whether CodeBuild has " + image);
        } catch (ActionableException e) {
            log.notChecked("whether CodeBuild has the image " + image + ". " + e.problem());
            return;
        }
        if (families.isEmpty()) {
            log.notChecked("whether CodeBuild has the image " + image + ", as it lists none.");
        } else if (!CuratedImages.isListed(image, families)) {
            log.warn("CodeBuild does not list the image " + image
                    + ": the name is misspelt, or the image no longer supported." + " It lists "
                    + String.join(", ", families) + ".");
        }
    }
}
