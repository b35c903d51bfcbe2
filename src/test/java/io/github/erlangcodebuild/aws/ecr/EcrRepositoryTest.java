package io.github.erlangcodebuild.aws.ecr;

import static io.github.erlangcodebuild.aws.AwsStandIn.ecrError;
import static io.github.erlangcodebuild.aws.AwsStandIn.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.push.TagPolicy;
import io.github.erlangcodebuild.testing.Attached;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

class EcrRepositoryTest {

    private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String NONE =
            "There is no repository erlang-codebuild in " + HOST + ", and createRepository is false";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aMissingRepositoryIsCreatedAsTheUserWantsIt() {
        missing();
        standIn.ecr("CreateRepository", json("{\"repository\":" + description("MUTABLE", "") + "}"));
        standIn.ecr("PutLifecyclePolicy", json("{}"));

        TagPolicy policy = repository(settings().build()).prepare();

        assertThat(standIn.ecrCalls())
                .containsExactly("DescribeRepositories", "CreateRepository", "PutLifecyclePolicy");
        JsonNode created = sent("CreateRepository");
        assertThat(created.at("/repositoryName").asText()).isEqualTo("erlang-codebuild");
        assertThat(created.at("/registryId").asText()).isEqualTo("123456789012");
        assertThat(created.at("/imageScanningConfiguration/scanOnPush").asBoolean())
                .isTrue();
        assertThat(created.at("/imageTagMutability").asText()).isEqualTo("MUTABLE");
        assertThat(created.at("/tags/0/Key").asText()).isEqualTo("Purpose");
        assertThat(created.at("/tags/0/Value").asText()).isEqualTo("codebuild-base-image");
        assertThat(created.has("encryptionConfiguration")).isFalse();
        assertThat(created.has("imageTagMutabilityExclusionFilters")).isFalse();
        assertThat(policy.mayMove("27.1")).isTrue();
        assertThat(log).anyMatch(line -> line.equals("Created the repository erlang-codebuild in " + HOST));
    }

    @Test
    void aNewRepositoryKeepsThreeImages() throws Exception {
        missing();
        standIn.ecr("CreateRepository", json("{\"repository\":" + description("MUTABLE", "") + "}"));
        standIn.ecr("PutLifecyclePolicy", json("{}"));

        repository(settings().build()).prepare();

        JsonNode rule = JSON.readTree(
                        sent("PutLifecyclePolicy").at("/lifecyclePolicyText").asText())
                .at("/rules/0");
        assertThat(rule.at("/selection/countType").asText()).isEqualTo("imageCountMoreThan");
        assertThat(rule.at("/selection/countNumber").asInt()).isEqualTo(3);
        assertThat(rule.at("/selection/tagStatus").asText()).isEqualTo("any");
        assertThat(rule.at("/action/type").asText()).isEqualTo("expire");
    }

    @Test
    void aDryRunSaysWhatWouldBeMadeAndMakesNothing() {
        missing();
        EcrRepository repository = repository(settings().build());

        repository.look();

        assertThat(repository.plan())
                .containsExactly(
                        "the repository erlang-codebuild would be created in " + HOST
                                + ", with scan on push, resource tags Purpose=codebuild-base-image",
                        "its lifecycle policy would keep the 3 images pushed last, all OTP versions counted; older ones"
                                + " expire");
        assertThat(standIn.ecrCalls()).containsExactly("DescribeRepositories");
    }

    @Test
    void aDryRunSaysHowTheRepositoryWouldDiffer() {
        missing();
        EcrRepository repository = repository(settings()
                .kmsKey("alias/images")
                .mutability(ImageTagMutability.IMMUTABLE)
                .keepImages(1)
                .build());

        repository.look();

        assertThat(repository.plan())
                .anyMatch(line -> line.contains(", tags IMMUTABLE, encrypted with alias/images"))
                .anyMatch(line -> line.startsWith("its lifecycle policy would keep the image pushed last,"));
    }

