package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where logins are looked for, and in which order. */
@EnabledOnOs(OS.LINUX) // for the paths, and the number of the user
class DockerConfigPlacesTest {

    private static final String HOST = "registry.example.com";

    private final Path root;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();
    private final List<String> warnings = new ArrayList<>();

    DockerConfigPlacesTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.home = Files.createDirectories(root.resolve("home/joe"));
        environment.put("HOME", home.toString());
        system.setProperty("os.name", "Linux");
    }

    @Test
    void podmansFilesComeBeforeDockers() throws IOException {
        environment.put("XDG_RUNTIME_DIR", root.resolve("run/user/1").toString());

        assertThat(names())
                .containsExactly(
                        root + "/run/user/1/containers/auth.json",
                        home + "/.config/containers/auth.json",
                        home + "/.docker/config.json",
                        home + "/.dockercfg");
    }

    @Test
    void withoutASessionPodmansFileIsThatOfTheUsersNumber() throws IOException {
        int uid = (int) Files.getAttribute(home, "unix:uid");
        String file = root + "/run/containers/" + uid + "/auth.json";

        assertThat(names()).contains(file);
        assertThat(names().indexOf(file)).isLessThan(names().indexOf(home + "/.config/containers/auth.json"));
        if (uid == 0) {
            assertThat(names()).first().isEqualTo(file);
        } else {
            assertThat(names())
                    .startsWith(
                            root + "/run/user/" + uid + "/containers/auth.json",
                            root + "/tmp/storage-run-" + uid + "/containers/auth.json",
                            root + "/tmp/podman-run-" + uid + "/containers/auth.json",
                            file);
        }
        login(Path.of(file), "joe");
        assertThat(find()).contains("joe");
    }

    @Test
    void whatVariablesNameComesFirstAndTakesThePlaceOfTheUsualFiles() {
        environment.put("DOCKER_AUTH_CONFIG", "{}");
        environment.put("REGISTRY_AUTH_FILE", "/ci/auth.json");
        environment.put("DOCKER_CONFIG", "/ci/docker");
        environment.put("XDG_RUNTIME_DIR", "/run/user/1");

        assertThat(names())
                .containsExactly(
                        "DOCKER_AUTH_CONFIG",
                        "/ci/auth.json (REGISTRY_AUTH_FILE)",
                        "/ci/docker/config.json",
                        home + "/.dockercfg");

        environment.remove("REGISTRY_AUTH_FILE");

        assertThat(names())
                .containsExactly(
                        "DOCKER_AUTH_CONFIG",
                        "/ci/docker/config.json",
                        "/run/user/1/containers/auth.json",
                        home + "/.config/containers/auth.json",
                        home + "/.dockercfg");
    }

    @Test
    void anEmptyVariableIsNone() {
        environment.put("XDG_RUNTIME_DIR", "/run/user/1");
        List<String> names = names();
        List.of("DOCKER_AUTH_CONFIG", "REGISTRY_AUTH_FILE", "DOCKER_CONFIG", "XDG_CONFIG_HOME")
                .forEach(variable -> environment.put(variable, " "));

        assertThat(names()).isEqualTo(names);
    }

    @Test
    void elsewhereThereIsNoDirectoryOfTheSession() {
        environment.put("XDG_RUNTIME_DIR", "/run/user/1");
        system.setProperty("os.name", "Mac OS X");

        assertThat(names())
                .containsExactly(
                        home + "/.config/containers/auth.json", home + "/.docker/config.json", home + "/.dockercfg");

        system.setProperty("os.name", "Windows 11");
        environment.put("USERPROFILE", root.resolve("Users/joe").toString());

        assertThat(names())
                .containsExactly(
                        root + "/Users/joe/.config/containers/auth.json",
                        root + "/Users/joe/.docker/config.json",
                        root + "/Users/joe/.dockercfg");
    }

    @Test
    void javasHomeIsLookedInTooWhereItIsAnother() throws IOException {
        system.setProperty("user.home", root.resolve("other").toString());
        login(root.resolve("other/.docker/config.json"), "other");
        assertThat(find()).contains("other");

        login(home.resolve(".docker/config.json"), "joe");
        assertThat(find()).contains("joe");
    }

    @Test
    void aVariableMayHoldTheLogins() throws IOException {
        login(home.resolve(".docker/config.json"), "joe");
        environment.put("DOCKER_AUTH_CONFIG", config("ci"));

        assertThat(credentials().find(HOST, "erlang"))
                .map(Credential::source)
                .contains("the user ci of the entry registry.example.com in DOCKER_AUTH_CONFIG");

        environment.put("DOCKER_AUTH_CONFIG", "{\"auths\": ");

        assertThat(find()).contains("joe");
        assertThat(warnings)
                .containsExactly("The logins in DOCKER_AUTH_CONFIG are not used: it is not JSON (line 1, column 11).");
    }

    @Test
    void aFileThatAVariableNamesIsMissed() {
        environment.put("REGISTRY_AUTH_FILE", root + "/auth.json");

        assertThat(find()).isEmpty();
        assertThat(warnings)
                .containsExactly("The logins in " + root
                        + "/auth.json (REGISTRY_AUTH_FILE) are not used: there is no such file.");
    }

    @Test
    void aFileThatThisUserMayNotReadIsWarnedOf() throws IOException {
        Path file = home.resolve(".docker/config.json");
        login(file, "joe");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        assertThat(find()).isEmpty();
        assertThat(warnings).containsExactly("The logins in " + file + " are not used: this user may not read it.");
    }

    @Test
    void theHelperOfABigRegistryIsAPlaceToo() {
        assertThat(credentials().places("eu.gcr.io")).endsWith("docker-credential-gcr");
        assertThat(credentials().places("gcr.io")).endsWith("docker-credential-gcr");
        assertThat(credentials().places("evilgcr.io")).doesNotContain("docker-credential-gcr");
    }

    @Test
    void placesThatAreSeldomThereAreSaidOnlyWhereTheyAre() throws IOException {
        assertThat(credentials().places(HOST)).doesNotContain(home + "/.dockercfg");

        login(home.resolve(".dockercfg"), "joe");

        assertThat(credentials().places(HOST)).contains(home + "/.dockercfg");
    }

    private List<String> names() {
        return places().all().stream().map(DockerConfigPlace::name).toList();
    }

    private Optional<String> find() {
        return credentials().find(HOST, "erlang").map(Credential::username);
    }

    private DockerConfigCredentials credentials() {
        return new DockerConfigCredentials(places(), warnings::add, Duration.ofHours(1));
    }

    private DockerConfigPlaces places() {
        return new DockerConfigPlaces(environment, system, root);
    }

    private static void login(Path file, String user) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, config(user));
    }

    private static String config(String user) {
        String auth = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return "{\"auths\": {\"registry.example.com\": {\"auth\": \"" + auth + "\"}}}";
    }
}
