package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.PlainHttpException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.TooManyRedirectsException;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.http.NetworkFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads Jib's exceptions: which failures are temporary, and which are of the login. {@link FailedRequest} has the words. */
public final class RegistryFailures {

    /**
     * The error codes for an upload that has not arrived as it was sent, or that the registry has forgotten, as one does that
     * was restarted. What we send is verified before it is committed, so it was changed on the way. Amazon ECR has the second
     * for a wrong digest, too.
     */
    private static final Set<String> LOST_UPLOAD =
            Set.of("DIGEST_INVALID", "BLOB_UPLOAD_INVALID", "BLOB_UPLOAD_UNKNOWN");

    /** As Amazon ECR says it of a token. */
    private static final String EXPIRED = "token has expired";

    private RegistryFailures() {}

    /**
     * Whether the same request may well succeed in a moment: I/O errors, 408, 429, 5xx, an upload that was lost on the way, and
     * a refusal by a host that the registry sends its clients to. A refusal by the registry itself is not temporary.
     */
    static boolean isTemporary(Throwable failure) {
        if (failure instanceof ActionableException
                || Failures.has(failure, TooManyRedirectsException.class)
                || isBlobMissing(failure)) {
            return false;
        }
        Optional<ErrorResponse> response = ErrorResponse.of(failure);
        if (response.isPresent()) {
            int status = response.get().status();
            return status == 408
                    || status == 429
                    || status >= 500
                    || response.get().says(LOST_UPLOAD)
                    || Failures.has(failure, OtherHostRefusal.class);
        }
        if (NetworkFailures.isTls(failure)) {
            return !isNotTls(failure) && !NetworkFailures.isUntrusted(failure);
        }
        return Failures.has(failure, IOException.class) && !Failures.has(failure, JsonProcessingException.class);
    }

    /** The pause that the registry asks for before another attempt, if it does; or that is known to help there. */
    static Optional<Duration> retryAfter(Throwable failure) {
        return ErrorResponse.of(failure).flatMap(ErrorResponse::pause);
    }

    /** Whether the response is 404. */
    static boolean isNotFound(Throwable failure) {
        return status(failure) == 404;
    }

    /** Whether there is no such image, or none that may be seen: a registry may answer the same to both. */
    public static boolean isMissingOrHidden(Throwable failure) {
        return isNotFound(failure) || isRefused(failure);
    }

    /** Whether the response is 4xx, and the same request would be refused again. */
    static boolean isFinalRefusal(Throwable failure) {
        return status(failure) / 100 == 4 && !isTemporary(failure);
    }

    /** Whether the response is 500: when it comes again, the server cannot do what it was asked. */
    static boolean isInternalError(Throwable failure) {
        return status(failure) == 500;
    }

    /** Whether a manifest was refused because the repository does not have one of its blobs. */
    public static boolean isBlobMissing(Throwable failure) {
        return Failures.has(failure, MissingBlobException.class);
    }

    /** Whether a server does not know the method, 405 or 501, or responds with 403 and says nothing: as to HEAD it must. */
    static boolean isWordlessRefusal(Throwable failure) {
        return ErrorResponse.of(failure)
                .filter(response -> response.status() == 405
                        || response.status() == 501
                        || (response.status() == 403 && response.words().isEmpty()))
                .isPresent();
    }

    /** Whether only plain HTTP is spoken where TLS is wanted, or the registry gave such a URL. */
    static boolean isNotTls(Throwable failure) {
        return NetworkFailures.isNotTls(failure) || Failures.has(failure, PlainHttpException.class);
    }

    /** Whether the response is 401 or 403: of the registry, of its token service, or of a host that it sends its clients to. */
    static boolean isRefused(Throwable failure) {
        int status = status(failure);
        return status == 401 || status == 403;
    }

    /** 0 where no server responded with an error. */
    private static int status(Throwable failure) {
        return ErrorResponse.of(failure).map(ErrorResponse::status).orElse(0);
    }

    /**
     * Whether the registry does not accept our login any more: 401, and what Amazon ECR responds with when a token has run out, a
     * 403 that says so, or that has no body because the request was HEAD. A failure of the other end of a transfer is none of
     * our login.
     */
    static boolean isStaleLogin(Throwable failure) {
        if (Failures.has(failure, SourceFailure.class) || Failures.has(failure, OtherHostRefusal.class)) {
            return false;
        }
        return ErrorResponse.of(failure)
                .filter(response -> response.status() == 401
                        || (response.status() == 403
                                && (response.words().isEmpty()
                                        || response.words().contains(EXPIRED))))
                .isPresent();
    }

    /**
     * What the registry says of a right that is missing: 403, which is not of the login, nor of another host, nor of where an uploaded
     * blob comes from. Empty for other failures, and without a word for a denial without one.
     */
    static Optional<String> denial(Throwable failure) {
        if (Failures.has(failure, ActionableException.class)
                || Failures.has(failure, SourceFailure.class)
                || Failures.has(failure, OtherHostRefusal.class)) {
            return Optional.empty();
        }
        return ErrorResponse.of(failure)
                .filter(response -> response.status() == 403)
                .map(ErrorResponse::words)
                .filter(words -> !words.contains(EXPIRED));
    }

    /** The {@code WWW-Authenticate} headers of a 401: how the registry wants its clients to authenticate. */
    static List<String> challenges(Throwable failure) {
        return ErrorResponse.of(failure)
                .filter(response -> response.status() == 401)
                .map(ErrorResponse::challenges)
                .orElse(List.of());
    }
}
