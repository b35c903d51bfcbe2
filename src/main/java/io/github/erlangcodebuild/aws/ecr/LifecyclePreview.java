package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewResponse;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewInProgressException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewResult;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewStatus;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * What the lifecycle policy of a repository will do next, as ECR itself works it out: its rules, with their priorities, tag
 * patterns and storage classes, are not ours to read. A preview changes nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartLifecyclePolicyPreview.html">Amazon
 *     ECR, StartLifecyclePolicyPreview</a>
 */
public final class LifecyclePreview {

    /** A repository of some images answers within seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Aws aws;
    private final EcrHost host;
    private final String repository;
    private final Polling polling;

    public LifecyclePreview(Aws aws, EcrHost host, String repository, Polling polling) {
        this.aws = aws;
        this.host = host;
        this.repository = repository;
        this.polling = polling;
    }

    /** An image that will expire, or be archived, which is as bad for whoever loads it. */
    public record Expiring(String digest, List<String> tags) {

        /** Whether it is this one of the same repository: {@code …:TAG}, {@code …@sha256:…}. */
        public boolean isNamed(String image) {
            return image.endsWith("@" + digest) || tags.stream().anyMatch(tag -> image.endsWith(":" + tag));
        }
    }

    /**
     * The images that will expire.
     *
     * @throws ActionableException when that cannot be found out
     */
    public List<Expiring> expiring() {
        if (!start()) {
            return List.of();
        }
        Instant deadline = polling.now().plus(LONGEST);
        while (true) {
            LifecyclePolicyPreviewStatus status = look().status();
            if (status == LifecyclePolicyPreviewStatus.COMPLETE) {
                return results();
            }
            if (status != LifecyclePolicyPreviewStatus.IN_PROGRESS) {
                throw new ActionableException(
                        "The preview of the lifecycle policy of " + repository + " ended as " + status + ".",
                        "Run it again, or look at the policy in the ECR console.");
            }
            polling.await(
                    deadline,
                    "The preview of the lifecycle policy of " + repository,
                    "Look at the policy in the ECR console.");
        }
    }

    /** Whether there is a policy, or a repository at all. */
    private boolean start() {
        try {
            aws.ecr(host.region()).startLifecyclePolicyPreview(request -> request.registryId(host.account())
                    .repositoryName(repository));
            return true;
        } catch (LifecyclePolicyPreviewInProgressException e) {
            return true; // somebody else's is as good
        } catch (LifecyclePolicyNotFoundException | RepositoryNotFoundException e) {
            return false;
        } catch (SdkException e) {
            throw explain("ecr:StartLifecyclePolicyPreview", e);
        }
    }

    private GetLifecyclePolicyPreviewResponse look() {
        try {
            return aws.ecr(host.region()).getLifecyclePolicyPreview(request -> request.registryId(host.account())
                    .repositoryName(repository));
        } catch (SdkException e) {
            throw explain("ecr:GetLifecyclePolicyPreview", e);
        }
    }

    private List<Expiring> results() {
        try {
            return aws
                    .ecr(host.region())
                    .getLifecyclePolicyPreviewPaginator(
                            request -> request.registryId(host.account()).repositoryName(repository))
                    .previewResults()
                    .stream()
                    .map(LifecyclePreview::expiring)
                    .toList();
        } catch (SdkException e) {
            throw explain("ecr:GetLifecyclePolicyPreview", e);
        }
    }

    private static Expiring expiring(LifecyclePolicyPreviewResult result) {
        return new Expiring(Optional.ofNullable(result.imageDigest()).orElse(""), result.imageTags());
    }

    private ActionableException explain(String action, SdkException failure) {
        String arn = host.repositoryArn(repository);
        return aws.failures(host.region())
                .explain("preview the lifecycle policy of " + repository, action, arn, failure);
    }
}
