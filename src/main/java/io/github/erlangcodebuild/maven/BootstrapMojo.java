package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.bootstrap.Bootstrap;
import io.github.erlangcodebuild.bootstrap.BootstrapRequest;
import io.github.erlangcodebuild.bundle.OtpVersion;
import io.github.erlangcodebuild.console.BootstrapConsole;
import io.github.erlangcodebuild.console.BootstrapSummary;
import io.github.erlangcodebuild.console.ShutdownMessage;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Compiles Erlang/OTP with kerl in AWS CodeBuild, on the base image, and stores it with rebar3 as a toolchain bundle in Amazon S3,
 * where the goal <code>push</code> finds it. The first run creates a CloudFormation stack with all that is needed. A toolchain that
 * exists already, made from the same inputs, is not compiled again.
 */
@Mojo(name = "bootstrap", requiresProject = false, threadSafe = true)
public final class BootstrapMojo extends AwsMojo {

    /** The Erlang/OTP version. Several versions, separated by commas, are compiled in one batch. */
    @Parameter(property = "erlang-codebuild.erlangVersion", defaultValue = OtpVersion.DEFAULT)
    private List<String> erlangVersion = List.of();

    /**
     * The architectures to compile for, separated by commas: <code>amd64</code> (or <code>x86_64</code>), <code>arm64</code> (or
     * <code>aarch64</code>).
     */
    @Parameter(property = "erlang-codebuild.architectures", defaultValue = "amd64")
    private List<String> architectures = List.of();

    /**
     * The rebar3 version. A version that <code>build-toolchain.sh</code> does not know needs REBAR3_SHA256 in
     * <code>buildEnvironment</code>.
     */
    @Parameter(property = "erlang-codebuild.rebar3Version", defaultValue = "3.25.1")
    private String rebar3Version = "";

    /**
     * The kerl version. A version that <code>build-toolchain.sh</code> does not know needs KERL_SHA256 in
     * <code>buildEnvironment</code>.
     */
    @Parameter(property = "erlang-codebuild.kerlVersion", defaultValue = "4.4.0")
    private String kerlVersion = "";

    /** The options that Erlang/OTP is configured with. */
    @Parameter(
            property = "erlang-codebuild.kerlConfigureOptions",
            defaultValue = "--disable-debug --without-javac --without-wx --without-odbc")
    private String kerlConfigureOptions = "";

    /** The image to compile on for amd64. Push the toolchain onto the same image. */
    @Parameter(property = "erlang-codebuild.baseImage", defaultValue = CuratedImages.X86_64)
    private String baseImage = "";

    /** The image to compile on for arm64. Push the toolchain onto the same image. */
    @Parameter(property = "erlang-codebuild.armBaseImage", defaultValue = CuratedImages.ARM)
    private String armBaseImage = "";

    /**
     * More environment variables for <code>build-toolchain.sh</code>, such as checksums and mirrors. On the command line:
     * <code>-Derlang-codebuild.buildEnvironment=NAME=value,OTHER=value</code>.
     */
    @Parameter
    @Nullable
    private Map<String, String> buildEnvironment;

    /** The CloudFormation stack that holds the bucket and the CodeBuild project. */
    @Parameter(property = "erlang-codebuild.stackName", defaultValue = "erlang-toolchain")
    private String stackName = "";

    /**
     * Parameters of that stack, such as <code>LogDays</code>. Those that are not listed keep their values. On the command line:
     * <code>-Derlang-codebuild.stackParameters=NAME=value,OTHER=value</code>.
     */
    @Parameter
    @Nullable
    private Map<String, String> stackParameters;

    /** Compiles a toolchain even if it exists already, made from the same inputs. */
    @Parameter(property = "erlang-codebuild.force", defaultValue = "false")
    private boolean force;

    /** Shows what would be compiled and how the stack would change, and changes nothing. */
    @Parameter(property = "erlang-codebuild.dryRun", defaultValue = "false")
    private boolean dryRun;

    /** The number of minutes to wait for the builds. */
    @Parameter(property = "erlang-codebuild.timeout", defaultValue = "60")
    private String timeout = "";

    @Inject
    public BootstrapMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    IamPolicy rights() {
        return IamPolicy.BOOTSTRAP;
    }

    @Override
    void run(Aws aws, MavenSettings settings) {
        BootstrapConsole console = new BootstrapConsole(output(), InstantSource.system());
        ShutdownMessage message = ShutdownMessage.register(console::shutdownMessage);
        try {
            BootstrapRequest request = request();
            Bootstrap bootstrap = new Bootstrap(aws, console);
            if (dryRun) {
                BootstrapSummary.planned(bootstrap.plan(request)).forEach(output()::info);
                return;
            }
            List<String> locations = bootstrap.run(request);
            console.ended();
            BootstrapSummary.lines(request, locations, whereabouts(), Comparator.comparing(ComparableVersion::new))
                    .forEach(output()::info);
        } finally {
            console.ended();
            message.cancel();
        }
    }

    /** For Arm alone it would be passed over, and OTP compiled on an image that nobody asked for. */
    private void requireUsed(List<String> wanted) {
        boolean given = !baseImage.trim().equals(CuratedImages.X86_64)
                && !baseImage.trim().equals(armBaseImage.trim());
        if (given && wanted.equals(List.of("arm64")) && armBaseImage.trim().equals(CuratedImages.ARM)) {
            throw new ActionableException(
                    "baseImage is '" + baseImage.trim() + "', and architectures is arm64: it is the image for amd64.",
                    "If it is the image to compile on for Arm, say so with -Derlang-codebuild.armBaseImage="
                            + baseImage.trim() + "; push takes it as baseImage.");
        }
    }

    private BootstrapRequest request() {
        List<String> wanted = entries("architectures", architectures).stream()
                .map(Platform::architecture)
                .toList();
        requireUsed(wanted);
        return new BootstrapRequest(
                entries("erlangVersion", erlangVersion),
                wanted,
                rebar3Version.trim(),
                kerlVersion.trim(),
                kerlConfigureOptions,
                Map.of("amd64", baseImage.trim(), "arm64", armBaseImage.trim()),
                keyValues("buildEnvironment", buildEnvironment),
                stackName.trim(),
                keyValues("stackParameters", stackParameters),
                force,
                Duration.ofMinutes(wholeNumber("timeout", timeout)));
    }
}
