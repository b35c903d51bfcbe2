package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.codebuild.CuratedBaseCheck;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.aws.ecr.EcrDenials;
import io.github.erlangcodebuild.aws.ecr.EcrPublicCredentials;
import io.github.erlangcodebuild.aws.ecr.EcrRepository;
import io.github.erlangcodebuild.aws.ecr.RepositorySettings;
import io.github.erlangcodebuild.aws.s3.S3Reader;
import io.github.erlangcodebuild.aws.s3.ToolchainBucket;
import io.github.erlangcodebuild.bundle.BundleLocation;
import io.github.erlangcodebuild.bundle.BundleReader;
import io.github.erlangcodebuild.bundle.HttpReader;
import io.github.erlangcodebuild.bundle.LocalFileReader;
import io.github.erlangcodebuild.bundle.OtpVersion;
import io.github.erlangcodebuild.bundle.SchemeReader;
import io.github.erlangcodebuild.console.ImageScanGate;
import io.github.erlangcodebuild.console.PushConsole;
import io.github.erlangcodebuild.console.PushSummary;
import io.github.erlangcodebuild.console.ShutdownMessage;
import io.github.erlangcodebuild.console.Terminal;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.TimeLimits;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.push.ImagePusher;
import io.github.erlangcodebuild.push.ImageSettings;
import io.github.erlangcodebuild.push.PushRequest;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.PushTarget;
import io.github.erlangcodebuild.registry.DockerConfigCredentials;
import io.github.erlangcodebuild.registry.InsecureHosts;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import io.github.erlangcodebuild.registry.RegistrySettings;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Adds a prebuilt Erlang/OTP and rebar3 to a CodeBuild base image as one more layer, and pushes the new image to a container
 * registry. It needs no Docker. Blobs that the registry has already are not sent again, and if every tag names the image already,
 * nothing is sent at all.
 */
