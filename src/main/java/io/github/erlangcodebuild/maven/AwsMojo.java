package io.github.erlangcodebuild.maven;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsSettings;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.console.Output;
import io.github.erlangcodebuild.http.ProxySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals have in common: an AWS session that is opened when it is first needed, and one readable failure. */
abstract class AwsMojo extends AbstractMojo {

    /**
     * The AWS region. By default that of <code>AWS_REGION</code>, <code>AWS_DEFAULT_REGION</code>, the profile, or the EC2 instance, in
     * this order. If none is set, <code>us-east-1</code>, with a warning.
     */
    @Parameter(property = "erlang-codebuild.region")
    @Nullable
    private String region;

    /**
     * The profile in the AWS configuration files whose credentials and region to use. It takes precedence over access keys in the
     * environment.
     */
    @Parameter(property = "erlang-codebuild.profile")
    @Nullable
    private String profile;

    /** Skips this goal. */
    @Parameter(property = "erlang-codebuild.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    private final SettingsDecrypter decrypter;

    @SuppressWarnings("NullAway.Init") // Maven sets the read-only parameters
    AwsMojo(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    /** All rights that the goal needs, as it is configured. */
    abstract IamPolicy rights();

    /** Something that the user may not expect of the AWS session. */
    void warnOfAws(String text) {
        output().warn(text);
    }

    /** Does what the goal is for. */
    abstract void run(Aws aws, MavenSettings settings);

    @Override
    public final void execute() throws MojoFailureException {
        try {
            GivenParameters.check(session, plugin, execution, output()::warn);
            if (skip) {
                output().info("Skipped, as erlang-codebuild.skip says.");
                return;
            }
            MavenSettings settings = new MavenSettings(session.getSettings(), decrypter, output()::warn);
            try (Aws aws = new Aws(
                    new AwsSettings(
                            text(region),
                            text(profile),
                            ProxySettings.resolve(settings.proxies(), System.getProperties(), System.getenv()),
                            userAgent()),
                    rights(),
                    this::warnOfAws)) {
                run(aws, settings);
            }
        } catch (ActionableException e) {
            throw MojoFailures.toMaven(
                    e,
                    ImageJson.location(null, session.getCurrentProject(), session)
                            .resolveSibling(""));
        } catch (RuntimeException e) {
            throw ReadableFailure.of(e); // an error of ours: Maven prints it as it is
        }
    }

    final MavenSession session() {
        return session;
    }

    /** Maven's log, as what prints for the goals knows it. */
    final Output output() {
        return new MavenOutput(getLog());
    }

    /** Whether somebody may be watching: not with {@code -B}, and not with {@code -q}. */
    final boolean interactive() {
        return session.getRequest().isInteractiveMode() && getLog().isInfoEnabled();
    }

    /** {@code erlang-codebuild-maven-plugin/1.0.0} */
    final String userAgent() {
        return plugin.getArtifactId() + "/" + pluginVersion();
    }

    final String pluginVersion() {
        return plugin.getVersion();
    }

    final Optional<String> region() {
        return text(region);
    }

    final Optional<String> profile() {
        return text(profile);
    }

    /** What the user said of where all this is, by name, for a command that goes on from here. */
    final Map<String, String> whereabouts() {
        Map<String, String> whereabouts = new LinkedHashMap<>();
        region().ifPresent(value -> whereabouts.put("region", value));
        profile().ifPresent(value -> whereabouts.put("profile", value));
        return whereabouts;
    }

    /** A map, from the POM or from the command line. */
    final Map<String, String> keyValues(String name, @Nullable Map<String, String> configured) {
        return KeyValues.of(session, name, configured);
    }

    /**
     * A parameter that is a number. It comes as text, since what Maven itself says of text that is no number is about its
     * own classes.
     */
    static int wholeNumber(String name, String value) {
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new ActionableException(
                    name + " is '" + value + "', which is not a whole number.",
                    "Write it in digits, such as -Derlang-codebuild." + name + "=30.");
        }
    }

    /**
     * The entries of a list, trimmed.
     *
     * @param given what Maven made of it, with nothing where an entry has no text
     * @throws ActionableException when an entry is empty, or the whole list was given as empty: a variable that is not set, most of
     *     the time
     */
    final List<String> entries(String name, @Nullable List<@Nullable String> given) {
        String property = GoalParameters.PREFIX + name;
        String typed = session.getUserProperties().getProperty(property);
        if (typed != null && typed.isBlank()) {
            throw new ActionableException(
                    "-D" + property + " is empty.", "Give it a value, or leave it out. Is a variable not set?");
        }
        List<String> entries = new ArrayList<>();
        for (@Nullable String entry : given == null ? List.<@Nullable String>of() : given) {
            if (entry == null || entry.isBlank()) {
                throw new ActionableException(
                        name + " has an empty entry" + (typed == null ? "." : ": '" + typed + "'."),
                        "Take the comma or the element out that is too many.");
            }
            entries.add(entry.trim());
        }
        return entries;
    }

    /**
     * The text of a parameter that has to have one, trimmed.
     *
     * @throws ActionableException when it is empty
     */
    static String required(String name, String value) {
        return text(value)
                .orElseThrow(() -> new ActionableException(
                        name + " is empty.",
                        "Give it a value with -Derlang-codebuild." + name
                                + "=…, or leave it out. Is a variable not set?"));
    }

    /** A parameter's value, trimmed; empty when it says nothing. */
    static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::trim).filter(trimmed -> !trimmed.isEmpty());
    }
}