    @Test
    void aDryRunSaysThatALifecyclePolicyWouldBeReplaced() {
        standIn.ecr("DescribeRepositories", json("{\"repositories\":[" + description("MUTABLE", "") + "]}"));
        standIn.ecr("GetLifecyclePolicy", json("{\"lifecyclePolicyText\":\"{\\\"rules\\\":[]}\"}"));
        EcrRepository unchanged = repository(settings().build());
        EcrRepository replaced = repository(settings().keepImages(12).build());

        unchanged.look();
        replaced.look();

        assertThat(unchanged.plan()).isEmpty();
        assertThat(replaced.plan())
                .containsExactly("the lifecycle policy of erlang-codebuild would be replaced, and keep the 12 images"
                        + " pushed last, all OTP versions counted; older ones expire");
        assertThat(standIn.ecrCalls())
                .containsExactly("DescribeRepositories", "DescribeRepositories", "GetLifecyclePolicy");
    }

    @Test
    void aKeyAndImmutableTagsAreAskedForWithLatestExcluded() {
        missing();
        standIn.ecr(
                "CreateRepository",
                json("{\"repository\":"
                        + description("IMMUTABLE_WITH_EXCLUSION", "{\"filterType\":\"WILDCARD\",\"filter\":\"latest\"}")
                        + "}"));
        standIn.ecr("PutLifecyclePolicy", json("{}"));

        TagPolicy policy = repository(settings()
                        .kmsKey("alias/images")
                        .mutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                        .build())
                .prepare();

        JsonNode created = sent("CreateRepository");
        assertThat(created.at("/encryptionConfiguration/encryptionType").asText())
                .isEqualTo("KMS");
        assertThat(created.at("/encryptionConfiguration/kmsKey").asText()).isEqualTo("alias/images");
        assertThat(created.at("/imageTagMutability").asText()).isEqualTo("IMMUTABLE_WITH_EXCLUSION");
        assertThat(created.at("/imageTagMutabilityExclusionFilters/0/filterType")
                        .asText())
                .isEqualTo("WILDCARD");
        assertThat(created.at("/imageTagMutabilityExclusionFilters/0/filter").asText())
                .isEqualTo("latest");
        assertThat(policy.mayMove("latest")).isTrue();
        assertThat(policy.mayMove("27.1")).isFalse();
    }

    @Test
    void aRepositoryThatSomebodyElseCreatesMeanwhileIsTakenAsItIs() {
        String isThere = "{\"repositories\":[" + description("IMMUTABLE", "") + "]}";
        standIn.stub(AwsStandIn.ecrCall("DescribeRepositories")
                .inScenario("race")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("created")
                .willReturn(ecrError("RepositoryNotFoundException", "no such repository")));
        standIn.stub(AwsStandIn.ecrCall("DescribeRepositories")
                .inScenario("race")
                .whenScenarioStateIs("created")
                .willReturn(json(isThere)));
        standIn.ecr(
                "CreateRepository",
                ecrError(
                        "RepositoryAlreadyExistsException",
                        "The repository with name 'erlang-codebuild' already exists in the registry"));

        TagPolicy policy = repository(settings().build()).prepare();

        assertThat(policy.mayMove("27.1")).isFalse();
        assertThat(standIn.ecrCalls())
                .containsExactly("DescribeRepositories", "CreateRepository", "DescribeRepositories");
        assertThat(log).isEmpty();
    }

    @Test
    void aRepositoryThatIsThereIsNotTouched() {
        present("MUTABLE", "");

        repository(settings().kmsKey("alias/images").build()).prepare();

        assertThat(standIn.ecrCalls()).containsExactly("DescribeRepositories");
    }

    @Test
    void keepImagesReplacesAnotherPolicy() {
        present("MUTABLE", "");
        standIn.ecr("GetLifecyclePolicy", json("{\"lifecyclePolicyText\":\"{\\\"rules\\\":[]}\"}"));
        standIn.ecr("PutLifecyclePolicy", json("{}"));

        repository(settings().keepImages(7).build()).prepare();

        assertThat(sent("PutLifecyclePolicy").at("/lifecyclePolicyText").asText())
                .contains("\"countNumber\":7");
    }