@Mojo(name = "push", defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class PushMojo extends AwsMojo {

    /** The Erlang/OTP version. The toolchain bundle must hold exactly this version. */
    @Parameter(property = "erlang-codebuild.erlangVersion", defaultValue = OtpVersion.DEFAULT)
    private String erlangVersion = "";

    /**
     * The toolchain bundle: the URL (<code>s3://</code>, <code>https://</code>, <code>http://</code>, <code>file:</code>) or the path
     * of its <code>.json</code> or <code>.tar.gz</code>, or the path of a directory with a <code>toolchain.json</code>. By default the
     * place where the goal <code>bootstrap</code> stores it:
     * <code>s3://erlang-toolchain-ACCOUNT-REGION/otp-VERSION/linux-ARCH/toolchain.json</code>.
     */
    @Parameter(property = "erlang-codebuild.toolchain")
    @Nullable
    private String toolchain;

    /**
     * The digest of the bundle's layer, <code>sha256:…</code>. A bundle with another layer is refused. Required for a bundle from plain
     * <code>http://</code>, unless it comes from this machine.
     */
    @Parameter(property = "erlang-codebuild.toolchainDigest")
    @Nullable
    private String toolchainDigest;

    /**
     * The base image: any image reference, with tag or digest, or CodeBuild's name of one of its Amazon Linux images
     * (<code>aws/codebuild/amazonlinux…</code>).
     */
    @Parameter(property = "erlang-codebuild.baseImage", defaultValue = CuratedImages.X86_64)
    private String baseImage = "";

    /**
     * The host of the registry to push to, with its port if it has one. By default the Amazon ECR registry of this account and region.
     * Another registry than Amazon ECR needs no AWS credentials.
     */
    @Parameter(property = "erlang-codebuild.registry")
    @Nullable
    private String registry;

    /** The repository to push to. */
    @Parameter(property = "erlang-codebuild.repository", defaultValue = "erlang-codebuild")
    private String repository = "";

    /**
     * The tags of the image. The first one is pushed first. By default the Erlang/OTP version and <code>latest</code>. If a repository
     * holds several versions, list <code>latest</code> for only one of them.
     */
    @Parameter(property = "erlang-codebuild.tags")
    @Nullable
    private List<String> tags;

    /**
     * Adds the tag <code>VERSION-YYYYMMDD</code> (today's date in UTC) as the first tag. It keeps naming this image when the other tags
     * move on to a rebuilt one.
     */
    @Parameter(property = "erlang-codebuild.dateTag", defaultValue = "false")
    private boolean dateTag;

    /** Creates the repository in Amazon ECR if it does not exist. */
    @Parameter(property = "erlang-codebuild.createRepository", defaultValue = "true")
    private boolean createRepository;

    /** Makes Amazon ECR scan every image that is pushed to a repository that this goal creates. */
    @Parameter(property = "erlang-codebuild.scanOnPush", defaultValue = "true")
    private boolean scanOnPush;

    /**
     * The AWS resource tags of a repository that this goal creates. By default <code>Purpose=codebuild-base-image</code>. On the
     * command line: <code>-Derlang-codebuild.repositoryTags=name=value,other=value</code>.
     */
    @Parameter
    @Nullable
    private Map<String, String> repositoryTags;

    /** The KMS key (ARN, ID or alias) that encrypts a repository that this goal creates. */
    @Parameter(property = "erlang-codebuild.kmsKey")
    @Nullable
    private String kmsKey;

    /**
     * Whether tags can be moved in a repository that this goal creates: <code>MUTABLE</code>, <code>IMMUTABLE</code>, or
     * <code>IMMUTABLE_WITH_EXCLUSION</code> (only <code>latest</code> can be moved).
     */
    @Parameter(property = "erlang-codebuild.imageTagMutability", defaultValue = "MUTABLE")
    private String imageTagMutability = "";

    /**
     * The number of images that the repository's lifecycle policy keeps: those pushed last. By default 3 in a repository that this goal
     * creates. The lifecycle policy of a repository that exists is replaced only if this is set.
     */
    @Parameter(property = "erlang-codebuild.keepImages")
    @Nullable
    private String keepImages;

    /**
     * Labels to add to the image. On the command line: <code>-Derlang-codebuild.labels=name=value,other=value</code>.
     */
    @Parameter
    @Nullable
    private Map<String, String> labels;

    /**
     * Environment variables to add to the image. On the command line:
     * <code>-Derlang-codebuild.environment=NAME=value,OTHER=value</code>.
     */
    @Parameter
    @Nullable
    private Map<String, String> environment;

    /**
     * Allows a base image other than the one that the toolchain was compiled on. OTP is linked against the C library and OpenSSL of
     * that image, and may fail on another.
     */
    @Parameter(property = "erlang-codebuild.allowBaseMismatch", defaultValue = "false")
    private boolean allowBaseMismatch;

    /**
     * The hosts for which plain HTTP is accepted, and a TLS certificate that cannot be verified: <code>HOST</code> for all its ports, or
     * <code>HOST:PORT</code>. <code>true</code> means the hosts of the target and of the base image. Never one of AWS's. Each use is a
     * warning, but for loopback addresses.
     */
    @Parameter(property = "erlang-codebuild.allowInsecureRegistries", defaultValue = "false")
    @Nullable
    private List<String> allowInsecureRegistries;

    /**
     * Waits for Amazon ECR's scan of the image after the push, and fails the build if there is a finding of this severity or higher:
     * <code>CRITICAL</code>, <code>HIGH</code>, <code>MEDIUM</code>, <code>LOW</code>, <code>INFORMATIONAL</code> or
     * <code>UNDEFINED</code>. In the toolchain layer, findings of <code>LOW</code> or higher always fail the build. The image is already
     * in the repository when the build fails: to check it before a tag moves, push it with another tag first. The repository must be in
     * Amazon ECR and scan on push. By default the scan is not waited for.
     */
    @Parameter(property = "erlang-codebuild.failOnSeverity")
    @Nullable
    private String failOnSeverity;

    /** The number of minutes to wait for the scan. */
    @Parameter(property = "erlang-codebuild.scanTimeout", defaultValue = "15")
    private String scanTimeout = "";

    /** Shows what would be pushed, with sizes, and changes nothing. */
    @Parameter(property = "erlang-codebuild.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The JSON file that describes what was pushed. By default <code>erlang-codebuild/image.json</code> in the project's build directory,
     * or in <code>target</code> if there is no project.
     */
    @Parameter(property = "erlang-codebuild.outputFile")
    @Nullable
    private File outputFile;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Inject
    @SuppressWarnings("NullAway.Init") // Maven sets the read-only parameters
    public PushMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    IamPolicy rights() {
        return IamPolicy.PUSH;
    }

    @Override
    void run(Aws aws, MavenSettings settings) {
        erlangVersion = required("erlangVersion", erlangVersion);
        repository = required("repository", repository);
        baseImage = required("baseImage", baseImage);
        OtpVersion.refusePrefix(erlangVersion);
        RepositorySettings repositorySettings = repositorySettings();
        imageScanGate(); // a wrong value is said before anything moves
        if (!dryRun) {
            ImageJson.requireWritable(ImageJson.location(outputFile, project, session()));
        }
        EcrCredentials ecr = new EcrCredentials(aws);
        PushRequest request = request(aws, ecr);
        output().info("Target:    " + request.image().repositoryUri());
        PushConsole console = new PushConsole(output(), () -> Terminal.meter(interactive(), output()::info));
        ShutdownMessage message = ShutdownMessage.register(console::shutdownMessage);
        try (HttpClients clients =
                HttpClients.create(aws.settings().proxies(), TimeLimits.DEFAULT, console, output()::debug)) {
            push(request, repositorySettings, aws, clients, new Logins(settings, ecr, docker()), console);
        } finally {
            message.cancel();
            console.close();
        }
    }

    private PushRequest request(Aws aws, EcrCredentials ecr) {
        String base = baseImage.trim();
        return new PushRequest(
                CuratedImages.resolve("baseImage", base),
                BundleLocation.parse(text(toolchain).orElseGet(() -> defaultToolchain(aws, base)), baseDirectory()),
                erlangVersion,
                text(toolchainDigest).map(PushMojo::parseDigest),
                text(registry).orElseGet(ecr::ownRegistry),
                repository,
                tags(),
                ImageSettings.of(keyValues("labels", labels), keyValues("environment", environment)),
                allowBaseMismatch);
    }

    private List<String> tags() {
        List<String> listed = entries("tags", tags);
        return PushTags.of(
                erlangVersion, listed, dateTag ? Optional.of(LocalDate.now(ZoneOffset.UTC)) : Optional.empty());
    }

    private String defaultToolchain(Aws aws, String base) {
        if (text(registry).filter(host -> !EcrCredentials.isEcr(host)).isPresent()) {
            throw new ActionableException(
                    "The parameter toolchain is missing.",
                    "For a registry outside of Amazon ECR, say where the toolchain bundle is with"
                            + " -Derlang-codebuild.toolchain=…: a path, or an s3://, https:// or file: URL.");
        }
        return ToolchainBucket.location(aws, erlangVersion, CuratedImages.architectureByName(base));
    }

    private void push(
            PushRequest request,
            RepositorySettings repositorySettings,
            Aws aws,
            HttpClients clients,
            Logins logins,
            PushConsole console) {
        ImagePusher pusher = new ImagePusher(
                new Registries(
                        clients,
                        withEcrPublic(logins.all(), request, aws),
                        new RegistrySettings(userAgent(), insecureHosts(request), new EcrDenials(aws)),
                        console,
                        output()::warn,
                        output()::debug),
                bundleReader(aws, clients),
                target(request, repositorySettings, aws, logins.others()),
                console);
        if (dryRun) {
            PushSummary.of(pusher.plan(request), request).forEach(output()::info);
        } else {
            PushResult result = pusher.push(request);
            publish(result);
            warnOfBase(request, result, aws);
            imageScanGate().ifPresent(gate -> gate.check(aws, result));
            PushSummary.next(result, EcrCredentials.isEcr(request.registry()), rolloutOptions())
                    .forEach(output()::info);
        }
    }

    private InsecureHosts insecureHosts(PushRequest request) {
        return InsecureHosts.parse(
                entries("allowInsecureRegistries", allowInsecureRegistries),
                request.registry(),
                request.base().registry());
    }

    private void publish(PushResult result) {
        project.getProperties()
                .setProperty("erlang-codebuild.image.uri", result.reference().toString());
        project.getProperties()
                .setProperty(
                        "erlang-codebuild.image.digest", result.image().digest().toString());
        ImageJson.write(result, ImageJson.location(outputFile, project, session()));
        PushSummary.done(result, EcrCredentials.isEcr(result.reference().registry()))
                .forEach(output()::info);
    }

    /** What rollout has to be told to find the same account, region and file. */
    private Map<String, String> rolloutOptions() {
        Map<String, String> options = whereabouts();
        if (outputFile != null) {
            options.put("outputFile", outputFile.toString());
        }
        return options;
    }

    /** A push that moves nothing asks for no more than it has to. */
    private void warnOfBase(PushRequest request, PushResult result, Aws aws) {
        boolean regionIsKnown = text(registry).isEmpty() || aws.isRegionSet();
        if (EcrCredentials.isEcr(request.registry())
                && regionIsKnown
                && !result.transfer().upToDate()) {
            new CuratedBaseCheck(aws).warning(result.image().base().reference()).ifPresent(output()::warn);
        }
    }

    private RegistryCredentials docker() {
        return new DockerConfigCredentials(System.getenv(), System.getProperties(), output()::warn);
    }

    /**
     * Where the logins for registries come from.
     *
     * @param settings what the user has set for this very purpose, so it comes first
     * @param ecr made with AWS credentials
     * @param docker left behind by docker and podman
     */
    private record Logins(RegistryCredentials settings, EcrCredentials ecr, RegistryCredentials docker) {

        RegistryCredentials all() {
            return settings.or(ecr.or(docker));
        }

        /** Those that need no AWS credentials. */
        RegistryCredentials others() {
            return settings.or(docker);
        }
    }

    /** Last: who has logged in there himself, did so for a reason. A push that needs nothing else of AWS asks it for nothing. */
    private RegistryCredentials withEcrPublic(RegistryCredentials first, PushRequest request, Aws aws) {
        return EcrCredentials.isEcr(request.registry())
                ? first.or(new EcrPublicCredentials(aws, request.registry(), output()::debug))
                : first;
    }

    private PushTarget target(
            PushRequest request, RepositorySettings repositorySettings, Aws aws, RegistryCredentials otherLogins) {
        boolean isEcr = EcrCredentials.isEcr(request.registry());
        if (!isEcr && !repositorySettings.chosen().isEmpty()) {
            output().warn(request.registry() + " is not Amazon ECR, so these parameters have no effect: "
                    + String.join(", ", repositorySettings.chosen()) + ".");
        }
        return isEcr
                ? EcrRepository.of(
                        aws,
                        request.registry(),
                        request.repository(),
                        repositorySettings,
                        () -> otherLogins
                                .find(request.registry(), request.repository())
                                .isPresent(),
                        output()::info)
                : PushTarget.asItIs();
    }

    private RepositorySettings repositorySettings() {
        Map<String, String> resourceTags = keyValues("repositoryTags", repositoryTags);
        return new RepositorySettings(
                createRepository,
                scanOnPush,
                resourceTags.isEmpty() ? Map.of("Purpose", "codebuild-base-image") : resourceTags,
                text(kmsKey),
                RepositorySettings.parseMutability(imageTagMutability),
                text(keepImages).map(number -> wholeNumber("keepImages", number)));
    }

    private Optional<ImageScanGate> imageScanGate() {
        return text(failOnSeverity)
                .map(severity -> ImageScanGate.of(
                        severity, wholeNumber("scanTimeout", scanTimeout), scanOnPush, text(registry), output()::info));
    }

    private static BundleReader bundleReader(Aws aws, HttpClients clients) {
        HttpReader http = new HttpReader(clients.verifying());
        return new SchemeReader(
                Map.of("file", new LocalFileReader(), "http", http, "https", http, "s3", new S3Reader(aws)));
    }

    private Path baseDirectory() {
        return project.getBasedir() == null
                ? Path.of(session().getExecutionRootDirectory())
                : project.getBasedir().toPath();
    }

    private static Digest parseDigest(String text) {
        return Digest.parse(text.trim())
                .orElseThrow(() -> new ActionableException(
                        "toolchainDigest '" + text + "' is not a digest.",
                        "Write sha256: and 64 hex digits in lower case, as layer.digest in the bundle's descriptor."));
    }
}
