package io.github.erlangcodebuild.aws.ecr;

import java.time.Instant;
import java.util.List;

/**
 * An image in a repository, as ECR lists it.
 *
 * @param digest of its manifest
 * @param tags all that name it
 * @param pushedAt when it was pushed last
 * @param bytes the size of its compressed layers; 0 where ECR names none
 */
public record StoredImage(String digest, List<String> tags, Instant pushedAt, long bytes) {

    public StoredImage {
        tags = List.copyOf(tags);
    }
}
