package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.cloud.tools.jib.registry.RegistryCredentialsNotSentException;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.http.NetworkFailures;
import io.github.erlangcodebuild.http.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads Jib's exceptions: which of them may pass, and what the others mean to the user. */
public final class RegistryFailures {

    /**
     * What registries say when an upload has not arrived as it was sent, or when they have forgotten where it was to go, as
     * one does that was restarted. What we send is verified before it is committed, so it was the way there that changed
     * it. Amazon ECR has the second for a wrong digest, too.
     */
    private static final Set<String> LOST_UPLOAD =
            Set.of("DIGEST_INVALID", "BLOB_UPLOAD_INVALID", "BLOB_UPLOAD_UNKNOWN");

    private RegistryFailures() {}

    /**
     * Whether the same request may well succeed in a moment: I/O errors, 408, 429, 5xx, an upload that was lost on the way,
     * and a refusal by a host that the registry sends us to. Never a "no".
     */
    static boolean mayPass(Throwable failure) {
        if (failure instanceof ActionableException) {
            return false;
        }
        Optional<ErrorAnswer> answer = ErrorAnswer.of(failure);
        if (answer.isPresent()) {
            int status = answer.get().status();
            return status == 408
                    || status == 429
                    || status >= 500
                    || answer.get().says(LOST_UPLOAD)
                    || Failures.has(failure, OtherHostRefusal.class);
        }
        if (NetworkFailures.isTls(failure)) {
            return !isNotTls(failure) && !NetworkFailures.isUntrusted(failure);
        }
        return Failures.has(failure, IOException.class) && !Failures.has(failure, JsonProcessingException.class);
    }

    /** How long the registry asked to be left alone. */
    static Optional<Duration> retryAfter(Throwable failure) {
        return ErrorAnswer.of(failure).flatMap(ErrorAnswer::retryAfter);
    }

    /** The HTTP status underneath, if the registry answered at all. */
    static OptionalInt status(Throwable failure) {
        Optional<ErrorAnswer> answer = ErrorAnswer.of(failure);
        return answer.isPresent() ? OptionalInt.of(answer.get().status()) : OptionalInt.empty();
    }

    /**
     * What the user reads.
     *
     * @param attempted what was being done, and to what: {@code pull the base image example.com/base:1}
     * @param registry the registry that it was asked of
     */
    static ActionableException explain(String attempted, String registry, Throwable failure) {
        Optional<ActionableException> explained = Failures.find(failure, ActionableException.class)
                .or(() -> Failures.find(failure, SourceFailure.class).map(SourceFailure::explanation));
        if (explained.isPresent()) {
            return explained.get();
        }
        String cannot = "Cannot " + attempted + ": ";
        if (Failures.has(failure, RegistryCredentialsNotSentException.class)) {
            return new ActionableException(
                    cannot + registry + " asks for credentials over plain HTTP, where anyone could read them.",
                    "Use a registry that speaks HTTPS; on a network that you trust, add -DsendCredentialsOverHttp=true.",
                    failure);
        }
        Optional<ErrorAnswer> answer = ErrorAnswer.of(failure);
        if (answer.isPresent()) {
            return explainAnswer(cannot, registry, answer.get(), failure);
        }
        if (isNotTls(failure)) {
            return new ActionableException(
                    cannot + registry + " does not speak TLS, only plain HTTP.",
                    "Use a registry that speaks HTTPS, or allow this one with"
                            + " -Derlang-codebuild.allowInsecureRegistries=true.",
                    failure);
        }
        if (NetworkFailures.isUntrusted(failure)) {
            return new ActionableException(
                    cannot + "the TLS certificate of " + registry + " is not trusted (" + rootMessage(failure) + ").",
                    "Import its certificate authority into the trust store that Maven runs with"
                            + " (MAVEN_OPTS=-Djavax.net.ssl.trustStore=…), or, on a network that you trust, skip the"
                            + " check with -Derlang-codebuild.allowInsecureRegistries=true.",
                    failure);
        }
        Optional<String> elsewhere =
                NetworkFailures.host(failure).filter(host -> !host.equalsIgnoreCase(hostName(registry)));
        String sentThere = elsewhere
                .map(host -> " " + registry + " sends its clients to " + host + ", or settings.xml names " + host
                        + " as the proxy: it must be reachable, too.")
                .orElse("");
        if (NetworkFailures.isUnknownHost(failure)) {
            return new ActionableException(
                    cannot + "there is no host " + elsewhere.orElse(registry) + ".",
                    "Check the spelling and the network. Behind a proxy, name it in settings.xml." + sentThere,
                    failure);
        }
        if (NetworkFailures.isUnreachable(failure)) {
            return new ActionableException(
                    cannot + elsewhere.orElse(registry) + " cannot be reached (" + rootMessage(failure) + ").",
                    "Check that it is up, and that this host may reach it. Behind a proxy, name it in settings.xml."
                            + sentThere,
                    failure);
        }
        return new ActionableException(
                cannot + sentence(rootMessage(failure)),
                mayPass(failure)
                        ? "This was tried " + Retry.ATTEMPTS
                                + " times. Run it again: what is in the registry already is not sent again."
                        : "Check that " + registry
                                + " is a container registry, and that nothing on the way there changes"
                                + " its answers.",
                failure);
    }

