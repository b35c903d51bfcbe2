package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.iam.Decision;
import io.github.erlangcodebuild.aws.iam.GoalRights;
import io.github.erlangcodebuild.aws.iam.PolicySimulator;
import io.github.erlangcodebuild.aws.iam.ResourceNames;
import io.github.erlangcodebuild.aws.iam.Right;
import io.github.erlangcodebuild.aws.iam.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether this identity may do what a goal does: IAM simulates it. Where it may not ask IAM, what the other checks were allowed
 * to do says some of it.
 */
final class RightsCheck {

    private final PolicySimulator simulator;
    private final ResourceNames names;
    private final boolean projects;

    /**
     * @param projects whether a rollout goes to projects, and not to a stack
     */
    RightsCheck(PolicySimulator simulator, ResourceNames names, boolean projects) {
        this.simulator = simulator;
        this.names = names;
        this.projects = projects;
    }

    /** @param tried the actions that other checks tried, once they have ended, with whether they were allowed */
    Examination.Check<GoalRights> of(String goal, Supplier<Map<String, Boolean>> tried) {
        String id = "rights." + goal;
        return new Examination.Check<>(id, goal, () -> {
            GoalRights needed = GoalRights.of(policy(goal), names);
            Simulation simulation = simulator.simulate(needed.rights());
            Finding finding = simulation instanceof Simulation.Decided decided
                    ? decided(id, goal, needed, decided.decisions())
                    : guessed(id, goal, needed, (Simulation.Impossible) simulation, tried.get());
            return Checked.of(finding, needed);
        });
    }

    private IamPolicy policy(String goal) {
        return switch (goal) {
            case "push" -> IamPolicy.PUSH;
            case "bootstrap" -> IamPolicy.BOOTSTRAP;
            default -> projects ? IamPolicy.ROLLOUT_PROJECTS : IamPolicy.ROLLOUT;
        };
    }

    private static Finding decided(String id, String goal, GoalRights needed, Map<Right, Decision> decisions) {
        List<Right> missing = with(decisions, Decision.Verdict.DENIED);
        List<Right> undecided = with(decisions, Decision.Verdict.UNDECIDED);
        int all = decisions.size();
        List<String> items = new ArrayList<>();
        Finding finding;
        if (!missing.isEmpty()) {
            items.addAll(lines("missing", missing, decisions));
            finding =
                    Finding.failed(id, goal, missing.size() + " of " + all + " rights are missing", policyRemedy(goal));
        } else if (!undecided.isEmpty() || !needed.unnamed().isEmpty()) {
            finding = Finding.unknown(id, goal, all - undecided.size() + " rights are there, the others are not known");
        } else {
            finding = Finding.ok(id, goal, "all " + all + " rights are there");
        }
        items.addAll(lines("not known", undecided, decisions));
        items.addAll(unnamed(needed));
        return finding.withItems(items)
                .with("missing", missing.stream().map(Right::toString).toList())
                .with("unknown", undecided.stream().map(Right::toString).toList())
                .with("unnamed", needed.unnamed());
    }

    private static Finding guessed(
            String id, String goal, GoalRights needed, Simulation.Impossible why, Map<String, Boolean> tried) {
        List<String> actions =
                needed.rights().stream().map(Right::action).distinct().toList();
        List<String> there = actions.stream()
                .filter(action -> Boolean.TRUE.equals(tried.get(action)))
                .toList();
        List<String> missing = actions.stream()
                .filter(action -> Boolean.FALSE.equals(tried.get(action)))
                .toList();
        List<String> unchecked =
                actions.stream().filter(action -> !tried.containsKey(action)).toList();
        List<String> items = new ArrayList<>();
        if (!missing.isEmpty()) {
            items.add("missing: " + String.join(", ", missing));
        }
        if (!there.isEmpty()) {
            items.add("there: " + String.join(", ", there));
        }
        if (!unchecked.isEmpty()) {
            items.add("not checked: " + unchecked.size() + " more, because " + why.reason());
        }
        items.addAll(unnamed(needed));
        Finding finding = missing.isEmpty()
                ? Finding.unknown(id, goal, there.size() + " of " + actions.size() + " rights are known to be there")
                        .withRemedy(why.remedy())
                : Finding.failed(
                        id,
                        goal,
                        missing.size() + " of " + actions.size() + " rights are known to be missing",
                        policyRemedy(goal) + " " + why.remedy());
        return finding.withItems(items)
                .with("there", there)
                .with("missing", missing)
                .with("unknown", unchecked)
                .with("unnamed", needed.unnamed());
    }

    private static String policyRemedy(String goal) {
        return "Allow them to this identity; the documentation of " + goal + " has the policy with all that it needs.";
    }

    private static List<String> unnamed(GoalRights needed) {
        return needed.unnamed().isEmpty()
                ? List.of()
                : List.of("not checked: " + needed.unnamed().size()
                        + " more, on a stack or projects that stackName or projects has to name");
    }

    private static List<Right> with(Map<Right, Decision> decisions, Decision.Verdict verdict) {
        return decisions.entrySet().stream()
                .filter(decision -> decision.getValue().verdict() == verdict)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One line for each resource and reason: its actions have most of their words in common. */
    private static List<String> lines(String what, List<Right> rights, Map<Right, Decision> decisions) {
        Map<String, List<String>> byResource = rights.stream()
                .collect(Collectors.groupingBy(
                        right -> (right.resource().equals("*") ? "" : " on " + right.resource())
                                + reason(decisions.getOrDefault(right, Decision.ALLOWED)),
                        LinkedHashMap::new,
                        Collectors.mapping(Right::action, Collectors.toList())));
        return byResource.entrySet().stream()
                .map(group -> what + ": " + String.join(", ", group.getValue()) + group.getKey())
                .toList();
    }

    private static String reason(Decision decision) {
        return decision.reason().isEmpty() ? "" : " (" + decision.reason() + ")";
    }
}
