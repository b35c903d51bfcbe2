package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.erlangcodebuild.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The logins in a configuration of docker or podman, and the credential helpers that it names.
 *
 * @param name where it is, for messages
 * @param auths the logins, by what they are for
 * @param credHelpers credential helpers, by what they are for
 * @param credsStore the credential helper for all other registries; "" for none
 */
record DockerConfig(String name, JsonNode auths, JsonNode credHelpers, String credsStore) {

    /**
     * A credential helper that is named for a registry.
     *
     * @param suffix its name without {@code docker-credential-}
     * @param servers what to ask it for, one after the other
     * @param where what names it, for messages: {@code credHelpers in /home/joe/.docker/config.json}
     */
    record Helper(String suffix, List<String> servers, String where) {}

    /**
     * Reads one. An empty one is one without logins, as docker has it.
     *
     * @throws UnusableConfigException when it is not what docker and podman write
     */
    static DockerConfig parse(String name, byte[] json) throws UnusableConfigException {
        JsonNode root = read(json);
        entries("it", root);
        JsonNode store = Json.fieldInAnyCase(root, "credsStore");
        return new DockerConfig(
                name,
                entries("its auths", Json.fieldInAnyCase(root, "auths")),
                entries("its credHelpers", Json.fieldInAnyCase(root, "credHelpers")),
                store.asText(""));
    }

    /**
     * Reads a {@code .dockercfg}, which is logins and nothing else.
     *
     * @throws UnusableConfigException when it is not what docker wrote
     */
    static DockerConfig parseLegacy(String name, byte[] json) throws UnusableConfigException {
        return new DockerConfig(name, entries("it", read(json)), MissingNode.getInstance(), "");
    }

    private static JsonNode read(byte[] json) throws UnusableConfigException {
        try {
            return Json.read(json);
        } catch (JsonProcessingException e) { // whose message may repeat what is there
            JsonLocation where = e.getLocation();
            throw new UnusableConfigException(
                    where == null
                            ? "it is not JSON"
                            : "it is not JSON (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")");
        } catch (IOException e) {
            throw new UnusableConfigException("it is not JSON");
        }
    }

    private static JsonNode entries(String what, JsonNode node) throws UnusableConfigException {
        if (node.isObject() || node.isNull() || node.isMissingNode()) {
            return node;
        }
        throw new UnusableConfigException(what + " is not a JSON object");
    }

    /** The logins for a repository, the one for the longest part of its path first. */
    List<DockerConfigEntry> entries(String registry, String repository) {
        return DockerConfigScope.ofRepository(registry, repository).matching(keys(auths)).stream()
                .map(key -> new DockerConfigEntry(name, key, auths.path(key)))
                .toList();
    }

    /**
     * The credential helper for a registry. Helpers are for registries as a whole, to docker and to podman.
     *
     * @throws UnusableConfigException when the name is not that of a program
     */
    Optional<Helper> helper(String registry) throws UnusableConfigException {
        DockerConfigScope scope = DockerConfigScope.ofRegistry(registry);
        Optional<String> key = scope.matching(keys(credHelpers)).stream().findFirst();
        return key.isPresent()
                ? helper(credHelpers.path(key.get()), List.of(key.get()), "credHelpers in " + name)
                : helper(credsStore, scope.servers(), "credsStore in " + name);
    }

    private static Optional<Helper> helper(JsonNode suffix, List<String> servers, String where)
            throws UnusableConfigException {
        if (!suffix.isTextual() && !suffix.isNull()) {
            throw new UnusableConfigException("its name is not a string");
        }
        return helper(suffix.asText(""), servers, where);
    }

    /** Without a name, the login in the file counts: so docker lets a registry be taken out of the credsStore. */
    private static Optional<Helper> helper(String suffix, List<String> servers, String where)
            throws UnusableConfigException {
        if (suffix.isEmpty()) {
            return Optional.empty();
        }
        if (suffix.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
            throw new UnusableConfigException("its name is not that of a program");
        }
        return Optional.of(new Helper(suffix, servers, where));
    }

    private static List<String> keys(JsonNode object) {
        Iterator<String> names = object.fieldNames();
        Iterable<String> all = () -> names;
        return StreamSupport.stream(all.spliterator(), false).toList();
    }
}
