package io.github.erlangcodebuild.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A statement of an IAM policy, as far as the policies here have them: it allows actions on resources.
 *
 * @param json the whole of it
 */
public record IamStatement(JsonNode json) {

    /** The statements of a policy document. */
    public static List<IamStatement> of(String policy) {
        try {
            return of(new ObjectMapper().readTree(policy));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statements of a policy document; those within a template's {@code If}, too, where only its arguments are left. */
    public static List<IamStatement> of(JsonNode policy) {
        List<IamStatement> statements = new ArrayList<>();
        policy.at("/Statement")
                .forEach(statement ->
                        statements.add(new IamStatement(statement.isArray() ? statement.get(1) : statement)));
        return statements;
    }

    /** All actions that these statements allow, sorted. */
    public static Set<String> actions(List<IamStatement> statements) {
        return statements.stream().flatMap(IamStatement::actions).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its name. */
    public String sid() {
        return json.at("/Sid").asText();
    }

    /** The actions that it allows. */
    public Stream<String> actions() {
        return texts(json.at("/Action"));
    }

    /** The patterns of ARNs that it allows them on. */
    public Stream<String> resources() {
        return texts(json.at("/Resource"));
    }

    /** Whether it allows one of these actions. */
    public boolean allows(String... actions) {
        return actions().anyMatch(Set.of(actions)::contains);
    }

    /** Whether it is about a resource: as in IAM, an asterisk stands for any text, slashes and colons included. */
    public boolean isAbout(String arn) {
        return resources()
                .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                .anyMatch(arn::matches);
    }

    private static Stream<String> texts(JsonNode value) {
        return value.isTextual()
                ? Stream.of(value.asText())
                : StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText);
    }
}
