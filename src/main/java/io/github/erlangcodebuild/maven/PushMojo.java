package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.image.BaseImageName;
import io.github.erlangcodebuild.image.ImageSettings;
import io.github.erlangcodebuild.registry.DockerConfigCredentials;
import io.github.erlangcodebuild.registry.ImagePusher;
import io.github.erlangcodebuild.registry.PushRequest;
import io.github.erlangcodebuild.registry.PushResult;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.toolchain.BundleLocation;
import io.github.erlangcodebuild.toolchain.Digest;
import io.github.erlangcodebuild.toolchain.HttpReader;
import io.github.erlangcodebuild.toolchain.LocalFileReader;
import io.github.erlangcodebuild.toolchain.ObjectReader;
import io.github.erlangcodebuild.toolchain.SchemeReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Puts a prebuilt Erlang/OTP and rebar3 onto a CodeBuild base image, as one more layer, and pushes the result to a
 * container registry. It needs no Docker. Pushing what is there already moves nothing.
 */
@Mojo(name = "push", defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class PushMojo extends AbstractMojo {

    /** The Erlang/OTP version. The toolchain bundle must hold just this one. */
    @Parameter(property = "erlang-codebuild.erlangVersion", defaultValue = "27.1")
    private String erlangVersion = "";

    /**
     * Where the toolchain bundle is: an <code>https://</code>, <code>http://</code> or <code>file:</code> URL, or a path,
     * of its <code>.json</code> or its <code>.tar.gz</code>.
     */
    @Parameter(property = "erlang-codebuild.toolchain")
    @Nullable
    private String toolchain;

    /**
     * The digest that the bundle's layer must have, <code>sha256:…</code>. A bundle from plain <code>http://</code> needs
     * it, unless it comes from this machine.
     */
    @Parameter(property = "erlang-codebuild.toolchainDigest")
    @Nullable
    private String toolchainDigest;

    /**
     * The image to build on: any image reference, by tag or by digest, or CodeBuild's own name of one of its Amazon Linux
     * images (<code>aws/codebuild/amazonlinux…</code>).
     */
    @Parameter(property = "erlang-codebuild.baseImage", defaultValue = "aws/codebuild/amazonlinux2-x86_64-standard:5.0")
    private String baseImage = "";

    /** The host of the registry to push to, with its port if it has one. */
    @Parameter(property = "erlang-codebuild.registry")
    @Nullable
    private String registry;

    /** The repository to push to. */
    @Parameter(property = "erlang-codebuild.repository", defaultValue = "erlang-codebuild")
    private String repository = "";

    /**
     * The tags that will name the image; the first one is pushed first. The default is the Erlang/OTP version and
     * <code>latest</code>.
     */
    @Parameter(property = "erlang-codebuild.tags")
    @Nullable
    private List<String> tags;

    /**
     * Labels to add to the image. On the command line:
     * <code>-Derlang-codebuild.labels=name=value,other=value</code>.
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

    /** Allows registries that speak plain HTTP, or TLS with a certificate that cannot be verified. */
    @Parameter(property = "erlang-codebuild.allowInsecureRegistries", defaultValue = "false")
    private boolean allowInsecureRegistries;

    /** Says what would be done, with bytes, and changes nothing. */
    @Parameter(property = "erlang-codebuild.dryRun", defaultValue = "false")
    private boolean dryRun;

    /** Does nothing at all. */
    @Parameter(property = "erlang-codebuild.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Where to write what was pushed, as JSON. The default is <code>erlang-codebuild/image.json</code> in the project's
     * build directory, or in <code>target</code> where there is no project.
     */
    @Parameter(property = "erlang-codebuild.outputFile")
    @Nullable
    private File outputFile;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    private final SettingsDecrypter decrypter;

    @Inject
    @SuppressWarnings("NullAway.Init") // Maven sets the read-only parameters
    public PushMojo(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped, as erlang-codebuild.skip says.");
            return;
        }
        try {
            push(request());
        } catch (ActionableException e) {
            throw Failures.toMaven(e);
        } catch (IOException e) {
            throw new MojoExecutionException("The connections cannot be closed: " + e.getMessage(), e);
        }
    }

    private PushRequest request() {
        return new PushRequest(
                BaseImageName.resolve(baseImage),
                BundleLocation.parse(required("toolchain", toolchain), baseDirectory()),
                erlangVersion,
                Optional.ofNullable(toolchainDigest).map(PushMojo::parseDigest),
                required("registry", registry),
                repository,
                tags == null || tags.isEmpty() ? List.of(erlangVersion, "latest") : tags,
                ImageSettings.of(
                        KeyValues.of(session, "labels", labels), KeyValues.of(session, "environment", environment)));
    }

    private void push(PushRequest request) throws IOException {
        MavenSettings settings = new MavenSettings(session.getSettings(), decrypter, getLog());
        PushConsole console = new PushConsole(getLog(), () -> Terminal.meter(session, getLog()));
        try (HttpClients clients = HttpClients.create(settings.proxies())) {
            Registries registries = new Registries(
                    clients,
                    settings.or(new DockerConfigCredentials(System.getenv(), System.getProperties(), getLog()::warn)),
                    allowInsecureRegistries,
                    plugin.getArtifactId() + "/" + plugin.getVersion(),
                    console,
                    getLog()::debug);
            ImagePusher pusher = new ImagePusher(registries, bundleReader(clients), console);
            if (dryRun) {
                PushSummary.of(pusher.plan(request), request).forEach(getLog()::info);
                return;
            }
            PushResult result = pusher.push(request);
            ImageJson.write(result, outputFile());
            project.getProperties()
                    .setProperty(
                            "erlang-codebuild.image.uri", result.reference().toString());
            project.getProperties()
                    .setProperty(
                            "erlang-codebuild.image.digest",
                            result.image().digest().toString());
            PushSummary.of(result).forEach(getLog()::info);
        } finally {
            console.close();
        }
    }

    private static ObjectReader bundleReader(HttpClients clients) {
        HttpReader http = new HttpReader(clients.verifying());
        return new SchemeReader(Map.of("file", new LocalFileReader(), "http", http, "https", http));
    }

    /** Not a default in the annotation: Maven's stub for "no POM" leaves {@code ${project.basedir}} as it is. */
    private Path outputFile() {
        if (outputFile != null) {
            return outputFile.toPath();
        }
        Path buildDirectory = project.getBasedir() == null
                ? baseDirectory().resolve("target")
                : Path.of(project.getBuild().getDirectory());
        return buildDirectory.resolve("erlang-codebuild").resolve("image.json");
    }

    private Path baseDirectory() {
        return project.getBasedir() == null
                ? Path.of(session.getExecutionRootDirectory())
                : project.getBasedir().toPath();
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new ActionableException(
                    "The parameter " + name + " is missing.",
                    "Give it with -Derlang-codebuild." + name + "=…, or as <" + name + "> in the POM.");
        }
        return value.trim();
    }

    private static Digest parseDigest(String text) {
        return Digest.parse(text.trim())
                .orElseThrow(() -> new ActionableException(
                        "toolchainDigest '" + text + "' is not a digest.",
                        "Write sha256: and 64 hex digits in lower case, as layer.digest in the bundle's descriptor."));
    }
}
