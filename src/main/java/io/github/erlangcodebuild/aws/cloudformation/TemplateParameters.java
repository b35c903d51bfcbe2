package io.github.erlangcodebuild.aws.cloudformation;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;

/**
 * The parameters that a template declares.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html">AWS
 *     CloudFormation, GetTemplateSummary</a>
 */
public final class TemplateParameters {

    private final Aws aws;

    public TemplateParameters(Aws aws) {
        this.aws = aws;
    }

    /**
     * Their keys.
     *
     * @param template the body of the template
     * @throws ActionableException when CloudFormation refuses the template, or this identity may not ask
     */
    public Set<String> of(String template) {
        try {
            return aws
                    .cloudFormation()
                    .getTemplateSummary(request -> request.templateBody(template))
                    .parameters()
                    .stream()
                    .map(ParameterDeclaration::parameterKey)
                    .collect(Collectors.toSet());
        } catch (SdkException e) {
            throw aws.failures().explain("read the template's parameters", "cloudformation:GetTemplateSummary", "*", e);
        }
    }
}
