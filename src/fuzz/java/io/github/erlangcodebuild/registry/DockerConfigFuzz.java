package io.github.erlangcodebuild.registry;

import static io.github.erlangcodebuild.fuzz.Invariants.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.registry.credentials.DockerConfigFile;
import io.github.erlangcodebuild.fuzz.FuzzTarget;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Configuration files of docker and podman, of today and of before. A credential comes out only where the file names the
 * registry: where all that names it is taken out, there is none, and a helper is asked for nothing but it.
 */
public final class DockerConfigFuzz implements FuzzTarget {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUB = "registry-1.docker.io";
    private static final List<String> REGISTRIES = List.of("registry.example.com", "registry.example.com:5000", HUB);
    /** The names under which Docker Hub is logged in to. */
    private static final List<String> HUBS = List.of(HUB, "index.docker.io", "docker.io", "registry.hub.docker.com");

    private final Path current;
    private final Path legacy;

    /** Makes a directory for the files. */
    public DockerConfigFuzz() throws IOException {
        Path directory = Files.createTempDirectory("fuzz");
        current = directory.resolve("config.json");
        legacy = directory.resolve(".dockercfg");
        Stream.of(directory, current, legacy).forEach(path -> path.toFile().deleteOnExit());
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "{'auths':{'registry.example.com':{'auth':'am9lOnNlY3JldA=='},'other.example.com':{'auth':'amltOnNlY3JldA=='}}}",
                        "{'auths':{'https://index.docker.io/v1/':{'username':'joe','password':'secret','email':'a@b'}}}",
                        "{'auths':{'https://registry.example.com/v2/':{'auth':'MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==','identitytoken':'abc'}}}",
                        "{'auths':{'registry.example.com:5000':{}},'credsStore':'desktop','HttpHeaders':{'a':'b'}}",
                        "{'credHelpers':{'registry.example.com':'a','other.example.com':'b'},'CredsStore':'c'}",
                        "{'auths':{'registry.example.com/team':{'auth':'am9lOnNlY3JldA=='}},'credHelpers':{'registry.example.com/v2':'a'}}",
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

    /** What both kinds of file have for a registry. */
    private List<Credential> find(String registry, byte[] config) throws IOException {
        DockerConfigFile.Helpers helpers = (program, server) -> {
            require(program.startsWith("docker-credential-"), "a helper " + program);
            require(isOf(registry, server), "a helper is asked for " + server);
            return program.length() % 2 == 0 ? Optional.empty() : Optional.of(Credential.from(program, server));
        };
        List<Credential> found = new ArrayList<>();
        for (Path file : List.of(current, legacy)) {
            Files.write(file, config);
            DockerConfigCredentials.fromConfig(registry, file, helpers).ifPresent(found::add);
        }
        return found;
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
