package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.EnvironmentImage;

/**
 * The images that CodeBuild has itself.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListCuratedEnvironmentImages.html">AWS
 *     CodeBuild, ListCuratedEnvironmentImages</a>
 */
public final class CuratedEnvironmentImages {

    private final Aws aws;

    public CuratedEnvironmentImages(Aws aws) {
        this.aws = aws;
    }

    /**
     * All that it supports now, in any order. Their names are those of families, their versions those of releases.
     *
     * @param purpose what for, as in "Cannot …"
     * @throws ActionableException when this identity may not look
     */
    public List<EnvironmentImage> list(String purpose) {
        try {
            return aws.codeBuild().listCuratedEnvironmentImages().platforms().stream()
                    .flatMap(platform -> platform.languages().stream())
                    .flatMap(language -> language.images().stream())
                    .toList();
        } catch (SdkException e) {
            throw aws.failures().explain(purpose, "codebuild:ListCuratedEnvironmentImages", "*", e);
        }
    }
}
