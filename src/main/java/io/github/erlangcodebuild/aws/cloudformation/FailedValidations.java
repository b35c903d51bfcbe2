package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ForeignText;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.EventType;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;

/**
 * What CloudFormation found in a template before it changed anything: since November 2025 the reason of a failed change set only says
 * that there is something, and its events say what.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html">AWS CloudFormation,
 *     DescribeEvents</a>
 */
final class FailedValidations {

    private static final int SHOWN = 10;

    private FailedValidations() {}

    /**
     * What failed in a change set, a line each; none where CloudFormation does not tell, or may not be asked.
     *
     * @param changeSet its ARN
     */
    static List<String> of(StackClient stack, String changeSet) {
        try {
            return stack
                    .api()
                    .describeEventsPaginator(
                            request -> request.changeSetName(changeSet).filters(filters -> filters.failedEvents(true)))
                    .operationEvents()
                    .stream()
                    .flatMap(FailedValidations::line)
                    .distinct()
                    .limit(SHOWN)
                    .toList();
        } catch (SdkException e) {
            return List.of(); // they explain a failure, and must not replace it
        }
    }

    private static Stream<String> line(OperationEvent event) {
        @Nullable String said = said(event);
        if (said == null) {
            return Stream.empty();
        }
        String subject = event.logicalResourceId() == null
                ? ""
                : event.logicalResourceId()
                        + (event.resourceType() == null ? "" : " (" + event.resourceType() + ")")
                        + (event.validationPath() == null ? "" : ", " + event.validationPath())
                        + ": ";
        return Stream.of(ForeignText.line(subject + said));
    }

    private static @Nullable String said(OperationEvent event) {
        if (event.eventType() == EventType.VALIDATION_ERROR) {
            return event.validationStatusReason();
        }
        return event.eventType() == EventType.HOOK_INVOCATION_ERROR
                ? event.hookStatusReason()
                : event.resourceStatusReason();
    }
}
