package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.http.LocatedResponseException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.http.ErrorBody;
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
 * An error that a server responded with.
 *
 * @param status the HTTP status
 * @param content the start of its body, empty where it has none
 * @param challenges its {@code WWW-Authenticate} headers: how the server wants its clients to authenticate
 * @param retryAfter the pause that it asks for before another attempt
 * @param host where it came from, after all redirects, with the port where the URL names one; empty where no registry was
 *     asked
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes">OCI distribution-spec,
 *     error codes</a>
 */
record ErrorResponse(
        int status, String content, List<String> challenges, Optional<Duration> retryAfter, Optional<String> host) {

    /** Amazon ECR Public's host. */
    static final String ECR_PUBLIC = "public.ecr.aws";

    /**
     * ECR Public lets an address that is not logged in pull once a second, shared by all behind it, and says 429 without saying for
     * how long: four of these pauses are a minute.
     */
    private static final Duration ECR_PUBLIC_PAUSE = Duration.ofSeconds(15);

    /** An error as the distribution specification has it. */
    private record RegistryError(String code, String message) {}

    /** The response underneath a failure; empty where no server responded with an error. */
    static Optional<ErrorResponse> of(Throwable failure) {
        return Failures.find(failure, LocatedResponseException.class)
                .map(ErrorResponse::ofRegistry)
                .or(() -> Failures.find(failure, HttpStatusException.class)
                        .map(error -> new ErrorResponse(
                                error.status(), "", List.of(), error.retryAfter(), Optional.empty())));
    }

    private static ErrorResponse ofRegistry(LocatedResponseException error) {
        URL url = error.url();
        return new ErrorResponse(
                error.getStatusCode(),
                Optional.ofNullable(error.getContent()).orElse(""),
                Optional.ofNullable(error.getHeaders().getAuthenticateAsList()).orElse(List.of()),
                Retry.parseRetryAfter(error.getHeaders().getRetryAfter()),
                Optional.of(url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort()));
    }

    /** The pause before another attempt: what the server asks for, or what is known to help there. */
    Optional<Duration> pause() {
        return retryAfter.or(
                () -> status == 429 && host.filter(ECR_PUBLIC::equals).isPresent()
                        ? Optional.of(ECR_PUBLIC_PAUSE)
                        : Optional.empty());
    }

    /** Whether it gives one of these error codes. */
    boolean says(Set<String> codes) {
        return errors().stream().anyMatch(error -> codes.contains(error.code()));
    }

    /** On one line: its error codes and messages, or what its body says where that is not as the specification has it. */
    String words() {
        String messages = errors().stream()
                .map(error -> (error.code() + " " + error.message()).trim())
                .collect(Collectors.joining("; "));
        return ErrorBody.words(messages.isEmpty() ? content : messages);
    }

    /** {@code HTTP 404: NAME_UNKNOWN there is none}; with the pause that it asks for, where that is more than is waited. */
    @Override
    public String toString() {
        String words = words();
        String asked = retryAfter
                .filter(pause -> pause.compareTo(Retry.Backoff.DEFAULT.longest()) > 0)
                .map(pause -> ", and to be asked again in " + pause.toSeconds() + " s")
                .orElse("");
        return "HTTP " + status + (words.isEmpty() ? "" : ": " + words) + asked;
    }

    /** With what some have in {@code detail}, which the specification leaves open: Quay gives its reason there alone. */
    private static String message(JsonNode error) {
        String message = error.path("message").asText();
        String detail = error.path("detail").isTextual()
                ? error.path("detail").asText()
                : error.path("detail").path("message").asText();
        return detail.isBlank() || message.contains(detail) ? message : (message + " (" + detail + ")").trim();
    }

    private List<RegistryError> errors() {
        List<RegistryError> errors = new ArrayList<>();
        try {
            for (JsonNode error : Json.read(content).path("errors")) {
                errors.add(new RegistryError(error.path("code").asText(), message(error)));
            }
            return errors;
        } catch (JsonProcessingException e) {
            return List.of(); // it says something else
        }
    }
}
