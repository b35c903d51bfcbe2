package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.OtpVersion;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Platform;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which toolchains are to be compiled.
 *
 * @param otpVersions the OTP versions; several make one batch
 * @param architectures {@code amd64}, {@code arm64}; given as {@code x86_64}, {@code aarch64} too
 * @param rebar3Version the release of rebar3
 * @param kerlVersion the release of kerl
 * @param kerlConfigureOptions what OTP is configured with; lines, as a POM may have them, become one
 * @param images the image to compile on, by architecture
 * @param buildEnvironment further variables for {@code build-toolchain.sh}
 * @param stackName the CloudFormation stack
 * @param stackParameters parameters of the stack; those not named stay as they are
 * @param force compile also what is there already, of the same inputs
 * @param timeout how long to wait for the builds
 */
public record BootstrapRequest(
        List<String> otpVersions,
        List<String> architectures,
        String rebar3Version,
        String kerlVersion,
        String kerlConfigureOptions,
        Map<String, String> images,
        Map<String, String> buildEnvironment,
        String stackName,
        Map<String, String> stackParameters,
        boolean force,
        Duration timeout) {

    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*(-rc\\d+)?");
    private static final Pattern RELEASE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._+-]*");
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern STACK_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");

    /** What the goal itself tells the build, and the parameter that it is given with. */
    private static final Map<String, String> OURS = Map.of(
            "OTP_VERSION", "erlangVersion",
            "REBAR3_VERSION", "rebar3Version",
            "KERL_VERSION", "kerlVersion",
            "KERL_CONFIGURE_OPTIONS", "kerlConfigureOptions");

    /** What the stack tells the build, and what to do instead. */
    private static final Map<String, String> OF_STACK = Map.of(
            "UPLOAD_TO", "Leave it out: the stack sets it, so that toolchains are where push looks for them.",
            "EXPECTED_BUCKET_OWNER", "Leave it out: the stack sets it to this account.");

    /** What holds for one OTP version only. */
    private static final List<String> OF_ONE_VERSION = List.of("OTP_SHA256", "OTP_URL");

    public BootstrapRequest {
        otpVersions = List.copyOf(new LinkedHashSet<>(otpVersions));
        architectures =
                architectures.stream().map(Platform::architecture).distinct().toList();
        kerlConfigureOptions = BLANK.matcher(kerlConfigureOptions.strip()).replaceAll(" ");
        images = Map.copyOf(images);
        buildEnvironment = Map.copyOf(buildEnvironment);
        stackParameters = Map.copyOf(stackParameters);
        for (String version : otpVersions) {
            OtpVersion.refusePrefix(version);
            if (!VERSION.matcher(version).matches()) {
                throw new ActionableException(
                        "erlangVersion '" + version + "' is not an OTP version.",
                        "Write it as 27.1 or 28.0-rc1; several with commas between them.");
            }
        }
        for (String architecture : architectures) {
            if (!architecture.equals("amd64") && !architecture.equals("arm64")) {
                throw new ActionableException(
                        "architectures has '" + architecture + "', which CodeBuild has no Linux machines for.",
                        "Use amd64, arm64, or both with a comma between them.");
            }
        }
        if (otpVersions.isEmpty() || architectures.isEmpty()) {
            throw new ActionableException(
                    "There is nothing to compile.", "Name at least one erlangVersion and one architecture.");
        }
        for (String architecture : architectures) {
            requirePullable(architecture, images.getOrDefault(architecture, ""));
        }
        requireForUs(buildEnvironment, otpVersions);
        requireRelease("rebar3Version", rebar3Version, "3.25.1");
        requireRelease("kerlVersion", kerlVersion, "4.4.0");
        if (!STACK_NAME.matcher(stackName).matches()) {
            throw new ActionableException(
                    "stackName '" + stackName + "' is not a name of a CloudFormation stack.",
                    "Use letters, digits and hyphens, a letter in front.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new ActionableException(
                    "timeout is " + timeout.toMinutes() + ", and must be more than 0.", "Give minutes, such as 60.");
        }
    }

    private static void requireForUs(Map<String, String> buildEnvironment, List<String> otpVersions) {
        for (String name : new TreeSet<>(buildEnvironment.keySet())) {
            String parameter = OURS.get(name);
            String instead = parameter == null
                    ? OF_STACK.get(name)
                    : "Use -Derlang-codebuild." + parameter + "=" + buildEnvironment.get(name) + ".";
            if (instead != null) {
                throw new ActionableException(
                        "buildEnvironment has " + name + ", which bootstrap itself sets for each build.", instead);
            }
            if (otpVersions.size() > 1 && OF_ONE_VERSION.contains(name) && !"none".equals(buildEnvironment.get(name))) {
                throw new ActionableException(
                        "buildEnvironment has " + name + ", which is that of one OTP version, and erlangVersion has "
                                + otpVersions.size() + ": " + String.join(", ", otpVersions) + ".",
                        "Run bootstrap once for each of them"
                                + (name.equals("OTP_URL")
                                        ? ", or give a mirror of all with OTP_GITHUB_URL."
                                        : ", each with its own."));
            }
        }
    }

    /** Push refuses it: better before OTP is compiled on it than after. */
    private static void requirePullable(String architecture, String image) {
        if (!image.isBlank()) {
            CuratedImages.resolve(parameter(architecture), image);
        }
    }

    /** The name of the parameter that says which image to compile on. */
    private static String parameter(String architecture) {
        return architecture.equals("arm64") ? "armBaseImage" : "baseImage";
    }

    private static void requireRelease(String name, String version, String example) {
        if (!RELEASE.matcher(version).matches()) {
            throw new ActionableException(
                    name + " '" + version + "' is not a release.", "Write it as " + example + ".");
        }
    }

    /** The image to compile on for an architecture. */
    public String image(String architecture) {
        String image = images.get(architecture);
        if (image == null || image.isBlank()) {
            throw new ActionableException(
                    "There is no image to compile on for " + architecture + ".",
                    "Name one with -Derlang-codebuild." + parameter(architecture) + "=….");
        }
        return image;
    }
}
