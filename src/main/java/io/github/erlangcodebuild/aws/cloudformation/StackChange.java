package io.github.erlangcodebuild.aws.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * What is to become of a stack. What it does not name (notifications, role, rollback triggers) stays as it is.
 *
 * @param template the body of the template; empty for the one that the stack has
 * @param parameters all parameters that do not get their default
 * @param capabilities what the template may do: {@code CAPABILITY_IAM}
 * @param tags the tags of the stack; none to leave its own
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">AWS
 *     CloudFormation, CreateChangeSet</a>
 */
public record StackChange(
        Optional<String> template, List<Parameter> parameters, List<String> capabilities, Map<String, String> tags) {

    public StackChange {
        parameters = List.copyOf(parameters);
        capabilities = List.copyOf(capabilities);
        tags = Map.copyOf(tags);
    }

    /**
     * What becomes of a parameter.
     *
     * @param name its key
     * @param value its new value; empty when it keeps its own
     */
    public record Parameter(String name, Optional<String> value) {

        /** A parameter that gets a value. */
        public static Parameter set(String name, String value) {
            return new Parameter(name, Optional.of(value));
        }

        /** A parameter that keeps the value that it has. */
        public static Parameter kept(String name) {
            return new Parameter(name, Optional.empty());
        }

        private software.amazon.awssdk.services.cloudformation.model.Parameter request() {
            var request = software.amazon.awssdk.services.cloudformation.model.Parameter.builder()
                    .parameterKey(name);
            value.ifPresentOrElse(request::parameterValue, () -> request.usePreviousValue(true));
            return request.build();
        }
    }

    /** The request for a change set, but for its name, its type, its token and the name of the stack. */
    CreateChangeSetRequest.Builder request() {
        CreateChangeSetRequest.Builder request = CreateChangeSetRequest.builder()
                .parameters(parameters.stream().map(Parameter::request).toList());
        template.ifPresentOrElse(request::templateBody, () -> request.usePreviousTemplate(true));
        // an empty list would be sent, and mean that the stack is to have none
        if (!capabilities.isEmpty()) {
            request.capabilitiesWithStrings(capabilities);
        }
        if (!tags.isEmpty()) {
            request.tags(tags.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList());
        }
        return request;
    }
}
