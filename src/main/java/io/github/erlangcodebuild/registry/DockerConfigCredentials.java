package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * What {@code docker login} and {@code podman login} left behind: their configuration files with the credential helpers
 * named there, and the helpers of the big registries when they are on the {@code PATH}. The retrievers are Jib's.
 */
public final class DockerConfigCredentials implements RegistryCredentials {

    private final Map<String, String> environment;
    private final Properties system;
    private final Consumer<String> warnings;

    /**
     * @param environment the process's environment
     * @param system the JVM's system properties
     * @param warnings told when a configuration or a helper fails; the search goes on
     */
    public DockerConfigCredentials(Map<String, String> environment, Properties system, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.system = system;
        this.warnings = warnings;
    }

    @Override
    public Optional<Credential> find(String registry) {
        CredentialRetrieverFactory factory = CredentialRetrieverFactory.forImage(
                ImageReference.of(registry, "any", null), (LogEvent event) -> {}, environment);
        List<CredentialRetriever> retrievers = new ArrayList<>();
        for (Path config : configFiles()) {
            retrievers.add(
                    config.endsWith(".dockercfg") ? factory.legacyDockerConfig(config) : factory.dockerConfig(config));
        }
        retrievers.add(factory.wellKnownCredentialHelpers());
        for (CredentialRetriever retriever : retrievers) {
            try {
                Optional<com.google.cloud.tools.jib.api.Credential> found = retriever.retrieve();
                if (found.isPresent()) {
                    return found.map(credential -> new Credential(
                            credential.getUsername(), credential.getPassword(), "Docker's configuration"));
                }
            } catch (CredentialRetrievalException e) {
                warnings.accept("Looking for credentials for " + registry + ": " + rootMessage(e));
            }
        }
        return Optional.empty();
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

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
