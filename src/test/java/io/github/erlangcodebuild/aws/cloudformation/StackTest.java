package io.github.erlangcodebuild.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

class StackTest {

    private static final String DELETION = "aws cloudformation delete-stack";

    @Test
    void itIsWhatCloudFormationDescribes() {
        var described = software.amazon.awssdk.services.cloudformation.model.Stack.builder()
                .stackName("x")
                .stackStatus("A_STATUS_OF_TOMORROW")
                .stackStatusReason("because")
                .parameters(
                        Parameter.builder()
                                .parameterKey("A")
                                .parameterValue("1")
                                .build(),
                        Parameter.builder()
                                .parameterKey("B")
                                .parameterValue("/path")
                                .resolvedValue("2")
                                .build(),
                        Parameter.builder()
                                .parameterKey("C")
                                .parameterValue("****")
                                .build())
                .outputs(Output.builder().outputKey("O").outputValue("o").build())
                .capabilitiesWithStrings("CAPABILITY_IAM")
                .roleARN("arn:role")
                .parentId("arn:parent")
                .build();

        Stack stack = Stack.of(described);

        assertThat(stack)
                .isEqualTo(new Stack(
                        "x",
                        new StackStatus("A_STATUS_OF_TOMORROW"),
                        Optional.of("because"),
                        List.of(
                                new Stack.Parameter("A", "1", false),
                                new Stack.Parameter("B", "/path", true),
                                new Stack.Parameter("C", "****", false)),
                        Map.of("O", "o"),
                        List.of("CAPABILITY_IAM"),
                        Optional.of("arn:role"),
                        Optional.of("arn:parent")));
        assertThat(stack.parameters().stream().map(Stack.Parameter::isHidden)).containsExactly(false, false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "TOMORROWS"
            })
    void whatIsAtRestCanBeChanged(String status) {
        assertThatNoException().isThrownBy(() -> stack(status).requireChangeable(DELETION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "DELETE_IN_PROGRESS"})
    void whatIsBeingChangedIsToBeWaitedFor(String status) {
        assertThatThrownBy(() -> stack(status).requireChangeable(DELETION))
                .hasMessage("The stack x is being changed already (" + status + ").\n"
                        + "Wait until that has ended, and run it again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"})
    void whatWasNeverCreatedIsToBeDeleted(String status) {
        assertThatThrownBy(() -> stack(status, "No room.").requireChangeable(DELETION))
                .hasMessage("The stack x is " + status + " after an earlier failure, and cannot be changed: No room.\n"
                        + "Its creation failed: delete it with " + DELETION + ", and run this again.");
        assertThatThrownBy(() -> stack(status).requireSuccess(Optional.of("R (T): no"), DELETION))
                .hasMessage("Changing the stack x failed, and it is " + status + " now: R (T): no.\n"
                        + "Correct that, delete the stack with " + DELETION + ", and run this again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED"})
    void whatIsStuckIsToBeBroughtToRest(String status) {
        assertThatThrownBy(() -> stack(status).requireChangeable(DELETION))
                .hasMessage(
                        "The stack x is " + status + " after an earlier failure, and cannot be changed.\n"
                                + "In the CloudFormation console, continue its rollback until its state ends in _COMPLETE. Then run this again.");
        assertThatThrownBy(() -> stack(status).requireSuccess(Optional.empty(), DELETION))
                .hasMessage("Changing the stack x failed, and it is " + status + " now: CloudFormation named no"
                        + " resource.\n"
                        + "Correct that, bring the stack to rest in the CloudFormation console, and run this again.");
    }

    @Test
    void whatWasRolledBackIsAsItWas() {
        assertThatThrownBy(() ->
                        stack("UPDATE_ROLLBACK_COMPLETE", " No room.. ").requireSuccess(Optional.empty(), DELETION))
                .hasMessage("Changing the stack x failed, and it is UPDATE_ROLLBACK_COMPLETE now: CloudFormation named"
                        + " no resource: No room.\n"
                        + "Correct that, and run this again; the stack is as it was before.");
    }

    @Test
    void aMissingRightIsThatOfTheStacksRoleOrElseOfTheCaller() {
        Optional<String> denied = Optional.of("Project (AWS::CodeBuild::Project): User: arn:x is not authorized to"
                + " perform: codebuild:UpdateProject on resource: arn:y");

        assertThatThrownBy(() -> stackOf(Optional.of("arn:role")).requireSuccess(denied, DELETION))
                .hasMessageEndingWith(
                        "\nAllow that to the stack's service role, arn:role, and run this again; the stack is"
                                + " as it was before.");
        assertThatThrownBy(() -> stackOf(Optional.empty()).requireSuccess(denied, DELETION))
                .hasMessageEndingWith(
                        "\nAllow that to this identity, as CloudFormation changes a stack that has no service"
                                + " role with the caller's rights, and run this again; the stack is as it was before.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE_COMPLETE", "UPDATE_COMPLETE"})
    void whatIsCompleteSucceeded(String status) {
        assertThatNoException().isThrownBy(() -> stack(status).requireSuccess(Optional.of("R (T)"), DELETION));
    }

    private static Stack stack(String status) {
        return stack(status, " ");
    }

    private static Stack stack(String status, String reason) {
        return stack(status, reason, Optional.empty());
    }

    private static Stack stackOf(Optional<String> role) {
        return stack("UPDATE_ROLLBACK_COMPLETE", " ", role);
    }

    private static Stack stack(String status, String reason, Optional<String> role) {
        return new Stack(
                "x",
                new StackStatus(status),
                Optional.of(reason),
                List.of(),
                Map.of(),
                List.of(),
                role,
                Optional.empty());
    }
}
