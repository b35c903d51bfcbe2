package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.registry.credentials.DockerConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What {@code docker login} and {@code podman login} left behind: their configuration files with the credential helpers
 * named there, and the helpers of the big registries when they are on the {@code PATH}. Jib reads the files.
 */
public final class DockerConfigCredentials implements RegistryCredentials {

    /** How long a credential helper may take: long enough for its user to unlock a keychain. */
    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(60);

    /** After which the user is told what is waited for. */
    private static final Duration HELPER_PATIENCE = Duration.ofSeconds(20);

    /** By what the registries that they are for end with. */
    private static final Map<String, String> WELL_KNOWN_HELPERS =
            Map.of("gcr.io", "docker-credential-gcr", "amazonaws.com", "docker-credential-ecr-login");

    private final Map<String, String> environment;
    private final Properties system;
    private final Consumer<String> warnings;
    private final Duration helperTimeout;

    /**
     * @param environment the process's environment
     * @param system the JVM's system properties
     * @param warnings told when a helper does not answer; the search goes on
     */
    public DockerConfigCredentials(Map<String, String> environment, Properties system, Consumer<String> warnings) {
        this(environment, system, warnings, HELPER_TIMEOUT);
    }

    /** As the public one, and tests need not wait. */
    DockerConfigCredentials(
            Map<String, String> environment, Properties system, Consumer<String> warnings, Duration helperTimeout) {
        this.environment = Map.copyOf(environment);
        this.system = system;
        this.warnings = warnings;
        this.helperTimeout = helperTimeout;
    }

    @Override
    public Optional<Credential> find(String registry) {
        Set<String> silent = new HashSet<>();
        DockerConfigFile.Helpers helpers = (program, server) -> ask(program, server, registry, silent);
        return configFiles().stream()
                .flatMap(config -> fromConfig(registry, config, helpers).stream())
                .findFirst()
                .or(() -> fromWellKnownHelper(registry, helpers))
                .map(found -> new Credential(found.getUsername(), found.getPassword(), "Docker's configuration"));
    }

    /** A file that cannot be read is passed over. */
    static Optional<com.google.cloud.tools.jib.api.Credential> fromConfig(
            String registry, Path config, DockerConfigFile.Helpers helpers) {
        try {
            return config.endsWith(".dockercfg")
                    ? DockerConfigFile.findInLegacyFormat(registry, config)
                    : DockerConfigFile.find(registry, config, helpers);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<com.google.cloud.tools.jib.api.Credential> fromWellKnownHelper(
            String registry, DockerConfigFile.Helpers helpers) {
        return WELL_KNOWN_HELPERS.entrySet().stream()
                .filter(helper -> registry.endsWith(helper.getKey()))
                .findFirst()
                .flatMap(helper -> helpers.ask(helper.getValue(), registry));
    }

    /**
     * Asks a helper, unless it did not answer before.
     *
     * @param silent takes its name when it does not
     */
    private Optional<com.google.cloud.tools.jib.api.Credential> ask(
            String program, String server, String registry, Set<String> silent) {
        if (silent.contains(program)) {
            return Optional.empty();
        }
        try {
            return new CredentialHelper(program)
                    .ask(
                            server,
                            helperTimeout,
                            HELPER_PATIENCE,
                            () -> warnings.accept("Waiting for " + program + " to give the credentials for " + registry
                                    + ": " + HELPER_PATIENCE.toSeconds() + " s so far, " + helperTimeout.toSeconds()
                                    + " s at most. It may want a keychain to be unlocked."));
        } catch (TimeoutException e) {
            silent.add(program);
            warnings.accept("Looking for credentials for " + registry + ": " + program + " did not answer within "
                    + helperTimeout.toSeconds()
                    + " s and is not waited for. Unlock the keychain that it wants to read, or take it out of"
                    + " Docker's configuration (credHelpers, credsStore) and run docker login " + registry + ".");
            return Optional.empty();
        }
    }

    /** In the order in which podman and docker look. */
    private List<Path> configFiles() {
        List<Path> files = new ArrayList<>();
        Optional<Path> home =
                Optional.ofNullable(system.getProperty("user.home")).map(Path::of);
        fromEnvironment("REGISTRY_AUTH_FILE").ifPresent(files::add);
        fromEnvironment("XDG_RUNTIME_DIR").ifPresent(dir -> files.add(dir.resolve("containers/auth.json")));
        fromEnvironment("XDG_CONFIG_HOME")
                .or(() -> home.map(dir -> dir.resolve(".config")))
                .ifPresent(dir -> files.add(dir.resolve("containers/auth.json")));
        fromEnvironment("DOCKER_CONFIG")
                .or(() -> home.map(dir -> dir.resolve(".docker")))
                .ifPresent(dir -> {
                    files.add(dir.resolve("config.json"));
                    files.add(dir.resolve(".dockercfg"));
                });
        return files;
    }

    private Optional<Path> fromEnvironment(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