    @Test
    void keepImagesSetsAPolicyWhereThereIsNone() {
        present("MUTABLE", "");
        standIn.ecr(
                "GetLifecyclePolicy", ecrError("LifecyclePolicyNotFoundException", "Lifecycle policy does not exist"));
        standIn.ecr("PutLifecyclePolicy", json("{}"));

        repository(settings().keepImages(7).build()).prepare();

        assertThat(standIn.ecrCalls()).endsWith("GetLifecyclePolicy", "PutLifecyclePolicy");
    }

    @Test
    void keepImagesLeavesAPolicyThatSaysTheSame() throws Exception {
        present("MUTABLE", "");
        String sameButSpaced = JSON.readTree(LifecyclePolicy.keeping(7)).toPrettyString();
        standIn.ecr(
                "GetLifecyclePolicy",
                json(JSON.createObjectNode()
                        .put("lifecyclePolicyText", sameButSpaced)
                        .toString()));

        repository(settings().keepImages(7).build()).prepare();

        assertThat(standIn.ecrCalls()).containsExactly("DescribeRepositories", "GetLifecyclePolicy");
    }

    @Test
    void lookingChangesNothing() {
        missing();

        assertThat(repository(settings().keepImages(7).build()).look().mayMove("27.1"))
                .isTrue();

        assertThat(standIn.ecrCalls()).containsExactly("DescribeRepositories");
    }

    @Test
    void aMissingRepositoryThatMustNotBeCreatedIsLeftToEcr() {
        missing();
        EcrRepository repository =
                repository(settings().create(false).keepImages(7).build());

        assertThat(repository.look().mayMove("27.1")).isTrue();
        assertThat(repository.plan())
                .containsExactly(NONE + ": the push would fail, unless a repository creation template of ECR makes it");
        assertThat(repository.prepare().mayMove("27.1")).isTrue();
        assertThat(log)
                .containsExactly(NONE + ". ECR may create it as the image comes, by a repository creation template");
        assertThat(standIn.ecrCalls()).containsOnly("DescribeRepositories");
    }

    @Test
    void whenEcrDoesNotCreateItTheFailureSaysSo() {
        missing();
        ActionableException refused = new ActionableException("HOST has no such repository (HTTP 404).", "Check.");

        assertThat(repository(settings().create(false).build()).explain(refused))
                .hasMessage(NONE
                        + ", and ECR did not create it: HOST has no such repository (HTTP 404).\nCreate it, let push do"
                        + " it with -Derlang-codebuild.createRepository=true, or make a repository creation template for"
                        + " CREATE_ON_PUSH.");
        assertThat(repository(settings().build()).explain(refused)).isSameAs(refused);
    }

    @Test
    void whenEcrHasCreatedItAFailureIsWhatItIs() {
        present("MUTABLE", "");
        ActionableException broken = new ActionableException("The connection broke.", "Run it again.");

        assertThat(repository(settings().create(false).build()).explain(broken)).isSameAs(broken);
    }

    @Test
    void theRepositorysRuleSaysWhichTagsMayMove() {
        present("IMMUTABLE", "");
        TagPolicy immutable = repository(settings().build()).look();
        present("IMMUTABLE_WITH_EXCLUSION", "{\"filterType\":\"WILDCARD\",\"filter\":\"*.latest\"}");
        TagPolicy immutableBut = repository(settings().build()).look();
        present("MUTABLE_WITH_EXCLUSION", "{\"filterType\":\"WILDCARD\",\"filter\":\"27.*-*\"}");
        TagPolicy mutableBut = repository(settings().build()).look();

        assertThat(immutable.mayMove("27.1")).isFalse();
        assertThat(immutableBut.mayMove("27.latest")).isTrue();
        assertThat(immutableBut.mayMove("27-latest")).isFalse();
        assertThat(mutableBut.mayMove("27.1")).isTrue();
        assertThat(mutableBut.mayMove("27.1-20261123")).isFalse();
    }

