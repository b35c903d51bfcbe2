package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.cloudformation.Stack;
import io.github.erlangcodebuild.aws.cloudformation.Stacks;
import java.util.Optional;

/** The stack that bootstrap makes. */
final class StackCheck {

    private static final String ID = "bootstrapStack";
    private static final String LABEL = "Bootstrap";

    private StackCheck() {}

    static Examination.Check<Optional<Stack>> of(Aws aws, String name, Examination examination) {
        return new Examination.Check<>(ID, LABEL, () -> {
            Optional<Stack> stack =
                    examination.trying("cloudformation:DescribeStacks", () -> new Stacks(aws).find(name));
            return Checked.of(finding(name, stack).with("stack", name), stack);
        });
    }

    private static Finding finding(String name, Optional<Stack> stack) {
        return stack.map(found -> status(found).with("status", found.status().name()))
                .orElseGet(() -> Finding.warning(ID, LABEL, "there is no stack " + name));
    }

    private static Finding status(Stack stack) {
        String text = "stack " + stack.name() + ", " + stack.status().name();
        if (stack.status().isStuck()) {
            return Finding.failed(
                    ID,
                    LABEL,
                    text + stack.statusReason().map(reason -> ": " + reason).orElse(""),
                    "Delete the stack, or bring it to rest in the CloudFormation console. Its bucket is kept.");
        }
        return stack.status().isInProgress()
                ? Finding.warning(ID, LABEL, text + ": wait until that has ended")
                : Finding.ok(ID, LABEL, text);
    }
}
