package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Output;

/**
 * A CloudFormation stack as it is now.
 *
 * @param name its name
 * @param status its status
 * @param statusReason why it has that status; empty where CloudFormation does not say
 * @param parameters its parameters, in CloudFormation's order
 * @param outputs the values of its outputs, by key
 * @param capabilities what it was allowed when it was last changed: {@code CAPABILITY_IAM}
 * @param role the ARN of its service role, with whose rights CloudFormation changes it; empty when those are the caller's
 * @param parent the ARN of the stack that it is nested in
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html">AWS CloudFormation,
 *     Stack</a>
 */
public record Stack(
        String name,
        StackStatus status,
        Optional<String> statusReason,
        List<Parameter> parameters,
        Map<String, String> outputs,
        List<String> capabilities,
        Optional<String> role,
        Optional<String> parent) {

    public Stack {
        parameters = List.copyOf(parameters);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        capabilities = List.copyOf(capabilities);
    }

    /**
     * A parameter of a stack.
     *
     * @param name its key
     * @param value its value
     * @param ofSystemsManager whether the value is the name of a parameter of Systems Manager, whose value the stack uses
     */
    public record Parameter(String name, String value, boolean ofSystemsManager) {

        /** Whether CloudFormation does not show the value ({@code NoEcho}). */
        public boolean isHidden() {
            return value.equals("****");
        }
    }

    static Stack of(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Output output : stack.outputs()) {
            outputs.put(output.outputKey(), output.outputValue());
        }
        return new Stack(
                stack.stackName(),
                new StackStatus(stack.stackStatusAsString()),
                Optional.ofNullable(stack.stackStatusReason()).map(ForeignText::line),
                stack.parameters().stream().map(Stack::parameter).toList(),
                outputs,
                stack.capabilitiesAsStrings(),
                Optional.ofNullable(stack.roleARN()),
                Optional.ofNullable(stack.parentId()));
    }

    private static Parameter parameter(software.amazon.awssdk.services.cloudformation.model.Parameter parameter) {
        return new Parameter(
                parameter.parameterKey(),
                Optional.ofNullable(parameter.parameterValue()).orElse(""),
                parameter.resolvedValue() != null);
    }

    /**
     * Makes sure that the stack can be changed now.
     *
     * @param deletion the command that deletes the stack
     * @throws ActionableException when its status does not allow it
     */
    void requireChangeable(String deletion) {
        if (status.isInProgress()) {
            throw new ActionableException(
                    "The stack " + name + " is being changed already (" + status.name() + ").",
                    "Wait until that has ended, and run it again.");
        }
        if (status.isStuck()) {
            throw new ActionableException(
                    "The stack " + name + " is " + status.name() + " after an earlier failure, and cannot be changed"
                            + because(statusReason) + ".",
                    status.wasNeverCreated()
                            ? "Its creation failed: delete it with " + deletion + ", and run this again."
                            : "In the CloudFormation console, continue its rollback until its state ends in _COMPLETE. Then run this again.");
        }
    }

    /**
     * Makes sure that the change of the stack, which has ended, succeeded.
     *
     * @param firstFailure the resource that failed first, and why; empty when none is known
     * @param deletion the command that deletes the stack
     * @throws ActionableException when it failed
     */
    void requireSuccess(Optional<String> firstFailure, String deletion) {
        if (status.isSuccess()) {
            return;
        }
        throw new ActionableException(
                "Changing the stack " + name + " failed, and it is " + status.name() + " now: "
                        + firstFailure.orElseGet(() -> "CloudFormation named no resource" + because(statusReason))
                        + ".",
                correction(firstFailure)
                        + (status.wasNeverCreated()
                                ? ", delete the stack with " + deletion + ", and run this again."
                                : status.isRolledBack()
                                        ? ", and run this again; the stack is as it was before."
                                        : ", bring the stack to rest in the CloudFormation console, and run this again."));
    }

    /** Whose rights do not suffice is not in CloudFormation's reason: it names a session of its own. */
    private String correction(Optional<String> failure) {
        return failure.filter(reason -> reason.contains("not authorized to perform"))
                .map(reason -> "Allow that to "
                        + role.map(arn -> "the stack's service role, " + arn)
                                .orElse("this identity, as CloudFormation changes a stack that has no service role with"
                                        + " the caller's rights"))
                .orElse("Correct that");
    }

    /** A reason that CloudFormation gives, to be read on from a sentence that has no full stop yet. */
    static String because(Optional<String> reason) {
        return reason.filter(words -> !words.isBlank())
                .map(words -> ": " + ForeignText.line(words.trim()).replaceAll("\\.+$", ""))
                .orElse("");
    }
}
