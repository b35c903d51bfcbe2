package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.MissingCredentialsException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * The tokens of one run, one for each region ({@code ecr:GetAuthorizationToken}). A token opens every registry of its
 * region that the caller has rights in, whatever account it belongs to.
 *
 * <p>A token is used until a registry refuses it, and then got anew. What the answer says of its expiry is not looked at:
 * clocks differ, and a registry's refusal is the only thing that counts.
 */
final class EcrLogins {

    private final Aws aws;
    private final Map<String, AuthorizationData> byRegion = new ConcurrentHashMap<>();

    EcrLogins(Aws aws) {
        this.aws = aws;
    }

    /** The token for a region, and the host of the caller's own registry there. */
    AuthorizationData in(String region) {
        return byRegion.computeIfAbsent(region, this::fetch);
    }

    /** Another token than the one that was refused: got now, unless somebody else did so meanwhile. */
    AuthorizationData renewed(String region, String refusedToken) {
        return byRegion.compute(
                region,
                (any, current) ->
                        current == null || current.authorizationToken().equals(refusedToken) ? fetch(region) : current);
    }

    private AuthorizationData fetch(String region) {
        String purpose = "log in to Amazon ECR in " + region;
        try {
            return aws.ecr(region).getAuthorizationToken().authorizationData().get(0);
        } catch (SdkException e) {
            throw aws.failures(region).explain(purpose, "ecr:GetAuthorizationToken", "*", e);
        } catch (MissingCredentialsException e) {
            throw e.neededTo(purpose);
        }
    }
}
