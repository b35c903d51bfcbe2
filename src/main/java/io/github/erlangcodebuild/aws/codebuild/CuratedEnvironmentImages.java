package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Lists the curated images that CodeBuild provides.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListCuratedEnvironmentImages.html">AWS
 *     CodeBuild, ListCuratedEnvironmentImages</a>
 */
public final class CuratedEnvironmentImages {

    private final Aws aws;

    public CuratedEnvironmentImages(Aws aws) {
        this.aws = aws;
    }

    /** The names of the families that CodeBuild supports now, sorted; otherwise as {@link #list}. */
    public List<String> families(String purpose) {
        return list(purpose).stream()
                .map(CuratedEnvironmentImage::name)
                .sorted()
                .toList();
    }

    /**
     * The families that CodeBuild supports now, in any order.
     *
     * @param purpose what the list is for, as it follows "Cannot " in a failure: {@code find out which release is current}
     * @throws ActionableException when access is denied
     */
    public List<CuratedEnvironmentImage> list(String purpose) {
        try {
            return aws.codeBuild().listCuratedEnvironmentImages().platforms().stream()
                    .flatMap(platform -> platform.languages().stream())
                    .flatMap(language -> language.images().stream())
                    .map(image -> new CuratedEnvironmentImage(image.name(), image.versions()))
                    .toList();
        } catch (SdkException e) {
            throw aws.failures().explain(purpose, "codebuild:ListCuratedEnvironmentImages", "*", e);
        }
    }
}
