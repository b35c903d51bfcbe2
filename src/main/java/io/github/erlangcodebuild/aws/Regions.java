package io.github.erlangcodebuild.aws;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;

/**
 * Resolves the region: setting, environment, profile, instance. That is the order of the SDK's own chain, and {@code
 * AWS_DEFAULT_REGION} after {@code AWS_REGION}, as in the AWS CLI and in boto3.
 */
final class Regions {

    private static final Resolved DEFAULT = new Resolved(Region.US_EAST_1, "the default, since no region is set");
    private static final String OF_THE_CLI = "AWS_DEFAULT_REGION";

    /**
     * An instance answers at once, unless a packet is lost, as when many ask it at a time: the next one follows after a
     * second (RFC 6298). Elsewhere packets to that address are often dropped, all of them.
     */
    private static final int INSTANCE_ANSWERS_WITHIN_MS = 2_000;

    private Regions() {}

    /**
     * The region to use.
     *
     * @param origin where it is set, as an apposition: {@code from AWS_REGION}
     */
    record Resolved(Region region, String origin) {

        /** Whether nothing says which region, so that it is not what somebody chose. */
        boolean isDefault() {
            return equals(DEFAULT);
        }
    }

    /** Whether something accepts connections at an address, within some milliseconds. */
    interface Probe {
        boolean answers(InetSocketAddress address, int milliseconds);
    }

    /** The region that is set, else the one of the instance that this runs on, else {@code us-east-1}. */
    static Resolved resolve(AwsSettings settings) {
        return resolve(settings, name -> Optional.ofNullable(System.getenv(name)), Regions::accepts);
    }

    static Resolved resolve(AwsSettings settings, Function<String, Optional<String>> environment, Probe probe) {
        if (settings.region().isPresent()) {
            return new Resolved(Region.of(settings.region().get()), "as the parameter region says");
        }
        Optional<String> system =
                SdkSystemSetting.AWS_REGION.getStringValue().map(String::strip).filter(name -> !name.isEmpty());
        if (system.isPresent()) {
            boolean isProperty = System.getProperty(SdkSystemSetting.AWS_REGION.property()) != null;
            return new Resolved(
                    Region.of(system.get()), isProperty ? "from the system property aws.region" : "from AWS_REGION");
        }
        Optional<String> ofTheCli =
                environment.apply(OF_THE_CLI).map(String::strip).filter(name -> !name.isEmpty());
        if (ofTheCli.isPresent()) {
            return new Resolved(Region.of(ofTheCli.get()), "from " + OF_THE_CLI);
        }
        String profile = settings.profile().orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
        try {
            // the chain ignores a file that cannot be read
            return new Resolved(
                    new AwsRegionProviderChain(new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, profile))
                            .getRegion(),
                    "from profile '" + profile + "'");
        } catch (SdkException e) {
            return ofInstance(probe); // the chain throws this when no region is set
        }
    }

    /** The SDK's own look-up takes some 7 seconds to find out that there is no instance, so it is not just tried. */
    private static Resolved ofInstance(Probe probe) {
        if (SdkSystemSetting.AWS_EC2_METADATA_DISABLED.getBooleanValueOrThrow() || !instanceAnswers(probe)) {
            return DEFAULT;
        }
        try {
            return new Resolved(new InstanceProfileRegionProvider().getRegion(), "where this instance is");
        } catch (SdkException e) {
            return DEFAULT;
        }
    }

    private static boolean instanceAnswers(Probe probe) {
        boolean ipv6 = SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE
                .getStringValueOrThrow()
                .equalsIgnoreCase("IPv6");
        URI endpoint = URI.create(
                ipv6
                        ? "http://[fd00:ec2::254]"
                        : SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.getStringValueOrThrow());
        int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
        return probe.answers(new InetSocketAddress(endpoint.getHost(), port), INSTANCE_ANSWERS_WITHIN_MS);
    }

    private static boolean accepts(InetSocketAddress address, int milliseconds) {
        try (Socket socket = new Socket()) {
            socket.connect(address, milliseconds);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
