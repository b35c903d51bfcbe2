package io.github.erlangcodebuild.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PolicySimulatorTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/build";
    private static final Right PUT = right("ecr:PutImage");
    private static final Right GET = right("ecr:BatchGetImage");

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @BeforeEach
    void knowTheCaller() {
        standIn.knowsTheCaller();
    }

    @Test
    void theRoleOfASessionIsAskedForOnItsResourceOnce() {
        new IamStandIn(standIn, ROLE)
                .allows(Set.of("ecr:PutImage", "ecr:BatchGetImage"))
                .start();

        assertThat(decisions(PUT, GET)).containsEntry(PUT, Decision.ALLOWED).containsEntry(GET, Decision.ALLOWED);
        assertThat(simulations()).hasSize(2); // whether the role is there, and its rights
        assertThat(simulations().get(1))
                .contains("ActionNames.member.1=ecr%3APutImage")
                .contains("ActionNames.member.2=ecr%3ABatchGetImage")
                .contains("ResourceArns.member.1=arn%3Aaws%3Aecr")
                .contains("aws%3ARequestedRegion");
    }

    @Test
    void whatTheConditionOfAPolicyAsksForIsSent() {
        new IamStandIn(standIn, ROLE).allows(Set.of("iam:PassRole")).start();
        Right pass = new Right("iam:PassRole", ROLE, Map.of("iam:PassedToService", "codebuild.amazonaws.com"));

        assertThat(decisions(pass)).containsEntry(pass, Decision.ALLOWED);
        assertThat(simulations().get(1)).contains("iam%3APassedToService").contains("codebuild.amazonaws.com");
    }

    @Test
    void everyPageIsRead() {
        new IamStandIn(standIn, ROLE)
                .decides("ecr:PutImage", "<EvalDecision>allowed</EvalDecision>")
                .decides("ecr:BatchGetImage", "<EvalDecision>implicitDeny</EvalDecision>")
                .startInPages();

        assertThat(decisions(PUT, GET))
                .containsEntry(PUT, Decision.ALLOWED)
                .containsEntry(GET, new Decision(Decision.Verdict.DENIED, ""));
    }

    @Test
    void whoDeniesItIsSaid() {
        new IamStandIn(standIn, ROLE)
                .decides("ecr:PutImage", "<EvalDecision>explicitDeny</EvalDecision>")
                .decides(
                        "ecr:BatchGetImage",
                        "<EvalDecision>implicitDeny</EvalDecision><OrganizationsDecisionDetail>"
                                + "<AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>")
                .start();

        assertThat(decisions(PUT, GET))
                .containsEntry(PUT, new Decision(Decision.Verdict.DENIED, "by an explicit deny"))
                .containsEntry(GET, new Decision(Decision.Verdict.DENIED, "by a policy of the organization"));
    }

    @Test
    void aConditionOnWhatIsNotKnownIsNoDenial() {
        new IamStandIn(standIn, ROLE)
                .decides(
                        "ecr:PutImage",
                        "<EvalDecision>implicitDeny</EvalDecision><ResourceSpecificResults><member>"
                                + "<EvalResourceName>x</EvalResourceName>"
                                + "<EvalResourceDecision>implicitDeny</EvalResourceDecision><MissingContextValues>"
                                + "<member>aws:SourceVpc</member></MissingContextValues></member>"
                                + "</ResourceSpecificResults>")
                .start();

        assertThat(decisions(PUT))
                .containsEntry(PUT, new Decision(Decision.Verdict.UNDECIDED, "depends on aws:SourceVpc"));
    }

    @Test
    void aRoleWithAPathIsFoundByItsName() {
        IamStandIn iam = new IamStandIn(standIn, "arn:aws:iam::123456789012:role/teams/ci/build");
        iam.allows(Set.of("ecr:PutImage")).start();
        iam.knowsTheRole();

        assertThat(decisions(PUT)).containsEntry(PUT, Decision.ALLOWED);
    }

    @Test
    void whereIamIsDeniedTheRightToAskIsNamed() {
        IamStandIn.denies(standIn);

        assertThat(simulate(PUT))
                .isInstanceOfSatisfying(Simulation.Impossible.class, impossible -> assertThat(impossible.remedy())
                        .isEqualTo("To have rights checked, allow iam:SimulatePrincipalPolicy and iam:GetRole on "
                                + ROLE + "."));
    }

    private Map<Right, Decision> decisions(Right... rights) {
        return ((Simulation.Decided) simulate(rights)).decisions();
    }

    private static Simulation simulate(Right... rights) {
        try (Aws aws = AwsStandIn.awsFor(IamPolicy.DOCTOR)) {
            return new PolicySimulator(aws).simulate(List.of(rights));
        }
    }

    private List<String> simulations() {
        return standIn.requests().stream()
                .map(LoggedRequest::getBodyAsString)
                .filter(body -> body.contains("Action=SimulatePrincipalPolicy&"))
                .toList();
    }

    private static Right right(String action) {
        return new Right(action, "arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild", Map.of());
    }
}
