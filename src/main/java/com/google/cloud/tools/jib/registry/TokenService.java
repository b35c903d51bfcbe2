package com.google.cloud.tools.jib.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.HttpMethods;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.http.Authorization;
import com.google.cloud.tools.jib.http.BlobHttpContent;
import com.google.cloud.tools.jib.http.Request;
import com.google.cloud.tools.jib.http.Response;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a registry sends its clients for a token. Jib's own knows no realm with a query of its own, and sends a service's name as
 * it comes, so that one with an {@code &} in it is another.
 *
 * @param realm its URL
 * @param service what the registry calls itself there
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Distribution, token authentication</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">Distribution, OAuth 2 token authentication</a>
 */
record TokenService(URL realm, Optional<String> service) {

    /** In bytes: tokens with many claims have some 10 kB. */
    private static final long MAX_TOKEN = 1024 * 1024;

    private static final String CLIENT = "erlang-codebuild";

    /**
     * The one that a challenge names.
     *
     * @throws RegistryException when it names none
     */
    static TokenService of(Challenge challenge, RegistryEndpointRequestProperties names) throws RegistryException {
        String realm = challenge.parameters().getOrDefault("realm", "");
        try {
            return new TokenService(
                    new URL(realm), Optional.ofNullable(challenge.parameters().get("service")));
        } catch (MalformedURLException e) {
            throw new RegistryAuthenticationFailedException(
                    names.getServerUrl(),
                    names.getImageName(),
                    "the realm that it names for tokens is '" + realm + "'");
        }
    }

    /**
     * Gets a token: GET with the user's name and password, or POST with a refresh token, which Docker keeps as the password of the
     * user {@code <token>}.
     *
     * @param scopes {@code repository:NAME:pull,push}
     */
    Authorization token(
            SharedTransportHttpClient http,
            String userAgent,
            Optional<Credential> credential,
            List<String> scopes,
            RegistryEndpointRequestProperties names)
            throws RegistryException {
        Optional<String> refreshToken =
                credential.filter(Credential::isOAuth2RefreshToken).map(Credential::getPassword);
        Request.Builder request = Request.builder().setUserAgent(userAgent);
        credential
                .filter(login -> refreshToken.isEmpty())
                .ifPresent(login -> request.setAuthorization(
                        Authorization.fromBasicCredentials(login.getUsername(), login.getPassword())));
        refreshToken.ifPresent(token -> request.setBody(
                new BlobHttpContent(Blobs.from(form(token, scopes)), "application/x-www-form-urlencoded")));
        SharedTransportHttpClient limited = http.limitedTo(MAX_TOKEN);
        try (Response response = refreshToken.isPresent()
                ? limited.call(HttpMethods.POST, realm, request.build())
                : limited.call(HttpMethods.GET, question(scopes), request.build())) {
            return Authorization.fromBearerToken(read(response, names));
        } catch (SharedTransportHttpClient.SecretNotSentException e) {
            throw new RegistryCredentialsNotSentException(names.getServerUrl(), names.getImageName());
        } catch (ResponseException e) {
            if (e.getStatusCode() == 401 && e.requestAuthorizationCleared()) {
                throw new RegistryCredentialsNotSentException(names.getServerUrl(), names.getImageName());
            }
            throw new RegistryAuthenticationFailedException(names.getServerUrl(), names.getImageName(), e);
        } catch (IOException e) {
            throw new RegistryAuthenticationFailedException(names.getServerUrl(), names.getImageName(), e);
        }
    }

    private static String read(Response response, RegistryEndpointRequestProperties names)
            throws IOException, RegistryException {
        JsonNode answer;
        try {
            answer = new ObjectMapper().readTree(response.getBody());
        } catch (JsonProcessingException e) { // whose words may be the token
            throw new RegistryAuthenticationFailedException(
                    names.getServerUrl(), names.getImageName(), "its token service did not answer in JSON");
        }
        String token = answer.path("token").asText(answer.path("access_token").asText());
        if (token.isEmpty()) {
            throw new RegistryAuthenticationFailedException(
                    names.getServerUrl(), names.getImageName(), "its token service answered without a token");
        }
        return token;
    }

    private URL question(List<String> scopes) throws MalformedURLException {
        String parameters = service.map(name -> "&service=" + encoded(name)).orElse("")
                + scopes.stream().map(scope -> "&scope=" + encoded(scope)).collect(Collectors.joining());
        String separator = realm.getQuery() == null ? "?" : "&";
        return new URL(realm.toString().replaceFirst("#.*", "") + separator + parameters.substring(1));
    }

    private String form(String refreshToken, List<String> scopes) {
        return "grant_type=refresh_token&client_id=" + CLIENT
                + service.map(name -> "&service=" + encoded(name)).orElse("")
                + "&scope=" + encoded(String.join(" ", scopes))
                + "&refresh_token=" + encoded(refreshToken);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
