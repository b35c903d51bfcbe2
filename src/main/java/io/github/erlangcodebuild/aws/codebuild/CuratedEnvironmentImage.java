package io.github.erlangcodebuild.aws.codebuild;

import java.util.List;

/**
 * A family of CodeBuild's curated images ({@code EnvironmentImage}).
 *
 * @param name of the family: {@code aws/codebuild/amazonlinux2-x86_64-standard:5.0}
 * @param versions its releases, in any order: {@code aws/codebuild/amazonlinux2-x86_64-standard:5.0-26.10.15}
 */
public record CuratedEnvironmentImage(String name, List<String> versions) {

    public CuratedEnvironmentImage {
        versions = List.copyOf(versions);
    }
}
