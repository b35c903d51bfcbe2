package io.github.erlangcodebuild.aws.iam;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.SdkErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;

/**
 * Asks IAM which rights this identity has, without using them.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">AWS IAM,
 *     SimulatePrincipalPolicy</a>
 */
public final class PolicySimulator {

    private static final String SIMULATE = "iam:SimulatePrincipalPolicy";

    private final Aws aws;

    /** The ARN of the user or role, once IAM has known it. */
    @Nullable
    private String known;

    public PolicySimulator(Aws aws) {
        this.aws = aws;
    }

    /**
     * Asks for these rights: one call for those on the same resource ({@code SimulatePrincipalPolicy}).
     *
     * @throws ActionableException when IAM cannot be reached, or fails otherwise than by denying it
     */
    public Simulation simulate(List<Right> rights) {
        String caller = aws.identity().arn();
        if (Principal.isRoot(caller)) {
            Map<Right, Decision> all = new LinkedHashMap<>();
            rights.forEach(right -> all.put(right, Decision.ALLOWED));
            return new Simulation.Decided(all);
        }
        Optional<Principal> principal = Principal.of(caller, aws.region());
        if (principal.isEmpty()) {
            return new Simulation.Impossible(
                    "IAM simulates users and roles only, and this is " + caller,
                    "Run it as a user or in a role to have rights checked.");
        }
        Optional<String> arn = find(principal.get());
        if (arn.isEmpty()) {
            return new Simulation.Impossible(
                    "this identity may not ask IAM (" + SIMULATE + ")",
                    "To have rights checked, allow " + SIMULATE + " and iam:GetRole on "
                            + principal.get().arns().get(0) + ".");
        }
        return new Simulation.Decided(decide(arn.get(), rights));
    }

    /**
     * Asks for the rights of a role, which need not be this identity's.
     *
     * @param role its ARN
     * @throws ActionableException when IAM cannot be reached, or fails otherwise than by denying it
     */
    public Simulation simulate(String role, List<Right> rights) {
        return isThere(role)
                ? new Simulation.Decided(decide(role, rights))
                : new Simulation.Impossible(
                        "there is no such role, or this identity may not ask IAM (" + SIMULATE + ")",
                        "To have it checked, allow " + SIMULATE + " on " + role + ".");
    }

    /** Tries one right with each ARN that may be the principal's, then asks for the role. Empty when that is denied. */
    private synchronized Optional<String> find(Principal principal) {
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found = principal.arns().stream()
                .filter(this::isThere)
                .findFirst()
                .or(() -> principal.role().flatMap(this::role).filter(this::isThere));
        known = found.orElse(null);
        return found;
    }

    private boolean isThere(String arn) {
        try {
            aws.iam().simulatePrincipalPolicy(request -> request.policySourceArn(arn)
                    .actionNames("sts:GetCallerIdentity"));
            return true;
        } catch (NoSuchEntityException e) {
            return false;
        } catch (SdkException e) {
            if (SdkErrors.isDenied(e)) {
                return false;
            }
            throw explain("ask which rights " + arn + " has", SIMULATE, arn, e);
        }
    }

    private Optional<String> role(String name) {
        try {
            return Optional.of(
                    aws.iam().getRole(request -> request.roleName(name)).role().arn());
        } catch (NoSuchEntityException e) {
            return Optional.empty();
        } catch (SdkException e) {
            if (SdkErrors.isDenied(e)) {
                return Optional.empty();
            }
            throw explain("look at the role " + name, "iam:GetRole", "*", e);
        }
    }

    private Map<Right, Decision> decide(String arn, List<Right> rights) {
        Map<Right, Decision> decisions = new LinkedHashMap<>();
        rights.stream()
                .collect(Collectors.groupingBy(
                        right -> Map.entry(right.resource(), right.context()), LinkedHashMap::new, Collectors.toList()))
                .forEach((about, group) -> decisions.putAll(decideOn(arn, about.getKey(), about.getValue(), group)));
        return decisions;
    }

    private Map<Right, Decision> decideOn(
            String arn, String resource, Map<String, String> context, List<Right> rights) {
        SimulatePrincipalPolicyRequest request = SimulatePrincipalPolicyRequest.builder()
                .policySourceArn(arn)
                .actionNames(rights.stream().map(Right::action).toList())
                .resourceArns(resource)
                .contextEntries(entries(context))
                .build();
        Map<String, Decision> byAction = new LinkedHashMap<>();
        try {
            aws.iam()
                    .simulatePrincipalPolicyPaginator(request)
                    .evaluationResults()
                    .forEach(result -> byAction.put(result.evalActionName(), decision(result)));
        } catch (SdkException e) {
            throw explain("ask which rights " + arn + " has", SIMULATE, arn, e);
        }
        Map<Right, Decision> decisions = new LinkedHashMap<>();
        for (Right right : rights) {
            decisions.put(
                    right,
                    byAction.getOrDefault(
                            right.action(), new Decision(Decision.Verdict.UNDECIDED, "IAM does not say")));
        }
        return decisions;
    }

    /** What a request has in any case, besides what the goal's own policy asks of it. */
    private List<ContextEntry> entries(Map<String, String> context) {
        List<ContextEntry> entries = new ArrayList<>();
        entries.add(entry("aws:RequestedRegion", aws.region(), ContextKeyTypeEnum.STRING));
        entries.add(entry("aws:SecureTransport", "true", ContextKeyTypeEnum.BOOLEAN));
        context.forEach((key, value) -> entries.add(entry(key, value, ContextKeyTypeEnum.STRING)));
        return entries;
    }

    private static ContextEntry entry(String key, String value, ContextKeyTypeEnum type) {
        return ContextEntry.builder()
                .contextKeyName(key)
                .contextKeyType(type)
                .contextKeyValues(value)
                .build();
    }

    /** There is one result of an action, since each call names one resource. */
    private static Decision decision(EvaluationResult result) {
        String decision = result.evalDecisionAsString();
        if ("allowed".equals(decision)) {
            return Decision.ALLOWED;
        }
        if (result.organizationsDecisionDetail() != null
                && Boolean.FALSE.equals(result.organizationsDecisionDetail().allowedByOrganizations())) {
            return denied("a policy of the organization");
        }
        if (result.permissionsBoundaryDecisionDetail() != null
                && Boolean.FALSE.equals(
                        result.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())) {
            return denied("its permissions boundary");
        }
        List<String> missing = new ArrayList<>(result.missingContextValues());
        result.resourceSpecificResults().forEach(one -> missing.addAll(one.missingContextValues()));
        if (!missing.isEmpty()) {
            return new Decision(
                    Decision.Verdict.UNDECIDED,
                    "depends on " + missing.stream().distinct().collect(Collectors.joining(", ")));
        }
        return denied("explicitDeny".equals(decision) ? "an explicit deny" : "");
    }

    private static Decision denied(String by) {
        return new Decision(Decision.Verdict.DENIED, by.isEmpty() ? "" : "by " + by);
    }

    private ActionableException explain(String purpose, String action, String resource, SdkException failure) {
        return aws.failures().explain(purpose, action, resource, failure);
    }
}
