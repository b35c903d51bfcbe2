package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** A repository of this account in this region, which may not be there: what is in it, and nothing is changed. */
public final class OwnRepository {

    private final Aws aws;
    private final String name;

    public OwnRepository(Aws aws, String name) {
        this.aws = aws;
        this.name = name;
    }

    /**
     * How images name it, {@code HOST/NAME} ({@code DescribeRepositories}).
     *
     * @return empty when there is none
     * @throws ActionableException when this identity may not look
     */
    public Optional<String> uri() {
        try {
            return aws
                    .ecr(aws.region())
                    .describeRepositories(request -> request.repositoryNames(name))
                    .repositories()
                    .stream()
                    .map(Repository::repositoryUri)
                    .findFirst();
        } catch (RepositoryNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw explain("look for the repository " + name, "ecr:DescribeRepositories", e);
        }
    }

    /**
     * Its images that have a tag, the one that was pushed last first ({@code DescribeImages}).
     *
     * @return none when there is no such repository
     * @throws ActionableException when this identity may not look
     */
    public List<StoredImage> images() {
        try {
            return aws
                    .ecr(aws.region())
                    .describeImagesPaginator(request ->
                            request.repositoryName(name).filter(filter -> filter.tagStatus(TagStatus.TAGGED)))
                    .imageDetails()
                    .stream()
                    .filter(image -> image.imagePushedAt() != null)
                    .map(OwnRepository::value)
                    .sorted(Comparator.comparing(StoredImage::pushedAt).reversed())
                    .toList();
        } catch (RepositoryNotFoundException e) {
            return List.of();
        } catch (SdkException e) {
            throw explain("list the images of " + name, "ecr:DescribeImages", e);
        }
    }

    private static StoredImage value(ImageDetail image) {
        return new StoredImage(
                image.imageDigest(),
                image.imageTags(),
                image.imagePushedAt(),
                Optional.ofNullable(image.imageSizeInBytes()).orElse(0L));
    }

    private ActionableException explain(String purpose, String action, SdkException failure) {
        return aws.failures().explain(purpose, action, aws.arn("ecr", "repository/" + name), failure);
    }
}
