package io.github.erlangcodebuild.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.registry.Denials.Denial;
import io.github.erlangcodebuild.registry.Operation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcrDenialsTest {

    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String ARN = "arn:aws:ecr:eu-west-1:123456789012:repository/ci/erlang";

    /** In ECR's words, as public issues have them. */
    private static final String WORDS =
            "User: arn:aws:sts::%s:assumed-role/ci/build is not authorized to perform: ecr:BatchGetImage"
                    + " on resource: " + ARN + " because no identity-based policy allows the ecr:BatchGetImage action";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private final IOException refused = new IOException("403");

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void whatEcrSaysNamesTheRightAndTheStatementThatIsMissing() {
        ActionableException explained = explained("DENIED " + WORDS.formatted("123456789012"));

        assertThat(explained.problem())
                .isEqualTo("Cannot look up tag 27.1 in X (ecr:BatchGetImage): access denied (DENIED: "
                        + WORDS.formatted("123456789012") + ").");
        assertThat(explained.remedy())
                .isEqualTo("This identity needs ecr:BatchGetImage on " + ARN + ". The statement that is missing:\n"
                        + "{\"Effect\":\"Allow\",\"Action\":\"ecr:BatchGetImage\",\"Resource\":\"" + ARN + "\"}");
        assertThat(explained.attachment())
                .hasValueSatisfying(policy -> assertThat(policy.text()).contains("ecr:PutImage", ARN));
        assertThat(explained).hasRootCause(refused);
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void aRepositoryOfAnotherAccountHasToAllowItToo() {
        ActionableException explained = explained("DENIED " + WORDS.formatted("999999999999"));

        assertThat(explained.remedy())
                .startsWith(
                        "The repository is of account 123456789012: its repository policy has to allow it there, too."
                                + " This identity needs ecr:BatchGetImage on ");
        assertThat(explained.attachment()).isPresent();
    }

    @Test
    void anExplicitDenialIsNobodysMissingStatement() {
        assertThat(explained("DENIED "
                                + WORDS.formatted("123456789012")
                                        .replace("no identity-based policy allows", "of an explicit deny in"))
                        .remedy())
                .contains("A policy denies it whatever else allows it")
                .doesNotContain("statement");
    }

    @ParameterizedTest
    @CsvSource({
        "READ_MANIFEST, ecr:BatchGetImage",
        "READ_BLOB, ecr:GetDownloadUrlForLayer",
        "FIND_BLOB, ecr:BatchCheckLayerAvailability",
        "SEND_BLOB, ecr:InitiateLayerUpload",
        "SET_MANIFEST, ecr:PutImage",
    })
    void withoutAWordTheRightIsThatOfTheRequest(Operation operation, String action) {
        ActionableException explained = explained(HOST, operation, "");

        assertThat(explained.problem()).endsWith(" (" + action + "): access denied (DENIED).");
        assertThat(explained.remedy()).contains("This identity needs " + action + " on " + ARN + ".");
    }

    @Test
    void ofOtherRegistriesNothingIsKnown() {
        assertThat(new EcrDenials(aws).explain(denial("registry.example.com", Operation.SEND_BLOB, "no")))
                .isEmpty();
    }

    private ActionableException explained(String words) {
        return explained(HOST, Operation.READ_MANIFEST, words);
    }

    private ActionableException explained(String registry, Operation operation, String words) {
        return new EcrDenials(aws).explain(denial(registry, operation, words)).orElseThrow();
    }

    private Denial denial(String registry, Operation operation, String words) {
        return new Denial(
                "look up tag 27.1 in X", ImageReference.of(registry, "ci/erlang", "27.1"), operation, words, refused);
    }
}
