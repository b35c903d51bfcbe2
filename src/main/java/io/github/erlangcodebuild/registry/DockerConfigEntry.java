package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A login in a configuration: an entry of {@code auths}.
 *
 * @param config what it stands in, for messages
 * @param key what it is for: {@code registry.example.com/team-a}
 */
record DockerConfigEntry(String config, String key, JsonNode content) {

    /** In characters. */
    private static final int LONGEST_NAME = 100;

    /**
     * The credential in it, as docker and podman read it: a refresh token comes before a name and a password.
     *
     * @return empty where nothing is in it: beside a credential helper docker writes such entries
     * @throws UnusableConfigException when it is not as docker and podman write it
     */
    Optional<Credential> credential() throws UnusableConfigException {
        if (content.isNull()) {
            return Optional.empty();
        }
        if (!content.isObject()) {
            throw new UnusableConfigException("it is not a JSON object");
        }
        String identityToken = text("identitytoken");
        if (!identityToken.isEmpty()) {
            return Optional.of(new Credential(Credential.TOKEN, identityToken, "the token of " + name()));
        }
        String auth = text("auth").replaceAll("[\r\n]", ""); // which the base64 command puts into long ones
        if (!auth.isEmpty()) {
            return Optional.of(decode(auth));
        }
        String username = text("username");
        String password = text("password");
        if (!username.isEmpty() && !password.isEmpty()) {
            return Optional.of(credential(username, password));
        }
        if (!text("registrytoken").isEmpty()) {
            throw new UnusableConfigException(
                    "it has only a registrytoken, which this plugin does not send; it takes an auth or an identitytoken");
        }
        if (Json.fieldInAnyCase(content, "auth").isTextual()) {
            throw new UnusableConfigException("its auth is empty");
        }
        return Optional.empty();
    }

    private String text(String field) throws UnusableConfigException {
        JsonNode value = Json.fieldInAnyCase(content, field);
        if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
            throw new UnusableConfigException("its " + field + " is not a string");
        }
        return value.asText("");
    }

    private Credential decode(String auth) throws UnusableConfigException {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(auth);
        } catch (IllegalArgumentException e) {
            throw new UnusableConfigException("its auth is not Base64");
        }
        String pair;
        try {
            pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnusableConfigException("the name and the password in its auth are not UTF-8");
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw new UnusableConfigException("its auth has no colon: it must be the Base64 of NAME:PASSWORD");
        }
        if (colon == 0) {
            throw new UnusableConfigException("its auth has no name before the colon");
        }
        return credential(
                pair.substring(0, colon), pair.substring(colon + 1).replaceAll("^\0+|\0+$", "")); // as docker does
    }

    /** A name without a password may be a token itself, and is not shown. */
    private Credential credential(String username, String password) {
        String who = password.isEmpty() ? "the user" : "the user " + ForeignText.line(username, LONGEST_NAME);
        return new Credential(username, password, who + " of " + name());
    }

    /** For messages. */
    String name() {
        return "the entry " + ForeignText.line(key, LONGEST_NAME) + " in " + config;
    }
}
