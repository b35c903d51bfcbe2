package io.github.erlangcodebuild.registry;

import com.google.cloud.tools.jib.http.SharedTransportHttpClient.PlainHttpException;
import com.google.cloud.tools.jib.registry.RegistryCredentialsNotSentException;
import com.google.cloud.tools.jib.registry.UnknownSchemesException;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.FailureTable;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.http.NetworkFailures;
import io.github.erlangcodebuild.http.ProxyUnavailableException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.ManifestFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A request to a registry that failed for good, and what the user reads of it.
 *
 * @param registry the registry's host, with its port where it has one
 * @param credentials whose they were
 * @param failure what was thrown
 * @param response the error that a server responded with, where one did
 */
record FailedRequest(
        String registry, UsedCredentials credentials, Throwable failure, Optional<ErrorResponse> response) {

    private static final String TRIED = "This was tried " + Retry.ATTEMPTS + " times. ";

    private static final FailureTable<FailedRequest> TABLE = FailureTable.<FailedRequest>rows()
            .when(
                    failed -> Failures.has(failed.failure, RegistryCredentialsNotSentException.class),
                    failed -> failed.registry + " asks for credentials over plain HTTP, where anyone could read them.",
                    "Use a registry that speaks HTTPS; on a network that you trust, add -DsendCredentialsOverHttp=true.")
            .when(
                    failed -> Failures.has(failed.failure, UnknownSchemesException.class),
                    failed -> failed.registry + " wants its users to log in by " + failed.schemes()
                            + ", which this plugin does not know.",
                    "Have the registry take a name and a password (Basic), or give out tokens (Bearer), beside it.")

            // a server responded with an error
            .when(
                    failed -> Failures.has(failed.failure, OtherHostRefusal.class),
                    failed -> failed.otherHost() + ", where " + failed.registry
                            + " sends its clients, gives no right to it" + failed.said(),
                    failed -> TRIED + "Check this host's clock and what is between here and " + failed.otherHost()
                            + "; then it is the registry's matter.")
            .when(
                    failed -> RegistryFailures.isBlobMissing(failed.failure),
                    failed -> failed.registry + " does not have a blob that it said it has" + failed.said(),
                    "Run it again. If that does not help, push to another repository: this one is damaged.")
            .when(
                    failed ->
                            failed.response.isPresent() && failed.response.get().says(Set.of("TAG_INVALID")),
                    failed -> failed.registry + " does not let this tag be set" + failed.said(),
                    "Give the new image another tag with -Derlang-codebuild.tags=…, or let the repository's tags move"
                            + " (imageTagMutability).")
            .when(
                    failed -> Failures.has(failed.failure, RefusedFormatException.class),
                    failed -> failed.registry + " does not take the image's manifest, of the type " + failed.mediaType()
                            + failed.said(),
                    failed -> "The image has the format of its base. " + failed.otherFormat())
            .when(
                    status(401).and(FailedRequest::hadCredentials),
                    failed -> failed.registry + " did not accept " + failed.whose() + failed.said(),
                    failed -> "Correct that there, or log in: " + failed.login())
            .when(status(401), failed -> failed.registry + " wants a login" + failed.said(), FailedRequest::logIn)
            .when(
                    status(403).and(FailedRequest::hadCredentials),
                    failed -> failed.registry + " denied it to " + failed.whose() + failed.said(),
                    failed -> "Ask for the right to do this, or use other credentials: " + failed.login())
            .when(status(403), failed -> failed.registry + " denied it" + failed.said(), FailedRequest::logIn)
            .when(
                    status(404),
                    failed -> failed.registry + " has no such repository or image" + failed.said(),
                    "Check the spelling, and that these credentials may see it.")
            .when(
                    failed -> failed.registry.equals(ErrorResponse.ECR_PUBLIC)
                            && status(429).test(failed),
                    failed -> failed.registry + " limits how often it may be asked" + failed.said(),
                    TRIED
                            + "Log in, since the limits are higher then: aws ecr-public get-login-password --region us-east-1 |"
                            + " docker login --username AWS --password-stdin public.ecr.aws, or, for a push to Amazon ECR, the"
                            + " rights ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken. Or pull through a cache of"
                            + " your own: a pull through cache rule of Amazon ECR for ecr-public, and"
                            + " -Derlang-codebuild.baseImage=ACCOUNT.dkr.ecr.REGION.amazonaws.com/ecr-public/codebuild/…")
            .when(
                    status(429),
                    failed -> failed.registry + " limits how often it may be asked" + failed.said(),
                    failed -> "Wait a while, or log in, since anonymous limits are lower: " + failed.login())
            .when(
                    failed -> failed.response.isPresent() && RegistryFailures.isTemporary(failed.failure),
                    failed -> failed.registry + " answered with an error" + failed.said(),
                    TRIED + "Run it again later: what is in the registry already is not sent again.")
            .when(
                    failed -> failed.response.isPresent(),
                    failed -> failed.registry + " answered with an error" + failed.said(),
                    failed -> "Check that " + failed.registry + " is a container registry that allows this.")

            // none responded
            .when(
                    failed -> Failures.has(failed.failure, ProxyUnavailableException.class),
                    failed -> failed.proxy().problem(),
                    failed -> TRIED + failed.proxy().remedy())
            .when(
                    failed -> failed.plainHost()
                            .filter(host -> !host.equals(failed.registry))
                            .isPresent(),
                    failed -> failed.registry + " sends its clients to "
                            + failed.plainHost().orElseThrow() + " in plain HTTP.",
                    failed -> "Have it name an https:// location, or, on a network that you trust, allow both with"
                            + " -Derlang-codebuild.allowInsecureRegistries=" + failed.registry + ","
                            + failed.plainHost().orElseThrow() + ".")
            .when(
                    failed -> RegistryFailures.isNotTls(failed.failure),
                    failed -> failed.registry + " does not speak TLS, only plain HTTP.",
                    failed -> InsecureHosts.remedy(failed.registry)
                            .map(parameter ->
                                    "Use a registry that speaks HTTPS, or allow this one with " + parameter + ".")
                            .orElse("This is not AWS: look at what answers for this name here."))
            .when(
                    failed -> NetworkFailures.isUntrusted(failed.failure),
                    failed ->
                            "the TLS certificate of " + failed.registry + " is not trusted (" + failed.reason() + ").",
                    failed -> "Import its certificate authority into the trust store that Maven runs with"
                            + " (MAVEN_OPTS=-Djavax.net.ssl.trustStore=…)"
                            + InsecureHosts.remedy(failed.registry)
                                    .map(parameter ->
                                            ", or, on a network that you trust, skip the check with " + parameter)
                                    .orElse("")
                            + ".")
            .when(
                    failed -> NetworkFailures.isUnknownHost(failed.failure),
                    failed -> "there is no host " + failed.missedHost() + ".",
                    failed -> "Check the spelling and the network. Behind a proxy, name it in settings.xml or in"
                            + " HTTPS_PROXY." + failed.whyThere())
            .when(
                    failed -> NetworkFailures.isUnreachable(failed.failure),
                    failed -> failed.missedHost() + " cannot be reached (" + failed.reason() + ").",
                    failed -> "Check that it is up, and that this host may reach it. Behind a proxy, name it in"
                            + " settings.xml or in HTTPS_PROXY." + failed.whyThere())
            .when(
                    failed -> RegistryFailures.isTemporary(failed.failure),
                    failed -> Failures.sentence(failed.reason()),
                    TRIED + "Run it again: what is in the registry already is not sent again.")
            .otherwise(
                    failed -> Failures.sentence(failed.reason()),
                    failed -> "Check that " + failed.registry
                            + " is a container registry, and that nothing on the way there changes its answers.");

    /**
     * What the user reads.
     *
     * @param attempted what was being done, and to what: {@code pull the base image example.com/base:1}
     * @param registry the registry that it was asked of
     * @param credentials whose it was asked with
     */
    static ActionableException explain(
            String attempted, String registry, UsedCredentials credentials, Throwable failure) {
        return Failures.find(failure, ActionableException.class)
                .or(() -> Failures.find(failure, SourceFailure.class).map(SourceFailure::explanation))
                .orElseGet(() -> TABLE.explain(
                        attempted,
                        new FailedRequest(registry, credentials, failure, ErrorResponse.of(failure)),
                        failure));
    }

    private static Predicate<FailedRequest> status(int status) {
        return failed ->
                failed.response.filter(response -> response.status() == status).isPresent();
    }

    /** The response, as the end of a sentence. */
    private String said() {
        return response.map(error -> " (" + error + ").").orElse(".");
    }

    private String reason() {
        return Failures.rootMessage(failure);
    }

    private boolean hadCredentials() {
        return credentials.source().isPresent();
    }

    private String whose() {
        return credentials.source().orElseThrow();
    }

    private String logIn() {
        return "For this, " + credentials.noneFound() + " Log in: " + login();
    }

    /** How to log in, as the end of a sentence. */
    private String login() {
        return "docker login " + registry + ", or a server with the id " + registry + " in settings.xml.";
    }

    private String schemes() {
        return Failures.find(failure, UnknownSchemesException.class)
                .map(UnknownSchemesException::schemes)
                .map(ForeignText::line)
                .orElseThrow();
    }

    private String mediaType() {
        return Failures.find(failure, RefusedFormatException.class)
                .map(RefusedFormatException::mediaType)
                .orElseThrow();
    }

    /** How to get by with a registry that does not take the format of a manifest, as a sentence. */
    private String otherFormat() {
        boolean oci = ManifestFormat.ofManifestType(mediaType()).equals(Optional.of(ManifestFormat.OCI));
        return "Have " + registry + " take this format" + (oci ? "" : " (zot: \"compat\": [\"docker2s2\"])")
                + ", or copy the base with skopeo copy --format " + (oci ? "v2s2" : "oci")
                + ", under the same name and tag, and set baseImage to the copy.";
    }

    private ProxyUnavailableException proxy() {
        return Failures.find(failure, ProxyUnavailableException.class).orElseThrow();
    }

    private String otherHost() {
        return Failures.find(failure, OtherHostRefusal.class)
                .map(OtherHostRefusal::host)
                .orElse(registry);
    }

    /** The host of a URL of plain HTTP that was not asked. */
    private Optional<String> plainHost() {
        return Failures.find(failure, PlainHttpException.class).map(PlainHttpException::host);
    }

    /** The host that was not found, or could not be reached. */
    private String missedHost() {
        return missedElsewhere().orElse(registry);
    }

    /** Why a host was asked that the user has not named, as a sentence to follow others. */
    private String whyThere() {
        return missedElsewhere()
                .map(host -> " " + registry + " sends its clients to " + host + ": it must be reachable, too.")
                .orElse("");
    }

    private Optional<String> missedElsewhere() {
        String registryName = registry.replaceFirst(":\\d+$", "");
        return NetworkFailures.host(failure).filter(host -> !host.equalsIgnoreCase(registryName));
    }
}
