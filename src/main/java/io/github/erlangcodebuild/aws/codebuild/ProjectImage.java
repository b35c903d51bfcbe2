package io.github.erlangcodebuild.aws.codebuild;

import java.util.Optional;

/**
 * The image of a CodeBuild project, and how CodeBuild pulls it.
 *
 * @param name as CodeBuild names it: {@code HOST/REPOSITORY:TAG}, {@code HOST/REPOSITORY@sha256:…}, {@code aws/codebuild/…}
 * @param pullCredentials whose credentials it is pulled with
 * @param registryCredential the secret in AWS Secrets Manager, by name or ARN, that has the login of a private registry other
 *     than Amazon ECR ({@code RegistryCredential}); empty where the project has none
 */
public record ProjectImage(String name, PullCredentials pullCredentials, Optional<String> registryCredential) {}