    @Test
    void aRepositoryInAnotherAccountAndRegionIsAskedForThere() {
        present("MUTABLE", "");

        EcrRepository.of(
                        aws,
                        "999999999999.dkr.ecr.eu-west-1.amazonaws.com",
                        "erlang-codebuild",
                        settings().build(),
                        () -> false,
                        log::add)
                .prepare();

        assertThat(sent("DescribeRepositories").at("/registryId").asText()).isEqualTo("999999999999");
        assertThat(standIn.requests().get(0).getHeader("Authorization")).contains("/eu-west-1/ecr/");
    }

    @Test
    void aDeniedCallNamesActionAndRepositoryAndShowsThePolicyForIt() {
        missing();
        standIn.ecr("CreateRepository", ecrError("AccessDeniedException", ""));

        assertThatThrownBy(() -> repository(settings().build()).prepare())
                .hasMessageStartingWith("Cannot create the repository erlang-codebuild (ecr:CreateRepository): access"
                        + " denied (AccessDeniedException).\n"
                        + "This identity needs ecr:CreateRepository on"
                        + " arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild. The statement that is"
                        + " missing:\n{\"Effect\":\"Allow\",\"Action\":\"ecr:CreateRepository\",\"Resource\":"
                        + "\"arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild\"}")
                .satisfies(Attached.as(
                        "All that push needs",
                        "\"Resource\": \"arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild\""));
    }

    @Test
    void aPolicyThatIsDeniedLeavesARepositoryOfWhichIsSaidThatItHasNone() {
        missing();
        standIn.ecr("CreateRepository", json("{\"repository\":" + description("MUTABLE", "") + "}"));
        standIn.ecr("PutLifecyclePolicy", ecrError("AccessDeniedException", ""));

        assertThatThrownBy(() -> repository(settings().build()).prepare())
                .hasMessageStartingWith("Cannot set the lifecycle policy of erlang-codebuild (ecr:PutLifecyclePolicy):"
                        + " access denied (AccessDeniedException). The repository was created without one and keeps"
                        + " every image, until a push with -Derlang-codebuild.keepImages=")
                .hasMessageContaining("This identity needs ecr:PutLifecyclePolicy on")
                .satisfies(Attached.as("All that push needs"));
    }

    @Test
    void anotherActionThatIamNamesIsTheOneThatIsMissing() {
        missing();
        standIn.ecr(
                "CreateRepository",
                ecrError(
                        "AccessDeniedException",
                        "User: arn:aws:sts::123456789012:assumed-role/build/x is not authorized to perform:"
                                + " ecr:TagResource on resource:"
                                + " arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild because no"
                                + " identity-based policy allows the ecr:TagResource action"));

        assertThatThrownBy(() -> repository(settings().build()).prepare())
                .hasMessageContaining("This identity needs ecr:TagResource on"
                        + " arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild.");
    }

    @Test
    void aKeyThatMayNotBeUsedIsNamedAsTheCause() {
        missing();
        standIn.ecr("CreateRepository", ecrError("KmsException", "AccessDeniedException: not authorized"));

        assertThatThrownBy(() ->
                        repository(settings().kmsKey("alias/images").build()).prepare())
                .hasMessageContaining("the KMS key refused it (KmsException")
                .hasMessageContaining("kms:CreateGrant");
    }

    private void missing() {
        standIn.ecr(
                "DescribeRepositories",
                ecrError(
                        "RepositoryNotFoundException",
                        "The repository with name 'erlang-codebuild' does not exist in the registry with id"
                                + " '123456789012'"));
    }

    private void present(String mutability, String filter) {
        standIn.ecr("DescribeRepositories", json("{\"repositories\":[" + description(mutability, filter) + "]}"));
    }

