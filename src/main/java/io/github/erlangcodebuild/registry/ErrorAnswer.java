package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.LocatedResponseException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.http.HttpStatusException;
import io.github.erlangcodebuild.http.Retry;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server answered that is no success.
 *
 * @param status the HTTP status
 * @param content the start of what came with it, empty where nothing did
 * @param challenge the {@code WWW-Authenticate} header: what it wants us to authenticate with
 * @param retryAfter how long it wants to be left alone
 * @param answeredBy its host, after all redirects, with the port where its URL names one; empty where it was no registry
 *     that was asked
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes">OCI distribution-spec,
 *     error codes</a>
 */
record ErrorAnswer(
        int status,
        String content,
        Optional<String> challenge,
        Optional<Duration> retryAfter,
        Optional<String> answeredBy) {

    private static final int MOST_WORDS = 500;

    /** An error as the distribution specification has it. */
    private record RegistryError(String code, String message) {}

    /** The answer underneath a failure, if there was one. */
    static Optional<ErrorAnswer> of(Throwable failure) {
        return Failures.find(failure, LocatedResponseException.class)
                .map(ErrorAnswer::ofRegistry)
                .or(() -> Failures.find(failure, HttpStatusException.class)
                        .map(answer -> new ErrorAnswer(
                                answer.status(), "", Optional.empty(), answer.retryAfter(), Optional.empty())));
    }

    private static ErrorAnswer ofRegistry(LocatedResponseException answer) {
        URL url = answer.url();
        return new ErrorAnswer(
                answer.getStatusCode(),
                Optional.ofNullable(answer.getContent()).orElse(""),
                Optional.ofNullable(answer.getHeaders().getAuthenticate()),
                Retry.parseRetryAfter(answer.getHeaders().getRetryAfter()),
                Optional.of(url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort()));
    }

    /** Whether one of these error codes is a reason that it gives. */
    boolean says(Set<String> codes) {
        return errors().stream().anyMatch(error -> codes.contains(error.code()));
    }

    /** Its own words on one line, as the distribution specification has them, else the start of what it said. */
    String words() {
        String messages = errors().stream()
                .map(error -> (error.code() + " " + error.message()).trim())
                .collect(Collectors.joining("; "));
        String text = messages.isEmpty() ? content : messages;
        String line = text.replaceAll("\\s+", " ").trim();
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line;
    }

    /** {@code HTTP 404: NAME_UNKNOWN there is none} */
    @Override
    public String toString() {
        String words = words();
        return "HTTP " + status + (words.isEmpty() ? "" : ": " + words);
    }

    private List<RegistryError> errors() {
        List<RegistryError> errors = new ArrayList<>();
        try {
            for (JsonNode error : Json.read(content).path("errors")) {
                errors.add(new RegistryError(
                        error.path("code").asText(), error.path("message").asText()));
            }
            return errors;
        } catch (JsonProcessingException e) {
            return List.of(); // it says something else
        }
    }
}
