package com.google.cloud.tools.jib.registry.credentials;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.registry.credentials.json.DockerConfigTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of Docker, read and searched by Jib, whose credential helpers somebody else asks: Jib shows nobody the
 * processes that it starts, so one that never ends could not be ended.
 *
 * <p>It stands in Jib's package because what it replaces is package-private there.
 */
public final class DockerConfigFile {

    private DockerConfigFile() {}

    /** Asks a credential helper. */
    public interface Helpers {

        /**
         * The credential that a helper has for a server; empty where it has none.
         *
         * @param program its name, {@code docker-credential-…}
         * @param server as the configuration has it, which may be a URL
         */
        Optional<Credential> ask(String program, String server);
    }

    /**
     * The credential for a registry; empty where the file has none, or is not there.
     *
     * @throws IOException when it cannot be read
     */
    public static Optional<Credential> find(String registry, Path file, Helpers helpers) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonMapper mapper = JsonMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .build();
        DockerConfigTemplate content = mapper.readValue(file.toFile(), DockerConfigTemplate.class);
        return search(file, () -> DockerConfigCredentialRetriever.create(registry, file)
                .retrieve(new AskingOthers(content, helpers), event -> {}));
    }

    /**
     * As {@link #find}, for a {@code .dockercfg}, which names no helpers.
     *
     * @throws IOException when it cannot be read
     */
    public static Optional<Credential> findInLegacyFormat(String registry, Path file) throws IOException {
        return search(file, () -> DockerConfigCredentialRetriever.createForLegacyFormat(registry, file)
                .retrieve(event -> {}));
    }

    private interface Search {
        Optional<Credential> run() throws IOException;
    }

    /** Jib takes it for granted that a section is no null, and an {@code auth} the Base64 of a name, a colon and a password. */
    private static Optional<Credential> search(Path file, Search search) throws IOException {
        try {
            return search.run();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IOException(file + " has an entry that is not as docker and podman write it", e);
        }
    }

    private static final class AskingOthers extends DockerConfig {

        private final DockerConfigTemplate content;
        private final Helpers helpers;

        AskingOthers(DockerConfigTemplate content, Helpers helpers) {
            super(content);
            this.content = content;
            this.helpers = helpers;
        }

        @Override
        @Nullable
        DockerCredentialHelper getCredentialHelperFor(String registry) {
            Optional<Map.Entry<String, String>> own = ownHelper(registry);
            if (own.isPresent()) {
                return helper(own.get().getValue(), own.get().getKey());
            }
            return content.getCredsStore() == null ? null : helper(content.getCredsStore(), registry);
        }

        /** In the order in which Jib looks. */
        private Optional<Map.Entry<String, String>> ownHelper(String registry) {
            List<Predicate<String>> names = List.of(
                    registry::equals,
                    ("https://" + registry)::equals,
                    name -> name.startsWith(registry + "/"),
                    name -> name.startsWith("https://" + registry + "/"));
            return names.stream()
                    .flatMap(name ->
                            content.getCredHelpers().entrySet().stream().filter(entry -> name.test(entry.getKey())))
                    .findFirst();
        }

        private DockerCredentialHelper helper(String name, String server) {
            String program = "docker-credential-" + name;
            return new DockerCredentialHelper(server, Path.of(program)) {
                @Override
                public Credential retrieve() throws CredentialHelperUnhandledServerUrlException {
                    return helpers.ask(program, server)
                            .orElseThrow(() ->
                                    new CredentialHelperUnhandledServerUrlException(Path.of(program), server, ""));
                }
            };
        }
    }
}