    private static String description(String mutability, String filter) {
        return """
                {"repositoryArn":"arn:aws:ecr:us-east-1:123456789012:repository/erlang-codebuild",
                 "registryId":"123456789012","repositoryName":"erlang-codebuild",
                 "repositoryUri":"123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild",
                 "createdAt":1.7E9,"imageTagMutability":"%s","imageTagMutabilityExclusionFilters":[%s],
                 "imageScanningConfiguration":{"scanOnPush":true},
                 "encryptionConfiguration":{"encryptionType":"AES256"}}
                """.formatted(mutability, filter);
    }

    private JsonNode sent(String operation) {
        return standIn.ecrRequests(operation).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.us-east-1.amazonaws.com, true",
        "123456789012.dkr-ecr.us-east-1.on.aws, true",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, true",
        "123456789012.dkr-ecr.eu-west-1.on.aws, false",
        "999999999999.dkr-ecr.us-east-1.on.aws, false",
        "registry.example.com, false",
    })
    void theOtherNamesOfItsRegistryAreKnown(String host, boolean same) {
        assertThat(repository(settings().build()).isAlso(host)).isEqualTo(same);
    }

    @Test
    void withoutAwsCredentialsTheyAreAskedFor() {
        standIn.withoutCredentials();

        assertThatThrownBy(() -> repository(settings().build()).look())
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("They are needed to look for the repository erlang-codebuild.");
    }

    @Test
    void withoutAwsCredentialsALoginAtTheRegistryWillDo() {
        standIn.withoutCredentials();
        EcrRepository repository =
                EcrRepository.of(aws, HOST, "erlang-codebuild", settings().build(), () -> true, log::add);

        assertThat(repository.look().mayMove("27.1")).isTrue();
        assertThat(repository.plan()).isEmpty();
        assertThat(repository.prepare().mayMove("27.1")).isTrue();
        ActionableException failure = new ActionableException("no.", "yes.");
        assertThat(repository.explain(failure)).isSameAs(failure);

        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("There are no AWS credentials: ")
                .endsWith(" There is a login at " + HOST
                        + ", which will do: the repository erlang-codebuild is taken as it is");
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void aProfileThatDoesNotWorkIsNoReasonToGoOnAsSomebodyElse() throws Exception {
        standIn.withoutCredentials();
        standIn.config("[profile dev]\nregion = us-east-1\n");
        try (Aws profile = AwsStandIn.awsOf("prdo")) {
            EcrRepository repository = EcrRepository.of(
                    profile, HOST, "erlang-codebuild", settings().build(), () -> true, log::add);

            assertThatThrownBy(repository::look).hasMessageContaining("there is no profile 'prdo'");
        }
        assertThat(log).isEmpty();
    }

    @Test
    void whatIsNotAppliedWithoutAwsCredentialsIsNamed() {
        standIn.withoutCredentials();
        EcrRepository.of(aws, HOST, "erlang-codebuild", settings().keepImages(5).build(), () -> true, log::add)
                .look();

        assertThat(log).singleElement().asString().endsWith(" is taken as it is, without regard to keepImages");
    }

    private EcrRepository repository(RepositorySettings settings) {
        return EcrRepository.of(aws, HOST, "erlang-codebuild", settings, () -> false, log::add);
    }

    private static Settings settings() {
        return new Settings();
    }

    /** Settings as they are by default, until a test says otherwise. */
    private static final class Settings {

        private boolean create = true;
        private Optional<String> kmsKey = Optional.empty();
        private ImageTagMutability mutability = ImageTagMutability.MUTABLE;
        private Optional<Integer> keepImages = Optional.empty();

        Settings create(boolean value) {
            create = value;
            return this;
        }

        Settings kmsKey(String value) {
            kmsKey = Optional.of(value);
            return this;
        }

        Settings mutability(ImageTagMutability value) {
            mutability = value;
            return this;
        }

        Settings keepImages(int value) {
            keepImages = Optional.of(value);
            return this;
        }

        RepositorySettings build() {
            return new RepositorySettings(
                    create, true, Map.of("Purpose", "codebuild-base-image"), kmsKey, mutability, keepImages);
        }
    }
}
