package io.github.erlangcodebuild.maven;

import java.util.List;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;

/** Goals with few parameters. */
final class TestGoals {

    private TestGoals() {}

    /** {@code push} with {@code dryRun} and {@code repository}, {@code bootstrap} with {@code labels}, and {@code help}. */
    static GoalParameters parameters(String running) {
        return new GoalParameters(
                running,
                List.of(
                        goal("push", parameter("dryRun", "boolean"), parameter("repository", "java.lang.String")),
                        goal("bootstrap", parameter("labels", "java.util.Map")),
                        goal("help", parameter("detail", "boolean"))));
    }

    private static MojoDescriptor goal(String name, Parameter... parameters) {
        MojoDescriptor goal = new MojoDescriptor();
        goal.setGoal(name);
        for (Parameter parameter : parameters) {
            try {
                goal.addParameter(parameter);
            } catch (DuplicateParameterException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return goal;
    }

    private static Parameter parameter(String name, String type) {
        Parameter parameter = new Parameter();
        parameter.setName(name);
        parameter.setType(type);
        return parameter;
    }
}
