package io.github.erlangcodebuild.aws;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** Finds the region, in the order of the SDK's own chain: setting, environment, profile, instance. */
final class Regions {

    private static final Region LAST_RESORT = Region.US_EAST_1;

    /** An instance answers at once. Elsewhere packets to that address are often dropped. */
    private static final int INSTANCE_ANSWERS_WITHIN_MS = 300;

    private Regions() {}

    static Region find(AwsSettings settings) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        String profile = settings.profile().orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
        try {
            return new AwsRegionProviderChain(
                            new SystemSettingsRegionProvider(),
                            new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, profile))
                    .getRegion();
        } catch (SdkException e) {
            return ofInstance(); // nobody named one, which is how the chain says it
        }
    }

    /** The SDK's own look-up takes some 7 seconds to find out that there is no instance, so it is not just tried. */
    private static Region ofInstance() {
        if (SdkSystemSetting.AWS_EC2_METADATA_DISABLED.getBooleanValueOrThrow() || !instanceAnswers()) {
            return LAST_RESORT;
        }
        try {
            return new InstanceProfileRegionProvider().getRegion();
        } catch (SdkException e) {
            return LAST_RESORT;
        }
    }

    private static boolean instanceAnswers() {
        boolean ipv6 = SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE
                .getStringValueOrThrow()
                .equalsIgnoreCase("IPv6");
        URI endpoint = URI.create(
                ipv6
                        ? "http://[fd00:ec2::254]"
                        : SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.getStringValueOrThrow());
        try (Socket socket = new Socket()) {
            int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
            socket.connect(new InetSocketAddress(endpoint.getHost(), port), INSTANCE_ANSWERS_WITHIN_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
