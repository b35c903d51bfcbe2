package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Proxies;
import java.util.Optional;

/**
 * How to reach AWS. What is left empty the SDK finds in its usual chains: environment, profiles, roles.
 *
 * @param region the region
 * @param profile the profile of the shared configuration files; when given, it wins over keys in the environment
 * @param proxies the user's proxies
 * @param userAgent what calls itself: {@code erlang-codebuild-maven-plugin/1.0.0}
 */
public record AwsSettings(Optional<String> region, Optional<String> profile, Proxies proxies, String userAgent) {

    public AwsSettings {
        region.filter(name -> !name.matches("[a-z]{2,}(-[a-z0-9]+)+")).ifPresent(name -> {
            throw new ActionableException(
                    "'" + name + "' is not the name of an AWS region.",
                    "Set -Derlang-codebuild.region to one such as us-east-1.");
        });
    }
}