    private static ActionableException explainAnswer(
            String cannot, String registry, ErrorAnswer answer, Throwable failure) {
        Optional<String> elsewhere =
                Failures.find(failure, OtherHostRefusal.class).map(OtherHostRefusal::host);
        if (elsewhere.isPresent()) {
            return new ActionableException(
                    cannot + elsewhere.get() + ", where " + registry + " sends its clients, gives no right to it ("
                            + answer + ").",
                    "This was tried " + Retry.ATTEMPTS + " times. Check this host's clock and what is between here and "
                            + elsewhere.get() + "; then it is the registry's matter.",
                    failure);
        }
        if (isBlobMissing(failure)) {
            return new ActionableException(
                    cannot + registry + " does not have a blob that it said it has (" + answer + ").",
                    "Run it again. If that does not help, push to another repository: this one is damaged.",
                    failure);
        }
        if (answer.says(Set.of("TAG_INVALID"))) {
            return new ActionableException(
                    cannot + registry + " does not let this tag be set (" + answer + ").",
                    "Give the new image another tag with -Derlang-codebuild.tags=…, or let the repository's tags move"
                            + " (imageTagMutability).",
                    failure);
        }
        String login = "docker login " + registry + ", or a server with the id " + registry + " in settings.xml";
        String problem =
                switch (answer.status()) {
                    case 401 -> registry + " did not accept the credentials, or got none";
                    case 403 -> registry + " denied it";
                    case 404 -> registry + " has no such repository or image";
                    case 429 -> registry + " limits how often it may be asked";
                    default -> registry + " did not do it";
                };
        String remedy =
                switch (answer.status()) {
                    case 401 -> "Log in: " + login + ".";
                    case 403 -> "Ask for the right to do this, or use other credentials: " + login + ".";
                    case 404 -> "Check the spelling, and that these credentials may see it.";
                    case 429 -> "Wait a while, or log in, since anonymous limits are lower: " + login + ".";
                    default ->
                        mayPass(failure)
                                ? "This was tried " + Retry.ATTEMPTS
                                        + " times. Run it again later: what is in the registry"
                                        + " already is not sent again."
                                : "Check that " + registry + " is a container registry that allows this.";
                };
        return new ActionableException(cannot + problem + " (" + answer + ").", remedy, failure);
    }

    /** Whether a manifest was refused because one of its blobs is not there. */
    public static boolean isBlobMissing(Throwable failure) {
        return ErrorAnswer.of(failure)
                .filter(answer -> answer.says(Set.of("MANIFEST_BLOB_UNKNOWN")))
                .isPresent();
    }

    /** Without the port. */
    private static String hostName(String registry) {
        return registry.replaceFirst(":\\d+$", "");
    }

    /** Also when Jib was not allowed to ask over plain HTTP, where a server had sent it to. */
    private static boolean isNotTls(Throwable failure) {
        return NetworkFailures.isNotTls(failure)
                || Failures.chain(failure).anyMatch(cause -> String.valueOf(cause.getMessage())
                        .contains("insecure HTTP connection not allowed"));
    }

    /** On one line, with one full stop. */
    public static String sentence(String message) {
        String line = message.replaceAll("\\s+", " ").trim();
        return line.endsWith(".") ? line : line + ".";
    }

    public static String rootMessage(Throwable failure) {
        Throwable root = Failures.root(failure);
        if (root instanceof JsonProcessingException json) {
            return "the answer is not the JSON that it should be (" + json.getOriginalMessage() + ")";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Whether the registry, or what hands out its tokens, wants other credentials, or none. */
    static boolean isRefused(Throwable failure) {
        int status = status(failure).orElse(0);
        return status == 401 || status == 403;
    }

    /**
     * Whether the registry does not accept our login any more: 401, and what Amazon ECR answers when a token has run out,
     * a 403 that says so, or that can say nothing because HEAD was asked. A failure of the other end of a transfer is none of ours.
     */
    static boolean isStaleLogin(Throwable failure) {
        if (Failures.has(failure, SourceFailure.class) || Failures.has(failure, OtherHostRefusal.class)) {
            return false;
        }
        return ErrorAnswer.of(failure)
                .filter(answer -> answer.status() == 401
                        || (answer.status() == 403
                                && (answer.words().isEmpty() || answer.words().contains("token has expired"))))
                .isPresent();
    }

    /** What a registry that answered 401 wants: its {@code WWW-Authenticate} header. */
    static Optional<String> challenge(Throwable failure) {
        return ErrorAnswer.of(failure).filter(answer -> answer.status() == 401).flatMap(ErrorAnswer::challenge);
    }
}
