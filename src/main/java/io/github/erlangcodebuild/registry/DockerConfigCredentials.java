package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.registry.CredentialHelper.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code docker login} and {@code podman login} left behind: their configuration files with the credential helpers
 * named there, and the helpers of the big registries when they are on the {@code PATH}. What cannot be used is passed over with
 * a warning, and the search goes on.
 */
public final class DockerConfigCredentials implements RegistryCredentials {

    /** How long a credential helper may take: long enough for its user to unlock a keychain. */
    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(60);

    /** After which the user is told what is waited for. */
    private static final Duration HELPER_PATIENCE = Duration.ofSeconds(20);

    /** By the domains of the registries that they are for. */
    private static final Map<String, String> WELL_KNOWN_HELPERS = Map.of("gcr.io", "gcr", "amazonaws.com", "ecr-login");

    private final DockerConfigPlaces places;
    private final Consumer<String> warnings;
    private final Duration helperTimeout;
    private final Set<String> given = ConcurrentHashMap.newKeySet();
    private final Set<String> silentHelpers = ConcurrentHashMap.newKeySet();
    private @Nullable List<DockerConfig> configs;

    /**
     * @param environment the process's environment
     * @param system the JVM's system properties
     * @param warnings told once of each file, entry and helper that cannot be used
     */
    public DockerConfigCredentials(Map<String, String> environment, Properties system, Consumer<String> warnings) {
        this(new DockerConfigPlaces(Map.copyOf(environment), system, Path.of("/")), warnings, HELPER_TIMEOUT);
    }

    /** As the public one, and tests need not wait. */
    DockerConfigCredentials(DockerConfigPlaces places, Consumer<String> warnings, Duration helperTimeout) {
        this.places = places;
        this.warnings = warnings;
        this.helperTimeout = helperTimeout;
    }

    @Override
    public Optional<Credential> find(String registry, String repository) {
        return configs().stream()
                .flatMap(config ->
                        fromHelper(registry, config).or(() -> fromEntries(registry, repository, config)).stream())
                .findFirst()
                .or(() -> wellKnownHelper(registry).flatMap(helper -> ask(helper, registry)));
    }

    @Override
    public List<String> places(String registry) {
        return Stream.concat(
                        places.all().stream()
                                .filter(place -> place.isExpected() || place.exists())
                                .map(DockerConfigPlace::name),
                        wellKnownHelper(registry).map(Helper::program).stream())
                .toList();
    }

    /** Read once: what a variable names may be a pipe. */
    private synchronized List<DockerConfig> configs() {
        if (configs == null) {
            List<DockerConfig> readable = new ArrayList<>();
            for (DockerConfigPlace place : places.all()) {
                try {
                    Optional<byte[]> content = place.read();
                    if (content.isPresent()) {
                        readable.add(
                                place.isLegacy()
                                        ? DockerConfig.parseLegacy(place.name(), content.get())
                                        : DockerConfig.parse(place.name(), content.get()));
                    }
                } catch (UnusableConfigException e) {
                    warn("The logins in " + place.name() + " are not used: " + e.getMessage() + ".");
                }
            }
            configs = List.copyOf(readable);
        }
        return configs;
    }

    private Optional<Credential> fromEntries(String registry, String repository, DockerConfig config) {
        for (DockerConfigEntry entry : config.entries(registry, repository)) {
            try {
                Optional<Credential> credential = entry.credential();
                if (credential.isPresent()) {
                    return credential;
                }
            } catch (UnusableConfigException e) {
                warn("The login of " + entry.name() + " is not used: " + e.getMessage() + ". Log in again.");
            }
        }
        return Optional.empty();
    }

    private Optional<Credential> fromHelper(String registry, DockerConfig config) {
        try {
            return config.helper(registry)
                    .map(named -> new Helper(
                            "docker-credential-" + named.suffix(), named.servers(), Optional.of(named.where())))
                    .flatMap(helper -> ask(helper, registry));
        } catch (UnusableConfigException e) {
            warn("The credential helper for " + registry + " in " + config.name() + " is not used: " + e.getMessage()
                    + ".");
            return Optional.empty();
        }
    }

    private static Optional<Helper> wellKnownHelper(String registry) {
        return WELL_KNOWN_HELPERS.entrySet().stream()
                .filter(helper -> ("." + registry).endsWith("." + helper.getKey()))
                .findFirst()
                .map(helper ->
                        new Helper("docker-credential-" + helper.getValue(), List.of(registry), Optional.empty()));
    }

    /**
     * A helper to ask.
     *
     * @param servers what to ask it for, one after the other
     * @param where what names it; empty where nobody does
     */
    private record Helper(String program, List<String> servers, Optional<String> where) {

        String name() {
            return program + where.map(place -> " (" + place + ")").orElse("");
        }
    }

    /** Asks a helper, unless it did not answer before. */
    private Optional<Credential> ask(Helper helper, String registry) {
        for (String server : helper.servers()) {
            if (silentHelpers.contains(helper.program())) {
                return Optional.empty();
            }
            try {
                Optional<Answer> answer = new CredentialHelper(helper.program())
                        .ask(server, helperTimeout, HELPER_PATIENCE, () -> slow(helper, registry));
                if (answer.isPresent()) {
                    return Optional.of(new Credential(
                            answer.get().username(),
                            answer.get().secret(),
                            "what " + helper.program() + " gave"
                                    + helper.where()
                                            .map(place -> " (" + place + ")")
                                            .orElse("")));
                }
            } catch (TimeoutException e) {
                silentHelpers.add(helper.program());
                warn(looking(registry) + helper.name() + " did not answer within " + helperTimeout.toSeconds()
                        + " s and is not waited for. Unlock the keychain that it wants to read, or "
                        + withoutIt(helper, registry));
            } catch (CredentialHelper.FailedException e) {
                if (e.isMissing() && helper.where().isEmpty()) {
                    return Optional.empty(); // nobody asked for it
                }
                warn(looking(registry) + helper.name() + " " + e.getMessage() + ". Correct that, or "
                        + withoutIt(helper, registry));
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void slow(Helper helper, String registry) {
        warnings.accept("Waiting for " + helper.program() + " to give the credentials for " + registry + ": "
                + HELPER_PATIENCE.toSeconds() + " s so far, " + helperTimeout.toSeconds()
                + " s at most. It may want a keychain to be unlocked.");
    }

    private static String looking(String registry) {
        return "Looking for credentials for " + registry + ": ";
    }

    private static String withoutIt(Helper helper, String registry) {
        return helper.where()
                .map(place -> "take it out of " + place + " and log in to " + registry + " again.")
                .orElse("take it off the PATH.");
    }

    private void warn(String warning) {
        if (given.add(warning)) {
            warnings.accept(warning);
        }
    }
}
