package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * The images of a repository in Amazon ECR.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html">Amazon ECR,
 *     DescribeImages</a>
 */
public final class EcrImages {

    private final Aws aws;
    private final EcrHost host;
    private final String repository;

    public EcrImages(Aws aws, EcrHost host, String repository) {
        this.aws = aws;
        this.host = host;
        this.repository = repository;
    }

    /**
     * The digest of an image.
     *
     * @throws ActionableException when there is no such image
     */
    public Digest require(ImageReference image) {
        ImageDetail found = requireDetail(image);
        if (found.imageStatus() == ImageStatus.ARCHIVED) {
            throw new ActionableException(
                    "The image " + image + " is archived, and cannot be loaded.",
                    "Restore it with aws ecr update-image-storage-class, or name another with"
                            + " -Derlang-codebuild.image=….");
        }
        return Digest.parse(found.imageDigest())
                .orElseThrow(
                        () -> new IllegalStateException("ECR names a digest that is none: " + found.imageDigest()));
    }

    private ImageDetail requireDetail(ImageReference image) {
        try {
            return find(image)
                    .orElseThrow(() -> new ActionableException(
                            "There is no image " + image.tagOrDigest() + " in " + image.repositoryUri() + ".",
                            "Push it first, or name one that is there with -Derlang-codebuild.image=…; aws ecr"
                                    + " describe-images --registry-id " + host.account() + " --region " + host.region()
                                    + " --repository-name " + repository + " lists them."));
        } catch (RepositoryNotFoundException e) {
            throw new ActionableException(
                    "There is no repository " + repository + " in " + host.host() + ".",
                    "Push an image there first, or check account, region and repository of the image's name.",
                    e);
        } catch (SdkException e) {
            throw aws.failures(host.region())
                    .explain("look for the image " + image, "ecr:DescribeImages", host.repositoryArn(repository), e);
        }
    }

    private Optional<ImageDetail> find(ImageReference image) {
        ImageIdentifier.Builder id = ImageIdentifier.builder();
        image.digest()
                .ifPresentOrElse(digest -> id.imageDigest(digest.toString()), () -> id.imageTag(image.tagOrDigest()));
        try {
            return aws
                    .ecr(host.region())
                    .describeImages(request -> request.registryId(host.account())
                            .repositoryName(repository)
                            .imageIds(id.build()))
                    .imageDetails()
                    .stream()
                    .findFirst();
        } catch (ImageNotFoundException e) {
            return Optional.empty();
        }
    }
}
