package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.bundle.OtpVersion;
import io.github.erlangcodebuild.console.DoctorSummary;
import io.github.erlangcodebuild.doctor.Diagnosis;
import io.github.erlangcodebuild.doctor.Doctor;
import io.github.erlangcodebuild.doctor.DoctorJson;
import io.github.erlangcodebuild.doctor.DoctorRequest;
import io.github.erlangcodebuild.doctor.Finding;
import io.github.erlangcodebuild.image.CuratedImages;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Says what is here (Java, Maven, credentials, region, clock), which rights of the other goals this identity has, what is there
 * (toolchains, images, stacks, projects), and which command comes next. It changes nothing, and fails if a check fails.
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends AwsMojo {

    private static final String DEFAULT_REPOSITORY = "erlang-codebuild";
    private static final String DEFAULT_STACK = "erlang-toolchain";

    /** The goals whose rights are checked, separated by commas: <code>push</code>, <code>bootstrap</code>, <code>rollout</code>. */
    @Parameter(property = "erlang-codebuild.goals", defaultValue = "push,bootstrap,rollout")
    private List<String> goals = List.of();

    /** The Erlang/OTP version that builds are to have. */
    @Parameter(property = "erlang-codebuild.erlangVersion", defaultValue = OtpVersion.DEFAULT)
    private String erlangVersion = "";

    /** The base image of the image. Its name tells the architecture of the toolchain that is looked for. */
    @Parameter(property = "erlang-codebuild.baseImage", defaultValue = CuratedImages.X86_64)
    private String baseImage = "";

    /** The repository in Amazon ECR that holds the images. */
    @Parameter(property = "erlang-codebuild.repository", defaultValue = DEFAULT_REPOSITORY)
    private String repository = "";

    /** The CloudFormation stack of the goal <code>bootstrap</code> (there called <code>stackName</code>). */
    @Parameter(property = "erlang-codebuild.bootstrapStackName", defaultValue = DEFAULT_STACK)
    private String bootstrapStackName = "";

    /** The CloudFormation stack whose CodeBuild projects use the image. Set either stackName or projects. */
    @Parameter(property = "erlang-codebuild.stackName")
    @Nullable
    private String stackName;

    /** The names of the CodeBuild projects that use the image, separated by commas. */
    @Parameter(property = "erlang-codebuild.projects")
    @Nullable
    private List<String> projects;

    /** Prints one JSON document on standard output, and nothing else. Use it with <code>mvn -q</code>. */
    @Parameter(property = "erlang-codebuild.json", defaultValue = "false")
    private boolean json;

    private final RuntimeInformation maven;

    @Inject
    @SuppressWarnings("NullAway.Init") // Maven sets the read-only parameters
    public DoctorMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        super(decrypter);
        this.maven = maven;
    }

    @Override
    IamPolicy rights() {
        return IamPolicy.DOCTOR;
    }

    @Override
    void run(Aws aws, MavenSettings settings) {
        OtpVersion.refusePrefix(erlangVersion);
        Diagnosis diagnosis = new Doctor(aws).examine(request());
        if (json) {
            standardOutput().println(DoctorJson.of(diagnosis));
        } else {
            DoctorSummary.lines(diagnosis).forEach(output()::info);
        }
        requireHealth(diagnosis.failed());
    }

    /** The diagnosis says it itself. */
    @Override
    void warnOfAws(String text) {}

    /** Not System.out, which Maven 4 takes for its log. */
    private static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    }

    private static void requireHealth(List<Finding> failed) {
        if (!failed.isEmpty()) {
            throw new ActionableException(
                    (failed.size() == 1 ? "1 check failed: " : failed.size() + " checks failed: ")
                            + failed.stream().map(Finding::id).collect(Collectors.joining(", ")) + ".",
                    "Each says what to do about it.");
        }
    }

    private DoctorRequest request() {
        String architecture = CuratedImages.architectureByName(baseImage);
        return new DoctorRequest(
                new DoctorRequest.Host(
                        Runtime.version().toString(),
                        System.getProperty("java.vendor", ""),
                        maven.getMavenVersion(),
                        pluginVersion(),
                        System.getProperty("os.name", "") + " " + System.getProperty("os.version", "") + " "
                                + System.getProperty("os.arch", "")),
                entries("goals", goals),
                erlangVersion.trim(),
                architecture,
                repository.trim(),
                bootstrapStackName.trim(),
                text(stackName),
                entries("projects", projects),
                options(architecture.equals("arm64")));
    }

    /** What the next command has to be told, where it is not what its goal takes by itself. */
    private Map<String, Map<String, String>> options(boolean arm) {
        Map<String, String> push = new LinkedHashMap<>();
        Map<String, String> bootstrap = new LinkedHashMap<>();
        if (!erlangVersion.trim().equals(OtpVersion.DEFAULT)) {
            push.put("erlangVersion", erlangVersion.trim());
            bootstrap.put("erlangVersion", erlangVersion.trim());
        }
        if (arm) {
            bootstrap.put("architectures", "arm64");
        }
        if (!baseImage.trim().equals(CuratedImages.X86_64)) {
            push.put("baseImage", baseImage.trim());
            bootstrap.put(arm ? "armBaseImage" : "baseImage", baseImage.trim());
        }
        if (!repository.trim().equals(DEFAULT_REPOSITORY)) {
            push.put("repository", repository.trim());
        }
        if (!bootstrapStackName.trim().equals(DEFAULT_STACK)) {
            bootstrap.put("stackName", bootstrapStackName.trim());
        }
        push.putAll(whereabouts());
        bootstrap.putAll(whereabouts());
        return Map.of("push", push, "bootstrap", bootstrap, "rollout", whereabouts());
    }
}
