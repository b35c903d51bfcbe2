package io.github.erlangcodebuild.aws.iam;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.AwsStandIn;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** IAM's part of {@link AwsStandIn}: it knows one principal, who may do everything but what a test takes away. */
public final class IamStandIn {

    private final AwsStandIn aws;

    /** By action: a whole {@code <member>} of {@code EvaluationResults}. */
    private final Map<String, String> results = new LinkedHashMap<>();

    private final String principal;

    /** @param principal the ARN of the role whose policies there are to simulate */
    public IamStandIn(AwsStandIn aws, String principal) {
        this.aws = aws;
        this.principal = principal;
        aws.stub(simulation("").atPriority(50).willReturn(AwsStandIn.stsError(404, "NoSuchEntity", "no such role")));
    }

    /** Allows all these actions. */
    public IamStandIn allows(Set<String> actions) {
        actions.forEach(action -> decides(action, "<EvalDecision>allowed</EvalDecision>"));
        return this;
    }

    /** The result of one action, as IAM writes it. */
    public IamStandIn decides(String action, String members) {
        results.put(action, "<member><EvalActionName>" + action + "</EvalActionName>" + members + "</member>");
        return this;
    }

    /** Begins to answer: with all results, whatever was asked for. */
    public void start() {
        aws.stub(simulation(URLEncoder.encode(principal, UTF_8))
                .atPriority(10)
                .willReturn(answer(results.values().stream(), "<IsTruncated>false</IsTruncated>")));
    }

    /** Begins to answer in two pages. */
    public void startInPages() {
        aws.stub(simulation(URLEncoder.encode(principal, UTF_8))
                .atPriority(10)
                .willReturn(answer(
                        results.values().stream().limit(1), "<IsTruncated>true</IsTruncated><Marker>next</Marker>")));
        aws.stub(simulation(URLEncoder.encode(principal, UTF_8))
                .withRequestBody(containing("Marker=next"))
                .atPriority(5)
                .willReturn(answer(results.values().stream().skip(1), "<IsTruncated>false</IsTruncated>")));
    }

    /** IAM says where the role is. */
    public void knowsTheRole() {
        aws.stub(post(urlEqualTo("/"))
                .withRequestBody(containing("Action=GetRole&"))
                .willReturn(
                        xml("<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role>"
                                + "<Arn>" + principal + "</Arn></Role></GetRoleResult></GetRoleResponse>")));
    }

    /** IAM denies everything. */
    public static void denies(AwsStandIn aws) {
        for (String action : new String[] {"SimulatePrincipalPolicy", "GetRole"}) {
            aws.stub(post(urlEqualTo("/"))
                    .withRequestBody(containing("Action=" + action + "&"))
                    .willReturn(AwsStandIn.stsError(403, "AccessDenied", "not authorized")));
        }
    }

    private static MappingBuilder simulation(String source) {
        return post(urlEqualTo("/"))
                .withRequestBody(containing("Action=SimulatePrincipalPolicy&"))
                .withRequestBody(containing("PolicySourceArn=" + source));
    }

    private static ResponseDefinitionBuilder answer(Stream<String> results, String end) {
        return xml("<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                + "<SimulatePrincipalPolicyResult><EvaluationResults>" + results.collect(Collectors.joining())
                + "</EvaluationResults>" + end + "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>");
    }

    private static ResponseDefinitionBuilder xml(String body) {
        return aResponse().withHeader("Content-Type", "text/xml").withBody(body);
    }
}
