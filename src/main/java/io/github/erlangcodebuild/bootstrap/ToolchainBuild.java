package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.aws.codebuild.BuildEnvironment;
import io.github.erlangcodebuild.aws.codebuild.EnvironmentType;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Map;
import java.util.TreeMap;

/**
 * One toolchain to compile: what goes into it.
 *
 * @param otpVersion the OTP version
 * @param architecture {@code amd64} or {@code arm64}
 * @param image the image to compile on, as CodeBuild names it
 * @param variables the environment variables that {@code build-toolchain.sh} reads
 */
record ToolchainBuild(String otpVersion, String architecture, String image, Map<String, String> variables) {

    ToolchainBuild {
        variables = new TreeMap<>(variables);
    }

    /** The build of one version for one architecture of those that are asked for. */
    static ToolchainBuild of(BootstrapRequest request, String otpVersion, String architecture) {
        Map<String, String> variables = new TreeMap<>(request.buildEnvironment());
        variables.put("OTP_VERSION", otpVersion);
        variables.put("REBAR3_VERSION", request.rebar3Version());
        variables.put("KERL_VERSION", request.kerlVersion());
        variables.put("KERL_CONFIGURE_OPTIONS", request.kerlConfigureOptions());
        String image = request.image(architecture);
        // CodeBuild's own variable may have another name of a curated image
        variables.putIfAbsent("BUILT_ON_IMAGE", CuratedImages.publishedName(image));
        return new ToolchainBuild(otpVersion, architecture, image, variables);
    }

    /** The name of this build in a batch, of letters, digits and underscores only. */
    String identifier() {
        return ("otp_" + otpVersion + "_" + architecture).replaceAll("[^A-Za-z0-9_]", "_");
    }

    /** What CodeBuild compiles it in. */
    BuildEnvironment environment() {
        return new BuildEnvironment(EnvironmentType.of(architecture), image, variables);
    }

    /** Whether a toolchain was compiled from the same inputs, and on the same image, as {@code push} compares images. */
    boolean made(ToolchainDescriptor toolchain) {
        return toolchain.erlang().otpVersion().equals(otpVersion)
                && toolchain.platform().architecture().equals(architecture)
                && toolchain.rebar3().version().equals(variables.get("REBAR3_VERSION"))
                && toolchain
                        .kerl()
                        .filter(kerl -> kerl.version().equals(variables.get("KERL_VERSION")))
                        .filter(kerl -> kerl.configureOptions().equals(variables.get("KERL_CONFIGURE_OPTIONS")))
                        .isPresent()
                && toolchain
                        .builtOn()
                        .filter(builtOn -> CuratedImages.isSameBase(
                                builtOn.image(), ImageReference.parse(variables.getOrDefault("BUILT_ON_IMAGE", image))))
                        .isPresent();
    }
}
