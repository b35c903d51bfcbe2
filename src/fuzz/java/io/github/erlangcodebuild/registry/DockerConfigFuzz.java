package io.github.erlangcodebuild.registry;

import static io.github.erlangcodebuild.fuzz.Invariants.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Configuration files of docker and podman, of today and of before. A credential comes out only where the file names the
 * registry: where all that names it is taken out, there is none, and a helper is asked for nothing but it. An entry for another
 * namespace is none.
 */
public final class DockerConfigFuzz implements FuzzTarget {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "team/erlang";
    private static final String HUB = "registry-1.docker.io";
    private static final List<String> REGISTRIES = List.of("registry.example.com", "registry.example.com:5000", HUB);
    /** The names under which Docker Hub is logged in to. */
    private static final List<String> HUBS = List.of(HUB, "index.docker.io", "docker.io", "registry.hub.docker.com");

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "{'auths':{'registry.example.com':{'auth':'am9lOnNlY3JldA=='},'other.example.com':{'auth':'amltOnNlY3JldA=='}}}",
                        "{'auths':{'https://index.docker.io/v1/':{'username':'joe','password':'secret','email':'a@b'}}}",
                        "{'auths':{'https://registry.example.com/v2/':{'auth':'MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==','identitytoken':'abc'}}}",
                        "{'auths':{'registry.example.com:5000':{}},'credsStore':'desktop','HttpHeaders':{'a':'b'}}",
                        "{'credHelpers':{'registry.example.com':'a','other.example.com':'b'},'CredsStore':'c'}",
                        "{'auths':{'registry.example.com/team-b':{'auth':'am9lOnNlY3JldA=='},'registry.example.com/team':{'auth':'am9lOnNlY3JldA=='}},'credHelpers':{'registry.example.com/v2':'a'}}",
                        "{'registry.example.com':{'auth':'am9lOnNlY3JldA==','email':''}}",
                        "{'auths':{'registry.example.com':{'auth':''}}}",
                        "{'auths':{'registry.example.community':{'auth':'am9lOnNlY3JldA=='},'registry.example.com.evil.example':{'auth':'am9lOnNlY3JldA=='}}}")
                .map(text -> text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) throws IOException {
        for (String registry : REGISTRIES) {
            find(registry, input);
            Optional<byte[]> others = withoutEntriesOf(registry, input);
            if (others.isPresent()) {
                require(find(registry, others.get()).isEmpty(), "a credential for another registry than " + registry);
            }
        }
    }

    /** What both kinds of file have for a repository of a registry. */
    private static List<Credential> find(String registry, byte[] content) {
        List<Credential> found = new ArrayList<>();
        try {
            DockerConfig config = DockerConfig.parse("config.json", content);
            config.helper(registry).ifPresent(helper -> {
                require(!helper.suffix().isEmpty(), "a helper without a name");
                helper.servers().forEach(server -> {
                    require(isOf(registry, server), "a helper is asked for " + server);
                    found.add(new Credential(helper.suffix(), server, helper.where()));
                });
            });
        } catch (UnusableConfigException e) {
            require(e.getMessage() != null, "no reason");
        }
        entries(registry, () -> DockerConfig.parse("config.json", content)).forEach(found::add);
        entries(registry, () -> DockerConfig.parseLegacy(".dockercfg", content)).forEach(found::add);
        return found;
    }

    private interface Reader {
        DockerConfig read() throws UnusableConfigException;
    }

    private static List<Credential> entries(String registry, Reader reader) {
        List<Credential> found = new ArrayList<>();
        try {
            for (DockerConfigEntry entry : reader.read().entries(registry, REPOSITORY)) {
                require(isOf(registry, entry.key()), "the entry " + entry.key());
                require(isNoSiblings(entry.key()), "the entry of another namespace, " + entry.key());
                entry.credential().ifPresent(found::add);
            }
        } catch (UnusableConfigException e) {
            require(e.getMessage() != null, "no reason");
        }
        found.forEach(credential -> require(!credential.username().isEmpty(), "a credential without a name"));
        return found;
    }

    /** A key with a path is for the repositories below it, except for the path of an API. */
    private static boolean isNoSiblings(String key) {
        String path =
                key.replaceFirst("^https?://", "").replaceFirst("^[^/]*/?", "").replaceFirst("/+$", "");
        return path.isEmpty() || List.of("v0", "v1", "v2").contains(path) || (REPOSITORY + "/").startsWith(path + "/");
    }

    /** As Jackson's trees have it; empty where the file is no object. A store of credentials is for all registries. */
    private static Optional<byte[]> withoutEntriesOf(String registry, byte[] config) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(config);
        } catch (JsonProcessingException | CharConversionException e) {
            return Optional.empty();
        }
        if (!(root instanceof ObjectNode object)) {
            return Optional.empty();
        }
        ObjectNode others = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (isOf(registry, field.getKey()) || field.getKey().equalsIgnoreCase("credsStore")) {
                continue;
            }
            JsonNode value = field.getValue().deepCopy();
            if (value instanceof ObjectNode entries) {
                entries.properties().removeIf(entry -> isOf(registry, entry.getKey()));
            }
            others.set(field.getKey(), value);
        }
        return Optional.of(JSON.writeValueAsBytes(others));
    }

    /** As docker has it: an entry is for the host in it, whatever the scheme and the path. */
    private static boolean isOf(String registry, String entry) {
        String host = entry.replaceFirst("^https?://", "").replaceFirst("(?s)/.*", "");
        return registry.equals(HUB) ? HUBS.contains(host) : host.equals(registry);
    }
}
