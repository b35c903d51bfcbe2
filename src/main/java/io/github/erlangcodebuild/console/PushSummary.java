package io.github.erlangcodebuild.console;

import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.push.PushPlan;
import io.github.erlangcodebuild.push.PushRequest;
import io.github.erlangcodebuild.push.PushResult;
import io.github.erlangcodebuild.push.PushResult.Transfer;
import io.github.erlangcodebuild.registry.BlobOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the user reads in the end. */
public final class PushSummary {

    private PushSummary() {}

    /**
     * The lines that say what a push did, and what comes next.
     *
     * @param options further parameters that a rollout needs, by name
     */
    public static List<String> of(PushResult result, boolean ecr, Map<String, String> options) {
        List<String> lines = new ArrayList<>(done(result, ecr));
        lines.addAll(next(result, ecr, options));
        return lines;
    }

    /** The lines that say what a push did. */
    public static List<String> done(PushResult result, boolean ecr) {
        BaseImage base = result.image().base();
        ToolchainDescriptor toolchain = result.bundle().descriptor();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add((result.transfer().upToDate() ? "Up to date: " : "Pushed: ") + result.reference());
        lines.add("  digest   " + result.image().digest());
        lines.add("  tags     " + String.join(", ", result.tags()));
        lines.add("  base     " + base.reference());
        lines.add("           " + base.digest());
        lines.add("  holds    Erlang/OTP " + toolchain.erlang().otpVersion() + ", rebar3 "
                + toolchain.rebar3().version());
        lines.add("  moved    " + moved(result.transfer()) + ", in " + Text.duration(result.elapsed()));
        if (ecr && result.transfer().mountsRefused() > 0) {
            lines.add("  hint     " + Text.count(result.transfer().mountsRefused(), "layer")
                    + " of the base had to be sent, because this registry mounts no blobs; enable that once with");
            lines.add("           aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED");
        }
        lines.add("");
        return lines;
    }

    /** The lines that say what comes next. */
    public static List<String> next(PushResult result, boolean ecr, Map<String, String> options) {
        if (!ecr) {
            return List.of(
                    "Next: pull it with docker or podman. For a CodeBuild project that uses it, the registry's",
                    "      credentials have to be in Secrets Manager (environment, registryCredential).",
                    "");
        }
        StringBuilder command =
                new StringBuilder("      " + GoalCommand.of("rollout") + " -Derlang-codebuild.stackName=STACK");
        options.forEach((name, value) -> command.append(" -Derlang-codebuild." + name + "=" + value));
        return List.of(
                "Next: set the parameter of your stack, CodeBuildImage=" + result.reference() + ",",
                "      in a project with ImagePullCredentialsType SERVICE_ROLE; or let this do it:",
                command.toString(),
                "");
    }

    private static String moved(Transfer transfer) {
        if (transfer.upToDate()) {
            return "nothing: every tag names this image already";
        }
        List<String> parts = new ArrayList<>();
        parts.add(Text.bytes(transfer.sentBytes()) + " in " + Text.count(transfer.sent(), "blob"));
        if (transfer.mounted() > 0) {
            parts.add(transfer.mounted() + " mounted");
        }
        if (transfer.present() > 0) {
            parts.add(transfer.present() + " already there");
        }
        return String.join(", ", parts);
    }

    /** The lines that say what a push would do. */
    public static List<String> of(PushPlan plan, PushRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Dry run, nothing is changed. A push would make " + request.image());
        lines.add("  digest   " + plan.image().digest());
        plan.preparations().forEach(preparation -> lines.add("  target   " + preparation));
        for (PushPlan.PlannedTag tag : plan.tags()) {
            lines.add("  tag      " + tag.tag() + (tag.current() ? ", names this image already" : ", would be set"));
        }
        for (PushPlan.PlannedBlob planned : plan.blobs()) {
            lines.add(String.format(
                    "  %-8s %s  %9s  %s",
                    kind(plan, planned),
                    Text.brief(planned.blob().digest()),
                    Text.bytes(planned.blob().size()),
                    wouldBe(planned.outcome())));
        }
        lines.add("  to send  " + Text.bytes(plan.bytesToSend()) + inAll(plan));
        lines.add("");
        return lines;
    }

    private static String kind(PushPlan plan, PushPlan.PlannedBlob planned) {
        if (planned.blob().equals(plan.image().toolchainLayer())) {
            return "OTP";
        }
        return planned.blob().equals(plan.image().configDescriptor()) ? "config" : "base";
    }

    private static String wouldBe(BlobOutcome outcome) {
        return switch (outcome) {
            case PRESENT -> "already there";
            case MOUNTED -> "to mount from the base's repository";
            case SENT -> "to send";
        };
    }

    private static String inAll(PushPlan plan) {
        return plan.blobs().stream()
                .collect(Collectors.groupingBy(PushPlan.PlannedBlob::outcome, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> ", " + entry.getValue() + " "
                        + (entry.getKey() == BlobOutcome.SENT ? "to send" : PushConsole.word(entry.getKey())))
                .collect(Collectors.joining());
    }
}
