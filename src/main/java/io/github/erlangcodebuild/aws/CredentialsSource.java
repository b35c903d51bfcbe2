package io.github.erlangcodebuild.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.useragent.BusinessMetricFeatureId;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** Says where credentials come from: the SDK marks them with the features that gave them, as it does in its user agent. */
final class CredentialsSource {

    /** The first one that is among the marks counts: what a profile leads to follows the profile. */
    private static final List<Map.Entry<BusinessMetricFeatureId, String>> OF_PROFILES = List.of(
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_LOGIN, "aws login"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_SSO, "SSO session"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_SSO_LEGACY, "SSO session"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_PROCESS, "process"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN, "web identity"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_NAMED_PROVIDER, "role, by credential_source"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE_SOURCE_PROFILE, "role, by source_profile"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_PROFILE, "access keys"));

    private static final List<Map.Entry<BusinessMetricFeatureId, String>> OTHERS = List.of(
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_JVM_SYSTEM_PROPERTIES, "JVM system properties"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN, "web identity token (OIDC)"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_ENV_VARS, "environment variables"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_HTTP, "container role (CodeBuild, ECS, EKS)"),
            Map.entry(BusinessMetricFeatureId.CREDENTIALS_IMDS, "EC2 instance role"));

    private CredentialsSource() {}

    /**
     * The source in words, without anything secret.
     *
     * @param chosen the profile that the user named as a parameter
     */
    static String of(AwsCredentialsIdentity credentials, Optional<String> chosen) {
        List<String> marks = List.of(credentials.providerName().orElse("").split(",", -1));
        Optional<String> ofProfile = first(OF_PROFILES, marks);
        if (ofProfile.isPresent()) {
            String name = chosen.or(ProfileFileSystemSetting.AWS_PROFILE::getStringValue)
                    .orElse("default");
            return "profile '" + name + "' (" + ofProfile.get() + ")";
        }
        return first(OTHERS, marks).orElse("a source that the AWS SDK does not name");
    }

    private static Optional<String> first(
            List<Map.Entry<BusinessMetricFeatureId, String>> sources, List<String> marks) {
        return sources.stream()
                .filter(source -> marks.contains(source.getKey().value()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
