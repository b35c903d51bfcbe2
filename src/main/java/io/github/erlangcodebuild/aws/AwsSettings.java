package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.http.Proxies;
import java.util.Optional;

/**
 * How to reach AWS. What is left empty the SDK finds in its usual chains: environment, profiles, roles.
 *
 * @param region the region
 * @param profile the profile of the shared configuration files; when given, it wins over keys in the environment
 * @param proxies the user's proxies
 */
public record AwsSettings(Optional<String> region, Optional<String> profile, Proxies proxies) {}
