package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.Futures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code docker login} and {@code podman login} left behind: their configuration files with the credential helpers
 * named there, and the helpers of the big registries when they are on the {@code PATH}. The retrievers are Jib's.
 */
public final class DockerConfigCredentials implements RegistryCredentials {

    /** How long a credential helper may take: long enough for its user to unlock a keychain. */
    private static final Duration HELPER_PATIENCE = Duration.ofSeconds(60);

    /** Systems round the start of a process, and a script that is asked may start another one. */
    private static final Duration ABOUT = Duration.ofSeconds(2);

    private static final Pattern HELPER = Pattern.compile("docker-credential-[\\w.-]+");

    private final Map<String, String> environment;
    private final Properties system;
    private final Consumer<String> warnings;
    private final Duration helperPatience;

    /**
     * @param environment the process's environment
     * @param system the JVM's system properties
     * @param warnings told when a configuration or a helper fails, or does not answer; the search goes on
     */
    public DockerConfigCredentials(Map<String, String> environment, Properties system, Consumer<String> warnings) {
        this(environment, system, warnings, HELPER_PATIENCE);
    }

    /** As the public one, and tests need not wait. */
    DockerConfigCredentials(
            Map<String, String> environment, Properties system, Consumer<String> warnings, Duration helperPatience) {
        this.environment = Map.copyOf(environment);
        this.system = system;
        this.warnings = warnings;
        this.helperPatience = helperPatience;
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
            Instant asked = Instant.now();
            try {
                Optional<com.google.cloud.tools.jib.api.Credential> found = ask(retriever);
                if (found.isPresent()) {
                    return found.map(credential -> new Credential(
                            credential.getUsername(), credential.getPassword(), "Docker's configuration"));
                }
            } catch (CredentialRetrievalException e) {
                warnings.accept("Looking for credentials for " + registry + ": " + Failures.rootMessage(e));
            } catch (TimeoutException e) {
                warnings.accept("Looking for credentials for " + registry + ": " + endHelpersStartedAt(asked)
                        + " did not answer within " + helperPatience.toSeconds()
                        + " s and is not waited for. Unlock the keychain that it wants to read, or take it out of"
                        + " Docker's configuration (credHelpers, credsStore) and run docker login " + registry + ".");
            }
        }
        return Optional.empty();
    }

    /** In a thread of its own: Jib reads what a helper prints without a limit, and that read cannot be interrupted. */
    private Optional<com.google.cloud.tools.jib.api.Credential> ask(CredentialRetriever retriever)
            throws CredentialRetrievalException, TimeoutException {
        FutureTask<Optional<com.google.cloud.tools.jib.api.Credential>> answer = new FutureTask<>(retriever::retrieve);
        Thread thread = new Thread(answer, "erlang-codebuild-credentials");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(helperPatience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CredentialRetrievalException failure) {
                throw failure;
            }
            throw Futures.unchecked(e);
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        }
    }

    /**
     * Ends the helpers that were started then, and what they started. Jib keeps their processes to itself, so they are
     * looked for among the children of this one; a helper that another push waits for is left alone.
     *
     * @return their names
     */
    private static String endHelpersStartedAt(Instant asked) {
        String names = ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .startInstant()
                        .map(start -> Duration.between(asked, start).abs().compareTo(ABOUT) < 0)
                        .orElse(true))
                .flatMap(child -> helperName(child).stream().peek(name -> end(child)))
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "the credential helper of Docker's configuration" : names;
    }

    /** Windows tells the command, without its arguments; of a script the arguments tell more. */
    private static Optional<String> helperName(ProcessHandle process) {
        return process.info().commandLine().or(process.info()::command).flatMap(line -> HELPER.matcher(line)
                .results()
                .map(MatchResult::group)
                .findFirst());
    }

    private static void end(ProcessHandle helper) {
        helper.descendants().forEach(ProcessHandle::destroyForcibly);
        helper.destroyForcibly();
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
