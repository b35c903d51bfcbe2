package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins in configurations of docker and podman. */
class DockerConfigTest {

    private static final String HOST = "registry.example.com";
    private static final String HUB = "registry-1.docker.io";

    private final Path home;
    private final Path config;
    private final List<String> warnings = new ArrayList<>();

    DockerConfigTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.config = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    }

    @Test
    void theLongestPartOfTheRepositorysPathCounts() throws IOException {
        auths("""
                'registry.example.com': {'auth': '%s'},
                'registry.example.com/team-a': {'auth': '%s'},
                'registry.example.com/team-a/erlang': {'auth': '%s'}""".formatted(auth("host:1"), auth("team:2"), auth("repository:3")));

        assertThat(user(HOST, "team-a/erlang")).contains("repository");
        assertThat(user(HOST, "team-a/erlang/debug")).contains("repository");
        assertThat(user(HOST, "team-a/elixir")).contains("team");
        assertThat(user(HOST, "team-a")).contains("team");
        assertThat(user(HOST, "team-ab")).contains("host");
        assertThat(user(HOST, "team-b/erlang")).contains("host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com/team-a",
                "https://registry.example.com/team-a",
                "registry.example.com/team-a/",
                "registry.example.com:5000",
                "registry.example.com.evil.example",
                "http://registry.example.com.evil.example/v1/",
                "other.example.com/registry.example.com",
                "registry.example.co"
            })
    void noLoginOfSomethingElseIsUsed(String key) throws IOException {
        auths("'%s': {'auth': '%s'}".formatted(key, auth("joe:secret")));

        assertThat(user(HOST, "team-b/erlang")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com",
                "registry.example.com/",
                "registry.example.com/v2",
                "registry.example.com/v2/",
                "http://registry.example.com",
                "https://registry.example.com",
                "https://registry.example.com/",
                "https://registry.example.com/v1/",
                "https://registry.example.com/v2/",
                "https://registry.example.com/team-b"
            })
    void keysOfOlderVersionsAreUnderstood(String key) throws IOException {
        auths("'%s': {'auth': '%s'}".formatted(key, auth("joe:secret")));

        assertThat(user(HOST, "team-b/erlang")).contains("joe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://index.docker.io/v1/",
                "index.docker.io",
                "docker.io",
                "docker.io/team-b",
                "registry-1.docker.io",
                "registry.hub.docker.com"
            })
    void dockerHubHasSeveralNames(String key) throws IOException {
        auths("'%s': {'auth': '%s'}".formatted(key, auth("joe:secret")));

        assertThat(user(HUB, "team-b/erlang")).contains("joe");
    }

    @Test
    void aRegistryWithAPortIsAnotherOne() throws IOException {
        auths("'registry.example.com:5000': {'auth': '%s'}, 'registry.example.com': {'auth': '%s'}"
                .formatted(auth("port:1"), auth("host:2")));

        assertThat(user(HOST + ":5000", "erlang")).contains("port");
        assertThat(user(HOST, "erlang")).contains("host");
    }

    @Test
    void theSourceNamesUserEntryAndFileAndTheCredentialShowsNothingElse() throws IOException {
        auths("'registry.example.com/team-a': {'auth': '%s'}".formatted(auth("joe:hunter2")));

        Credential found = find(HOST, "team-a/erlang").orElseThrow();

        assertThat(found.password()).isEqualTo("hunter2");
        assertThat(found.source()).isEqualTo("the user joe of the entry registry.example.com/team-a in " + config);
        assertThat(found.toString()).doesNotContain("hunter2");
    }

    @Test
    void aNameWithoutAPasswordMayBeATokenAndIsNotShown() throws IOException {
        auths("'registry.example.com': {'auth': '%s'}".formatted(auth("hunter2:")));

        assertThat(find(HOST, "erlang"))
                .contains(new Credential("hunter2", "", "the user of the entry registry.example.com in " + config));
    }

    @Test
    void aPasswordMayHaveColonsAndUmlauts() throws IOException {
        auths("'registry.example.com': {'auth': '%s'}".formatted(auth("jörg:pass:wörd")));

        assertThat(find(HOST, "erlang")).map(Credential::password).contains("pass:wörd");
        assertThat(user(HOST, "erlang")).contains("jörg");
    }

    @Test
    void anIdentityTokenComesBeforeANameWhateverTheName() throws IOException {
        auths("""
                'a.example.com': {'auth': '%s', 'identitytoken': 'refresh'},
                'b.example.com': {'identityToken': 'refresh'},
                'c.example.com': {'auth': '', 'identitytoken': 'refresh'}""".formatted(auth("00000000-0000-0000-0000-000000000000:")));

        for (String registry : List.of("a.example.com", "b.example.com", "c.example.com")) {
            assertThat(find(registry, "erlang"))
                    .contains(new Credential(
                            "<token>", "refresh", "the token of the entry " + registry + " in " + config));
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void aNameAndAPasswordMayStandThereAsTheyAre() throws IOException {
        auths("'registry.example.com': {'username': 'joe', 'password': 'secret'}");

        assertThat(user(HOST, "erlang")).contains("joe");
    }

    @Test
    void anAuthMayHaveLineEndsAsGoDecodesIt() throws IOException {
        auths("'registry.example.com': {'auth': '%s'}"
                .formatted(auth("joe:secret").replaceFirst("(?s)^(....)(.*)$", "$1\\\\r\\\\n$2\\\\n")));

        assertThat(find(HOST, "erlang")).map(Credential::password).contains("secret");
    }

    @Test
    void theCaseOfFieldsDoesNotMatter() throws IOException {
        write("{'Auths': {'registry.example.com': {'Auth': '%s'}}}".formatted(auth("joe:secret")));

        assertThat(user(HOST, "erlang")).contains("joe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{'auths': null, 'credHelpers': null, 'credsStore': null}",
                "{'auths': {'registry.example.com': {}}}",
                "{'auths': {'registry.example.com': null}}",
                "{'auths': {'registry.example.com': {'auth': null, 'email': 'joe@example.com'}}}",
                "{'credHelpers': {'registry.example.com': ''}}",
                "{'auths': {'other.example.com': {'auth': 'no Base64'}, 'third.example.com': 1}}",
                "{'auths': {}, 'credHelpers': {'other.example.com': 1}}"
            })
    void whereThereIsNothingThereIsNothingToWarnOf(String content) throws IOException {
        write(content);
        older();

        assertThat(user(HOST, "erlang")).contains("jim");
        assertThat(warnings).isEmpty();
    }

    @Test
    void anEntryThatIsNotAsDockerWritesItIsWarnedOfOnceAndTheSearchGoesOn() throws IOException {
        Map.of(
                        "''",
                        "it is not a JSON object",
                        "{'auth': ''}",
                        "its auth is empty",
                        "{'auth': 1}",
                        "its auth is not a string",
                        "{'auth': 'hunter-2'}",
                        "its auth is not Base64",
                        "{'auth': '" + auth("hunter2") + "'}",
                        "its auth has no colon: it must be the Base64 of NAME:PASSWORD",
                        "{'auth': '" + auth(":hunter2") + "'}",
                        "its auth has no name before the colon",
                        "{'auth': '" + auth("jörg:hunter2", StandardCharsets.ISO_8859_1) + "'}",
                        "the name and the password in its auth are not UTF-8",
                        "{'registrytoken': 'hunter2'}",
                        "it has only a registrytoken, which this plugin does not send; it takes an auth or an"
                                + " identitytoken")
                .forEach((entry, problem) -> {
                    warnings.clear();
                    auths("'registry.example.com': " + entry);
                    older();
                    DockerConfigCredentials credentials = credentials();

                    assertThat(credentials.find(HOST, "erlang"))
                            .map(Credential::username)
                            .contains("jim");
                    credentials.find(HOST, "debian");

                    assertThat(warnings)
                            .containsExactly("The login of the entry registry.example.com in " + config
                                    + " is not used: " + problem + ". Log in again.");
                });
    }

    @Test
    void aBrokenEntryForANamespaceGivesWayToThatOfTheRegistry() throws IOException {
        auths("'registry.example.com/team-a': {'auth': 'no'}, 'registry.example.com': {'auth': '%s'}"
                .formatted(auth("joe:secret")));

        assertThat(user(HOST, "team-a/erlang")).contains("joe");
        assertThat(warnings).singleElement().asString().contains("the entry registry.example.com/team-a in ");
    }

    @Test
    void aFileThatCannotBeReadIsWarnedOfOnceWhateverItIsLookedAtFor() throws IOException {
        Map.of(
                        "{'auths': {'registry.example.com': {'auth': 'x'},}}",
                        "it is not JSON (line 1, column 50)",
                        "hunter2",
                        "it is not JSON (line 1, column 1)",
                        "[]",
                        "it is not a JSON object",
                        "{'auths': []}",
                        "its auths is not a JSON object",
                        "{'credHelpers': 'pass'}",
                        "its credHelpers is not a JSON object")
                .forEach((content, problem) -> {
                    warnings.clear();
                    write(content);
                    older();
                    DockerConfigCredentials credentials = credentials();

                    assertThat(credentials.find(HOST, "erlang"))
                            .map(Credential::username)
                            .contains("jim");
                    credentials.find("other.example.com", "erlang");

                    assertThat(warnings).containsExactly("The logins in " + config + " are not used: " + problem + ".");
                });
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsWarnedOf() throws IOException {
        Files.createDirectory(config);

        assertThat(user(HOST, "erlang")).isEmpty();
        assertThat(warnings).containsExactly("The logins in " + config + " are not used: it is a directory.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkDoesNoHarm(String charset) throws IOException {
        String json = "\uFEFF{'auths': {'registry.example.com': {'auth': '%s'}}}".formatted(auth("joe:secret"));
        Files.write(config, json.replace('\'', '"').getBytes(charset));

        assertThat(user(HOST, "erlang")).contains("joe");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aHelpersNameThatIsNoneIsWarnedOfWhereItIsOurs() throws IOException {
        write("{'credHelpers': {'registry.example.com': '../evil', 'other.example.com': 1}}");

        assertThat(user(HOST, "erlang")).isEmpty();
        assertThat(user("other.example.com", "erlang")).isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "The credential helper for registry.example.com in " + config
                                + " is not used: its name is not that of a program.",
                        "The credential helper for other.example.com in " + config
                                + " is not used: its name is not a string.");
    }

    @Test
    void anEmptyHelperTakesTheRegistryOutOfTheStore() throws IOException {
        write("{'auths': {'registry.example.com': {'auth': '%s'}}, 'credHelpers': {'registry.example.com': ''},"
                        .formatted(auth("joe:secret"))
                + " 'credsStore': 'that-is-not-there'}");

        assertThat(user(HOST, "erlang")).contains("joe");
        assertThat(warnings).isEmpty();
    }

    private void auths(String entries) {
        write("{'auths': {" + entries + "}}");
    }

    private void write(String content) {
        writeTo(config, content);
    }

    /** Another file, which knows jim. */
    private void older() {
        writeTo(home.resolve(".dockercfg"), "{'registry.example.com': {'auth': '" + auth("jim:secret") + "'}}");
    }

    private static void writeTo(Path file, String content) {
        try {
            Files.writeString(file, content.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String auth(String pair) {
        return auth(pair, StandardCharsets.UTF_8);
    }

    private static String auth(String pair, Charset charset) {
        return Base64.getEncoder().encodeToString(pair.getBytes(charset));
    }

    private Optional<String> user(String registry, String repository) {
        return find(registry, repository).map(Credential::username);
    }

    private Optional<Credential> find(String registry, String repository) {
        return credentials().find(registry, repository);
    }

    private DockerConfigCredentials credentials() {
        return new DockerConfigCredentials(
                new DockerConfigPlaces(Map.of("HOME", home.toString()), new Properties(), home),
                warnings::add,
                Duration.ofHours(1));
    }
}
