package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.PlainHttpException;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.http.NetworkFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads Jib's exceptions: which failures are temporary, and which are of the login. {@link FailedRequest} has the words. */
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

    /** Whether a manifest was refused because one of its blobs is not there. */
    public static boolean isBlobMissing(Throwable failure) {
        return ErrorAnswer.of(failure)
                .filter(answer -> answer.says(Set.of("MANIFEST_BLOB_UNKNOWN")))
                .isPresent();
    }

    /** Whether only plain HTTP is spoken where TLS is wanted, or the registry gave such a URL. */
    static boolean isNotTls(Throwable failure) {
        return NetworkFailures.isNotTls(failure) || Failures.has(failure, PlainHttpException.class);
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
