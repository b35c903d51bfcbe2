package io.github.erlangcodebuild.bootstrap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.BUCKET;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.BUILD;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.batch;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.batches;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.build;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.buildWithoutLog;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.builds;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.changeSet;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.eventsAre;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.layer;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noBucket;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noKey;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noStack;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.page;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.started;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.startedBatch;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.ResourceChange;
import io.github.erlangcodebuild.rollout.RolloutStandIn;
import io.github.erlangcodebuild.testing.Attached;
import io.github.erlangcodebuild.testing.TestBundle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {

    private static final String LOCATION = "s3://" + BUCKET + "/otp-27.1/linux-amd64/toolchain.json";
    private static final String STREAM = BUILD.substring(BUILD.indexOf(':') + 1);
    private static final String CONSOLE =
            "https://us-east-1.console.aws.amazon.com/codesuite/codebuild/123456789012/projects/erlang-toolchain/build/"
                    + BUILD.replace(":", "%3A") + "/?region=us-east-1";
    private static final String OPTIONS = "--disable-debug --without-wx";
    private static final String X86 = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
    private static final String ARM = "aws/codebuild/amazonlinux2-aarch64-standard:3.0";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.awsFor(IamPolicy.BOOTSTRAP);
    private final Told told = new Told();
    private final Wishes wishes = new Wishes();
    private BootstrapStandIn account;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
    }

    /** Whatever a test made the bootstrap do, the policy in its message and in the documentation allows. */
    @AfterEach
    void close() {
        assertThat(BootstrapPolicyTest.allowed())
                .containsAll(account.calls().stream()
                        .map(call ->
                                call.replace("s3:HeadBucket", "s3:ListBucket").replace("s3:HeadObject", "s3:GetObject"))
                        .toList());
        aws.close();
    }

    // --- a dry run ---

    @Test
    void aDryRunInAFreshAccountSaysWhatWouldBeMadeAndMakesNothing() {
        freshAccount();

        BootstrapPlan plan = new Bootstrap(aws, told, polling()).plan(wishes.request());

        assertThat(plan)
                .isEqualTo(new BootstrapPlan(
                        List.of("OTP 27.1 for amd64 on " + X86 + ", to " + LOCATION),
                        "erlang-toolchain",
                        true,
                        Optional.of(BUCKET),
                        List.of()));
        assertThat(account.calls())
                .containsOnly(
                        "sts:GetCallerIdentity", "s3:GetObject", "s3:HeadBucket", "cloudformation:DescribeStacks");
    }

    @Test
    void aDryRunShowsWhatWouldBecomeOfTheStackThatIsThereAndLeavesNothingBehind() {
        freshAccount();
        account.stack(stackIs("CREATE_COMPLETE"));
        account.changeSets(RolloutStandIn.changes("Project AWS::CodeBuild::Project Modify False"));

        BootstrapPlan plan = new Bootstrap(aws, told, polling()).plan(wishes.request());

        assertThat(plan.makesStack()).isFalse();
        assertThat(plan.builds()).hasSize(1);
        assertThat(plan.resources())
                .containsExactly(new ResourceChange("Modify", "Project", "AWS::CodeBuild::Project", "False"));
        assertThat(account.calls())
                .endsWith("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet", "s3:PutObject", "codebuild:StartBuild");
    }

    @Test
    void aDryRunForWhatIsThereFindsNothingToDo() {
        account.toolchain("27.1", "amd64", stored(wishes.bundle("27.1", "amd64")));

        assertThat(new Bootstrap(aws, told, polling()).plan(wishes.request()).builds())
                .isEmpty();

        assertThat(told.lines).containsExactly("present " + LOCATION);
        assertThat(account.calls()).noneMatch(call -> call.startsWith("cloudformation:"));
    }

    // --- the stack ---

    @Test
    void inAFreshAccountItMakesTheStackUploadsTheScriptsAndFollowsTheBuild() {
        freshAccount();

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines)
                .containsExactly(
                        "compiling 1",
                        "creating erlang-toolchain",
                        "event erlang-toolchain AWS::CloudFormation::Stack CREATE_IN_PROGRESS User Initiated",
                        "event Bucket AWS::S3::Bucket CREATE_IN_PROGRESS ",
                        "event Bucket AWS::S3::Bucket CREATE_COMPLETE ",
                        "event erlang-toolchain AWS::CloudFormation::Stack CREATE_COMPLETE ",
                        "started " + BUILD + " " + CONSOLE,
                        "phase  SUBMITTED SUCCEEDED PT0S",
                        "line  one",
                        "line  two",
                        "line  three",
                        "phase  BUILD SUCCEEDED PT9M",
                        "line  four");
        assertThat(account.stackParameters()).containsExactly(Map.entry("CreateBucket", "true"));
        Map<String, String> change = account.form("cloudformation:CreateChangeSet");
        assertThat(change)
                .containsEntry("ChangeSetType", "CREATE")
                .containsEntry("Capabilities.member.1", "CAPABILITY_IAM")
                .containsEntry("Tags.member.1.Key", "Purpose")
                .containsEntry("Tags.member.1.Value", "erlang-toolchain")
                .containsEntry("TemplateBody", ToolchainScripts.template());
    }

    @Test
    void theScriptsAreNamedByWhatTheyHoldAndTheBucketMustBeOurs() {
        freshAccount();

        run();

        LoggedRequest upload = account.request("s3:PutObject");
        assertThat(upload.getUrl()).startsWith("/" + BUCKET + "/" + ToolchainScripts.key(ToolchainScripts.zip()));
        assertThat(upload.getUrl()).matches("/[^/]+/source/[0-9a-f]{64}\\.zip(\\?.*)?");
        assertThat(upload.getHeader("x-amz-expected-bucket-owner")).isEqualTo("123456789012");
        assertThat(upload.getHeader("x-amz-sdk-checksum-algorithm")).isEqualTo("SHA256");
        assertThat(standIn.requests())
                .filteredOn(request -> request.getUrl().startsWith("/" + BUCKET))
                .allSatisfy(request -> assertThat(request.getHeader("x-amz-expected-bucket-owner"))
                        .isEqualTo("123456789012"));
    }

    @Test
    void theBuildIsStartedWithTheOverridesThatTheTemplateNames() {
        freshAccount();

        run();

        JsonNode start = account.sent("codebuild:StartBuild");
        assertThat(start.at("/projectName").asText()).isEqualTo("erlang-toolchain");
        assertThat(start.at("/sourceTypeOverride").asText()).isEqualTo("S3");
        assertThat(start.at("/sourceLocationOverride").asText())
                .isEqualTo(BUCKET + "/" + ToolchainScripts.key(ToolchainScripts.zip()));
        assertThat(start.at("/buildspecOverride").asText()).isEqualTo("buildspec.yml");
        assertThat(start.at("/environmentTypeOverride").asText()).isEqualTo("LINUX_CONTAINER");
        assertThat(start.at("/imageOverride").asText()).isEqualTo(X86);
        assertThat(start.at("/imagePullCredentialsTypeOverride").asText()).isEqualTo("CODEBUILD");
        assertThat(start.at("/idempotencyToken").asText()).hasSize(36);
        assertThat(variables(start.at("/environmentVariablesOverride")))
                .containsExactly(
                        Map.entry("BUILT_ON_IMAGE", "public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0"),
                        Map.entry("KERL_CONFIGURE_OPTIONS", OPTIONS),
                        Map.entry("KERL_VERSION", "4.4.0"),
                        Map.entry("OTP_VERSION", "27.1"),
                        Map.entry("REBAR3_VERSION", "3.25.1"));
    }

    @Test
    void armAndAnImageOfItsOwnAreAskedFor() {
        freshAccount();
        account.toolchain("27.1", "arm64", noKey(), stored(wishes.bundle("27.1", "arm64")));
        wishes.architectures = List.of("arm64");
        wishes.armImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/base:1";
        account.toolchain("27.1", "arm64", noKey(), stored(wishes.bundle("27.1", "arm64")));

        run();

        JsonNode start = account.sent("codebuild:StartBuild");
        assertThat(start.at("/environmentTypeOverride").asText()).isEqualTo("ARM_CONTAINER");
        assertThat(start.at("/imagePullCredentialsTypeOverride").asText()).isEqualTo("SERVICE_ROLE");
        assertThat(account.stackParameters()).containsEntry("ArmBaseImage", wishes.armImage);
    }

    @Test
    void aBucketOfSomebodyElseIsRefused() {
        freshAccount();
        account.toolchain("27.1", "amd64", AwsStandIn.s3Error(403, "AccessDenied", "Access Denied"));
        assertThatThrownBy(this::run)
                .hasMessageContaining("does not belong to account 123456789012, and somebody else made it")
                .hasMessageContaining("-Derlang-codebuild.region=")
                .satisfies(Attached.as("All that bootstrap needs", "\"cloudformation:CreateChangeSet\""));

        wishes.force = true;
        account.bucket(aResponse().withStatus(403));
        assertThatThrownBy(this::run)
                .hasMessageContaining("does not belong to account 123456789012, and somebody else made it")
                .hasMessageContaining("s3:ListBucket on arn:aws:s3:::" + BUCKET);
        assertThat(account.calls()).doesNotContain("cloudformation:CreateChangeSet");
    }

    @Test
    void aStackIsUpdatedWithItsPreviousValuesAndTheDefaultOfWhatIsNew() {
        freshAccount();
        stackThatIsThere();
        wishes.stackParameters = Map.of("LogDays", "90");

        run();

        assertThat(account.stackParameters())
                .containsExactly(Map.entry("CreateBucket", "(previous)"), Map.entry("LogDays", "90"));
        assertThat(account.form("cloudformation:CreateChangeSet")).containsEntry("ChangeSetType", "UPDATE");
        assertThat(told.lines).contains("updating erlang-toolchain").doesNotContain("event x y OLD ");
        assertThat(account.calls()).doesNotContain("s3:HeadBucket");
    }

    @Test
    void aStackWithNothingToChangeIsLeftAndTheBuildGoesOn() {
        freshAccount();
        account.stack(stackIs("CREATE_COMPLETE"));
        account.changeSets(changeSet(
                "FAILED",
                "The submitted information didn't contain changes. Submit different information to create a change"
                        + " set."));
        account.formation("DeleteChangeSet", formationError(403, "AccessDenied", "no"));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines).contains("unchanged erlang-toolchain").doesNotContain("updating erlang-toolchain");
        assertThat(account.calls())
                .contains("cloudformation:DeleteChangeSet")
                .doesNotContain("cloudformation:ExecuteChangeSet");
    }

    @Test
    void withoutItsStackNothingIsUploadedOrCompiled() {
        freshAccount();
        account.stack(noStack(), noStack(), stackIs("CREATE_IN_PROGRESS", ""), stackIs("ROLLBACK_COMPLETE", ""));

        assertThatThrownBy(this::run).hasMessageContaining("failed, and it is ROLLBACK_COMPLETE now");

        assertThat(account.calls()).doesNotContain("s3:PutObject", "codebuild:StartBuild");
    }

    @Test
    void throttlingAndTroublesOfAwsWhileWatchingAreLookedPast() {
        freshAccount();
        ResponseDefinitionBuilder slowDown = formationError(400, "Throttling", "Rate exceeded");
        account.stack(
                noStack(),
                noStack(),
                slowDown,
                slowDown,
                stackIs("CREATE_IN_PROGRESS", ""),
                stackIs("CREATE_COMPLETE"));
        account.changeSets(slowDown, slowDown, changeSet("CREATE_COMPLETE", ""));
        account.codeBuild(
                "BatchGetBuilds",
                throttled(),
                throttled(),
                AwsStandIn.ecrError(503, "ServiceUnavailable", ""),
                AwsStandIn.ecrError(503, "ServiceUnavailable", ""),
                builds(build(BUILD, "SUCCEEDED")));
        account.log(STREAM, "", throttled(), throttled(), page("f/1", "one"));
        account.log(STREAM, "f/1", page("f/1"));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines).containsOnlyOnce("line  one");
    }

    // --- what is there already ---

    @Test
    void theSameInputsAgainTouchNothing() {
        account.toolchain("27.1", "amd64", stored(wishes.bundle("27.1", "amd64")));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines).containsExactly("present " + LOCATION);
        assertThat(account.calls()).containsExactly("sts:GetCallerIdentity", "s3:GetObject", "s3:HeadObject");
        assertThat(account.request("s3:HeadObject").getHeader("x-amz-checksum-mode"))
                .isEqualTo("ENABLED");
        assertThat(account.request("s3:HeadObject").getHeader("x-amz-expected-bucket-owner"))
                .isEqualTo("123456789012");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebar3.version", "kerl.version", "kerl.configureOptions", "builtOn.image"})
    void otherInputsAreCompiledAgain(String field) {
        freshAccount();
        account.toolchain(
                "27.1",
                "amd64",
                stored(wishes.bundle("27.1", "amd64").descriptorField(field, "other")),
                stored(wishes.bundle("27.1", "amd64")));

        run();

        assertThat(told.lines).contains("compiling 1");
    }

    /** As push compares images: CodeBuild may say the other name of a curated image, or its release. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
                "aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "public.ecr.aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0-26.03.25",
                "mirror.example/codebuild/amazonlinux-x86_64-standard:5.0-26.3.25"
            })
    void aToolchainThatWasBuiltOnTheSameImageByAnotherNameIsThere(String builtOn) {
        account.toolchain(
                "27.1", "amd64", stored(wishes.bundle("27.1", "amd64").descriptorField("builtOn.image", builtOn)));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines).containsExactly("present " + LOCATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws/codebuild/amazonlinux2-x86_64-standard:6.0",
                "public.ecr.aws/codebuild/amazonlinux-aarch64-standard:5.0",
                "no image"
            })
    void oneThatWasBuiltOnAnotherImageIsCompiledAgain(String builtOn) {
        freshAccount();
        account.toolchain(
                "27.1",
                "amd64",
                stored(wishes.bundle("27.1", "amd64").descriptorField("builtOn.image", builtOn)),
                stored(wishes.bundle("27.1", "amd64")));

        run();

        assertThat(told.lines).contains("compiling 1");
    }

    /** The build was paid for: that its descriptor has the image's other name is no failure. */
    @Test
    void aBuildThatSaysItsImagesOtherNameSucceeds() {
        freshAccount();
        account.toolchain(
                "27.1",
                "amd64",
                noKey(),
                stored(wishes.bundle("27.1", "amd64")
                        .descriptorField("builtOn.image", "aws/codebuild/amazonlinux-x86_64-standard:5.0-26.03.25")));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines).contains("compiling 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schemaVersion\": 2}", "not JSON", ""})
    void aDescriptorThatCannotBeReadCountsAsMissingAndIsSaid(String descriptor) {
        freshAccount();
        account.toolchain("27.1", "amd64", aResponse().withBody(descriptor), stored(wishes.bundle("27.1", "amd64")));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines)
                .contains("compiling 1")
                .anyMatch(line ->
                        line.startsWith("unusable " + LOCATION + ": The toolchain descriptor " + LOCATION + " "));
    }

    @Test
    void aLayerThatIsNotTheDescriptorsCountsAsMissingAndIsSaid() {
        freshAccount();
        account.toolchain("27.1", "amd64", stored(wishes.bundle("27.1", "amd64")));
        account.layer(
                "27.1", "amd64", noKey(), layer(wishes.bundle("27.1", "amd64").layerBytes().length));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines)
                .contains(
                        "unusable " + LOCATION + ": Its layer s3://" + BUCKET
                                + "/otp-27.1/linux-amd64/toolchain.tar.gz is not there.",
                        "compiling 1");
    }

    @Test
    void forceCompilesAlsoWhatIsThere() {
        freshAccount();
        account.toolchain("27.1", "amd64", stored(wishes.bundle("27.1", "amd64")));
        wishes.force = true;

        run();

        assertThat(told.lines).contains("compiling 1").doesNotContain("present " + LOCATION);
    }

    @Test
    void aBuildThatSucceedsWithoutABundleIsAFailure() {
        freshAccount();
        account.toolchain("27.1", "amd64", noKey());

        assertThatThrownBy(this::run)
                .hasMessageStartingWith(
                        "The build of OTP 27.1 for amd64 succeeded, but its toolchain is not at " + LOCATION + ".\n");
    }

    @Test
    void aBuildThatSucceedsWithABundleThatCannotBeReadIsAFailureThatSaysWhy() {
        freshAccount();
        account.toolchain("27.1", "amd64", noKey(), aResponse().withBody("{\"schemaVersion\": 2}"));

        assertThatThrownBy(this::run)
                .hasMessageContaining("but its toolchain is not at " + LOCATION + ". The toolchain descriptor")
                .hasMessageContaining("schemaVersion");
    }

    // --- one build ---

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "FAULT", "TIMED_OUT", "STOPPED"})
    void aBuildThatDoesNotSucceedSaysWhereAndWhyAndShowsTheEndOfItsLog(String status) {
        freshAccount();
        account.codeBuild(
                "BatchGetBuilds",
                builds(build(
                        BUILD,
                        status,
                        "QUEUED SUCCEEDED 1",
                        "BUILD " + status + " 60 Error while executing command: sh build-toolchain.sh",
                        "COMPLETED")));
        String[] lines =
                IntStream.rangeClosed(1, 50).mapToObj(i -> "line " + i + ".").toArray(String[]::new);
        account.log(STREAM, "", page("f/1", Arrays.copyOf(lines, 45)));
        account.log(STREAM, "f/1", page("f/1"), page("f/2", Arrays.copyOfRange(lines, 45, 50)));
        account.log(STREAM, "f/2", page("f/2"));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("The build " + BUILD + " ended as " + status + " in phase BUILD (Error while"
                        + " executing command: sh build-toolchain.sh). The last lines of its log:\n  line 11.\n")
                .hasMessageNotContaining("line 10.")
                .hasMessageEndingWith("\n  line 50.\nThe whole log: https://console.aws.amazon.com/cloudwatch/home"
                        + "#log-of-" + BUILD);
    }

    @Test
    void aBuildThatNeverHadALogIsShownInCodeBuildsConsole() {
        freshAccount();
        account.codeBuild(
                "BatchGetBuilds",
                builds(buildWithoutLog(BUILD, "FAULT", "PROVISIONING FAULT 3 Unable to pull the image")));

        assertThatThrownBy(this::run)
                .hasMessage("The build " + BUILD + " ended as FAULT in phase PROVISIONING (Unable to pull the image).\n"
                        + "The whole log: " + CONSOLE);
    }

    @Test
    void aLogThatIsNotThereYetIsReadLater() {
        freshAccount();
        account.codeBuild(
                "BatchGetBuilds",
                builds(build(BUILD, "IN_PROGRESS")),
                builds(build(BUILD, "IN_PROGRESS")),
                builds(build(BUILD, "SUCCEEDED")));
        account.log(
                STREAM,
                "",
                AwsStandIn.ecrError(400, "ResourceNotFoundException", "The specified log group does not exist."),
                page("f/1", "one"));
        account.log(STREAM, "f/1", page("f/1"));

        run();

        assertThat(told.lines).containsOnlyOnce("line  one");
    }

    @Test
    void aLogThatMayNotBeReadIsSaidOnce() {
        freshAccount();
        account.codeBuild(
                "BatchGetBuilds",
                builds(build(BUILD, "IN_PROGRESS")),
                builds(build(BUILD, "IN_PROGRESS")),
                builds(build(BUILD, "SUCCEEDED")));
        account.logs(AwsStandIn.ecrError(400, "AccessDeniedException", "not authorized to perform: logs:GetLogEvents"));

        assertThat(run()).containsExactly(LOCATION);

        assertThat(told.lines)
                .filteredOn(line -> line.startsWith("line"))
                .containsExactly("line  (the log cannot be read: AccessDeniedException: not authorized to perform:"
                        + " logs:GetLogEvents)");
    }

    @Test
    void whenItTakesTooLongTheBuildGoesOnAndIsShown() {
        freshAccount();
        account.codeBuild("BatchGetBuilds", builds(buildWithoutLog(BUILD, "IN_PROGRESS")));
        wishes.timeout = Duration.ofSeconds(7);

        assertThatThrownBy(this::run)
                .hasMessage("The build " + BUILD + " took too long: 9 seconds have passed.\nThe build keeps running: "
                        + CONSOLE + "\nGive it longer with -Derlang-codebuild.timeout=… (minutes).");
    }

    @Test
    void whatTakesTooLongSaysHowManyMinutesThatWas() {
        freshAccount();
        account.codeBuild("BatchGetBuilds", builds(buildWithoutLog(BUILD, "IN_PROGRESS")));
        wishes.timeout = Duration.ofMinutes(2);
        assertThatThrownBy(this::run).hasMessageContaining("took too long: 2 minutes have passed.\n");

        freshAccount();
        account.stack(noStack(), noStack(), stackIs("CREATE_IN_PROGRESS", ""));
        Polling slow = new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofMinutes(10));
        assertThatThrownBy(() -> new Bootstrap(aws, told, slow).run(wishes.request()))
                .hasMessageStartingWith(
                        "Changing the stack erlang-toolchain took too long: 30 minutes have passed.\nThe"
                                + " change of the stack continues");
    }

    @Test
    void aQuotaOfBuildsThatIsUsedUpIsNamedWithTheWaysOut() {
        freshAccount();
        account.codeBuild(
                "StartBuild",
                AwsStandIn.ecrError(
                        "AccountLimitExceededException", "Cannot have more than 0 builds in queue for the account"));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith(
                        "Cannot start a build of erlang-toolchain (codebuild:StartBuild): the account may"
                                + " not run more builds of this kind at a time (AccountLimitExceededException: Cannot have more"
                                + " than 0 builds in queue for the account).\n")
                .hasMessageContaining("Service Quotas, AWS CodeBuild, 'Concurrently running builds for Linux/Large")
                .hasMessageEndingWith("-Derlang-codebuild.stackParameters=ComputeType=BUILD_GENERAL1_MEDIUM.");
    }

    @Test
    void aThrottledStartSaysSo() {
        freshAccount();
        account.codeBuild("StartBuild", throttled());

        assertThatThrownBy(this::run)
                .hasMessageContaining("(codebuild:StartBuild): AWS limits how often it may be asked")
                .hasMessageContaining("Wait a minute and run it again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeStacks",
                "CreateChangeSet",
                "DescribeChangeSet",
                "ExecuteChangeSet",
                "DescribeStackEvents"
            })
    void aDeniedCallToCloudFormationNamesTheRightAndShowsAllThatAreNeeded(String action) {
        freshAccount();
        account.formation(action, formationError(403, "AccessDenied", "denied"));

        assertThatThrownBy(this::run)
                .hasMessageContaining("(cloudformation:" + action + "): access denied")
                .hasMessageContaining("This identity needs cloudformation:" + action
                        + " on arn:aws:cloudformation:us-east-1:123456789012:stack/erlang-toolchain/*.")
                .satisfies(Attached.as("All that bootstrap needs"));
    }

    @Test
    void aDeniedUploadOrStartNamesTheRight() {
        freshAccount();
        account.codeBuild("StartBuild", AwsStandIn.ecrError("AccessDeniedException", ""));
        assertThatThrownBy(this::run)
                .hasMessageContaining("This identity needs codebuild:StartBuild on"
                        + " arn:aws:codebuild:us-east-1:123456789012:project/erlang-toolchain.")
                .satisfies(Attached.as("All that bootstrap needs"));

        freshAccount();
        account.uploads(AwsStandIn.s3Error(403, "AccessDenied", "Access Denied"));
        assertThatThrownBy(this::run)
                .hasMessageContaining("This identity needs s3:PutObject on arn:aws:s3:::" + BUCKET + "/source/");
    }

    @Test
    void aBucketThatWasDeletedByHandIsMadeAnewWithItsStack() {
        freshAccount();
        account.uploads(noBucket());

        assertThatThrownBy(this::run)
                .hasMessage(
                        "The bucket " + BUCKET + " is gone, although its stack is there: somebody deleted it by hand.\n"
                                + "Delete the stack with aws cloudformation delete-stack --stack-name erlang-toolchain --region"
                                + " us-east-1, and run this again: it makes both anew.");
    }

    @Test
    void aDeniedLookAtTheBuildSaysThatItGoesOn() {
        freshAccount();
        account.codeBuild("BatchGetBuilds", AwsStandIn.ecrError("AccessDeniedException", ""));

        assertThatThrownBy(this::run)
                .hasMessageContaining("(codebuild:BatchGetBuilds): access denied")
                .hasMessageContaining("The build keeps running: " + CONSOLE)
                .satisfies(Attached.as("All that bootstrap needs"));
    }

    @Test
    void thePolicyIsForTheStackThatWasAskedFor() {
        freshAccount();
        wishes.stackName = "team-otp";
        account.stack(formationError(403, "AccessDenied", "denied"));

        assertThatThrownBy(this::run)
                .satisfies(Attached.as(
                        "All that bootstrap needs",
                        "\"arn:aws:cloudformation:*:*:stack/team-otp/*\"",
                        "\"arn:aws:iam::*:role/team-otp-BuildRole-*\"",
                        "\"arn:aws:codebuild:*:*:project/team-otp\"",
                        "log-group:/aws/codebuild/team-otp:*\"",
                        "arn:aws:s3:::erlang-toolchain-${aws:PrincipalAccount}-*"));
    }

    // --- several ---

    @Test
    void severalAreOneBatchOfThoseThatAreMissing() throws Exception {
        freshAccount();
        several();
        account.toolchain("27.1", "amd64", stored(wishes.bundle("27.1", "amd64")));
        account.codeBuild(
                "BatchGetBuildBatches",
                batches(batch("IN_PROGRESS")),
                batches(batch("IN_PROGRESS", "otp_27_1_arm64 p:a", "otp_28_0_rc1_amd64")),
                batches(batch("SUCCEEDED", "otp_27_1_arm64 p:a", "otp_28_0_rc1_amd64 p:b", "otp_28_0_rc1_arm64 p:c")));
        account.codeBuild(
                "BatchGetBuilds",
                builds(build("p:a", "IN_PROGRESS")),
                builds(
                        build("p:a", "SUCCEEDED", "BUILD SUCCEEDED 60"),
                        build("p:b", "SUCCEEDED", "BUILD SUCCEEDED 60"),
                        build("p:c", "SUCCEEDED")));
        account.log("a", "", page("f/a", "one"));
        account.log("a", "f/a", page("f/a"));
        account.log("b", "", page("f/b", "two"));
        account.log("b", "f/b", page("f/b"));
        account.log("c", "", page("f/c"));
        account.log("c", "f/c", page("f/c"));

        assertThat(run()).hasSize(4).contains(LOCATION);

        assertThat(told.lines)
                .contains("present " + LOCATION, "compiling 3")
                .containsOnlyOnce("line otp_27_1_arm64 one")
                .containsOnlyOnce("line otp_28_0_rc1_amd64 two")
                .containsOnlyOnce("phase otp_27_1_arm64 BUILD SUCCEEDED PT1M");
        assertThat(account.calls()).doesNotContain("codebuild:StartBuild");
        JsonNode start = account.sent("codebuild:StartBuildBatch");
        assertThat(start.at("/sourceTypeOverride").asText()).isEqualTo("S3");
        assertThat(start.at("/imagePullCredentialsTypeOverride").asText()).isEqualTo("CODEBUILD");
        JsonNode buildspec =
                new YAMLMapper().readTree(start.at("/buildspecOverride").asText());
        assertThat(buildspec.at("/phases/build/commands/0").asText()).isEqualTo("sh build-toolchain.sh");
        assertThat(buildspec.at("/batch/fast-fail").asBoolean(true)).isFalse();
        JsonNode list = buildspec.at("/batch/build-list");
        assertThat(list.findValuesAsText("identifier"))
                .containsExactly("otp_27_1_arm64", "otp_28_0_rc1_amd64", "otp_28_0_rc1_arm64");
        assertThat(list.findValuesAsText("type")).containsExactly("ARM_CONTAINER", "LINUX_CONTAINER", "ARM_CONTAINER");
        assertThat(list.findValuesAsText("image")).containsExactly(ARM, X86, ARM);
        assertThat(list.findValuesAsText("OTP_VERSION")).containsExactly("27.1", "28.0-rc1", "28.0-rc1");
        assertThat(list.at("/0/env/variables/KERL_CONFIGURE_OPTIONS").asText()).isEqualTo(OPTIONS);
        assertThat(list.at("/0/env/variables/OTP_VERSION").isTextual()).isTrue();
    }

    @Test
    void everyBuildOfABatchThatFailedIsNamed() {
        freshAccount();
        several();
        account.codeBuild(
                "BatchGetBuildBatches", batches(batch("FAILED", "otp_a p:a", "otp_b p:b", "otp_c p:c", "otp_d p:d")));
        account.codeBuild(
                "BatchGetBuilds",
                throttled(),
                throttled(),
                builds(
                        build("p:a", "FAILED", "BUILD FAILED 60 first reason"),
                        build("p:b", "SUCCEEDED"),
                        build("p:c", "TIMED_OUT", "BUILD TIMED_OUT 60 other reason"),
                        build("p:d", "SUCCEEDED")));
        for (String stream : List.of("a", "b", "c", "d")) {
            account.log(stream, "", page("f/" + stream, "end of " + stream));
            account.log(stream, "f/" + stream, page("f/" + stream));
        }

        assertThatThrownBy(this::run)
                .hasMessageContaining("The build p:a (otp_a) ended as FAILED in phase BUILD (first reason). The last"
                        + " lines of its log:\n  end of a\n")
                .hasMessageContaining("The build p:c (otp_c) ended as TIMED_OUT in phase BUILD (other reason).")
                .hasMessageNotContaining("p:b")
                .hasMessageContaining("/projects/erlang-toolchain/batch/erlang-toolchain%3Abatch-1/");
    }

    @Test
    void aBatchThatFailsBeforeAnyBuildSaysWhy() {
        freshAccount();
        several();
        var failed = batch("FAILED");
        failed.putArray("phases")
                .addObject()
                .put("phaseType", "DOWNLOAD_BATCHSPEC")
                .put("phaseStatus", "FAILED")
                .putArray("contexts")
                .addObject()
                .put("message", "YAML_FILE_ERROR");
        account.codeBuild("BatchGetBuildBatches", batches(failed));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("The batch erlang-toolchain:batch-1 ended as FAILED in phase DOWNLOAD_BATCHSPEC"
                        + " (YAML_FILE_ERROR).\n");
    }

    // --- what is used above ---

    private void freshAccount() {
        account.toolchain("27.1", "amd64", noBucket(), stored(wishes.bundle("27.1", "amd64")));
        account.bucket(aResponse().withStatus(404));
        account.stack(noStack(), noStack(), stackIs("CREATE_IN_PROGRESS", ""), stackIs("CREATE_COMPLETE"));
        String review = "0 erlang-toolchain AWS::CloudFormation::Stack REVIEW_IN_PROGRESS";
        String begun = "1 erlang-toolchain AWS::CloudFormation::Stack CREATE_IN_PROGRESS User Initiated";
        String bucket = "2 Bucket AWS::S3::Bucket CREATE_IN_PROGRESS";
        account.events(
                eventsAre(review),
                eventsAre(bucket, begun, review),
                eventsAre(
                        "4 erlang-toolchain AWS::CloudFormation::Stack CREATE_COMPLETE",
                        "3 Bucket AWS::S3::Bucket CREATE_COMPLETE",
                        bucket,
                        begun,
                        review));
        account.codeBuild("StartBuild", started(buildWithoutLog(BUILD, "IN_PROGRESS", "SUBMITTED")));
        account.codeBuild(
                "BatchGetBuilds",
                builds(buildWithoutLog(BUILD, "IN_PROGRESS", "SUBMITTED SUCCEEDED 0", "QUEUED")),
                builds(build(BUILD, "IN_PROGRESS", "SUBMITTED SUCCEEDED 0", "BUILD")),
                builds(build(BUILD, "SUCCEEDED", "SUBMITTED SUCCEEDED 0", "BUILD SUCCEEDED 540", "COMPLETED")));
        account.log(STREAM, "", page("f/1", "one", "two"));
        account.log(STREAM, "f/1", page("f/1"), page("f/2", "three"));
        account.log(STREAM, "f/2", page("f/2"), page("f/3", "four"));
        account.log(STREAM, "f/3", page("f/3"));
    }

    private void stackThatIsThere() {
        account.stack(
                stackIs("CREATE_COMPLETE"),
                stackIs("CREATE_COMPLETE"),
                stackIs("UPDATE_IN_PROGRESS"),
                stackIs("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
                stackIs("UPDATE_COMPLETE"));
        account.events(
                eventsAre("0 x y OLD"), eventsAre("1 LogGroup AWS::Logs::LogGroup UPDATE_IN_PROGRESS", "0 x y OLD"));
    }

    private void several() {
        wishes.versions = List.of("27.1", "28.0-rc1");
        wishes.architectures = List.of("amd64", "arm64");
        for (String version : wishes.versions) {
            for (String architecture : wishes.architectures) {
                account.toolchain(version, architecture, noKey(), stored(wishes.bundle(version, architecture)));
            }
        }
        account.codeBuild("StartBuildBatch", startedBatch(batch("IN_PROGRESS")));
    }

    private List<String> run() {
        return new Bootstrap(aws, told, polling()).run(wishes.request());
    }

    private Polling polling() {
        return new Polling(() -> now, pause -> now = now.plus(pause), Duration.ofSeconds(3));
    }

    private static ResponseDefinitionBuilder stored(TestBundle bundle) {
        return aResponse().withBody(bundle.descriptorBytes());
    }

    private static Map<String, String> variables(JsonNode list) {
        Map<String, String> variables = new TreeMap<>();
        list.forEach(variable -> variables.put(
                variable.at("/name").asText(), variable.at("/value").asText()));
        return variables;
    }

    /** What is asked for, until a test says otherwise. */
    private static final class Wishes {

        private List<String> versions = List.of("27.1");
        private List<String> architectures = List.of("amd64");
        private String armImage = ARM;
        private String stackName = "erlang-toolchain";
        private Map<String, String> stackParameters = new HashMap<>();
        private boolean force;
        private Duration timeout = Duration.ofMinutes(60);

        BootstrapRequest request() {
            return new BootstrapRequest(
                    versions,
                    architectures,
                    "3.25.1",
                    "4.4.0",
                    OPTIONS,
                    Map.of("amd64", X86, "arm64", armImage),
                    Map.of(),
                    stackName,
                    stackParameters,
                    force,
                    timeout);
        }

        /** What a build of these wishes stores. */
        TestBundle bundle(String version, String architecture) {
            String image = architecture.equals("arm64") ? armImage : X86;
            return TestBundle.otp(version)
                    .architecture(architecture)
                    .descriptorField("kerl.configureOptions", OPTIONS)
                    .descriptorField("builtOn.image", image.replaceFirst("^aws/", "public.ecr.aws/"));
        }
    }

    /** What was told, each a line. */
    private static final class Told implements BootstrapLog {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void present(String location) {
            lines.add("present " + location);
        }

        @Override
        public void unusable(String location, String problem) {
            lines.add("unusable " + location + ": " + problem);
        }

        @Override
        public void compiling(int count) {
            lines.add("compiling " + count);
        }

        @Override
        public void deploying(String stack, boolean isNew) {
            lines.add((isNew ? "creating " : "updating ") + stack);
        }

        @Override
        public void event(String resource, String type, String status, String reason) {
            lines.add("event " + resource + " " + type + " " + status + " " + reason);
        }

        @Override
        public void unchanged(String stack) {
            lines.add("unchanged " + stack);
        }

        @Override
        public void started(String build, String console) {
            lines.add("started " + build + " " + console);
        }

        @Override
        public void phase(String label, String phase, String status, Duration duration) {
            lines.add("phase " + label + " " + phase + " " + status + " " + duration);
        }

        @Override
        public void line(String label, String text) {
            lines.add("line " + label + " " + text);
        }
    }
}
