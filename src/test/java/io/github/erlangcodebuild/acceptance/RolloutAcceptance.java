package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.NestedMaven;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.ImagePullCredentialsType;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/**
 * The real goal against an AWS emulator's CloudFormation, ECR and CodeBuild. The emulator's CloudFormation makes no project that
 * would do for it, so a parameter of Systems Manager stands in the stack for one; projects are rolled out to by themselves. Builds
 * run nothing and always succeed, and have no log.
 */
@Tag("acceptance")
class RolloutAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();
    private static final String REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild";
    private static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
    private static final String TEMPLATE = """
            {
              "Parameters": {
                "CodeBuildImage": {"Type": "String", "Default": "%s"},
                "LogDays": {"Type": "String", "Default": "7"}
              },
              "Resources": {
                "Image": {
                  "Type": "AWS::SSM::Parameter",
                  "Properties": {"Type": "String", "Name": {"Ref": "AWS::StackName"}, "Value": {"Ref": "CodeBuildImage"}}
                }
              }
            }""".formatted(CURATED);

    private static Moto aws;
    private static CloudFormationClient formation;
    private static CodeBuildClient codeBuild;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(MADE);
        aws = Moto.start(MADE);
        formation = CloudFormationClient.builder()
                .endpointOverride(URI.create(aws.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "test")))
                .build();
        codeBuild = CodeBuildClient.builder()
                .endpointOverride(URI.create(aws.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "test")))
                .build();
        aws.ecr().createRepository(request -> request.repositoryName("erlang-codebuild"));
        for (String tag : List.of("26.2.5", "27.1")) {
            aws.ecr().putImage(request -> request.repositoryName("erlang-codebuild")
                    .imageTag(tag)
                    .imageManifest(manifest(tag)));
        }
    }

    @AfterAll
    static void stop() {
        formation.close();
        codeBuild.close();
        aws.close();
    }

    @Test
    void thereAndBackOneParameterChangesAndEverythingElseStays() {
        make("there-and-back");

        NestedMaven.Result there = rollout("there-and-back", REPOSITORY + ":27.1");

        assertThat(there.exitCode()).as(there.output()).isZero();
        assertThat(there.output())
                .contains("from    " + CURATED)
                .contains("to      " + REPOSITORY + ":27.1")
                .containsPattern("UPDATE_COMPLETE  there-and-back")
                .contains("-Derlang-codebuild.image=" + CURATED + " -Derlang-codebuild.stackName=there-and-back")
                .contains("Not checked: whether images in " + REPOSITORY + " are about to expire.")
                .doesNotContain("<html");
        assertThat(parameters("there-and-back"))
                .isEqualTo(Map.of("CodeBuildImage", REPOSITORY + ":27.1", "LogDays", "30"));
        assertThat(stack("there-and-back").tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key() + "=" + tag.value()).isEqualTo("team=erlang"));

        NestedMaven.Result again = rollout("there-and-back", REPOSITORY + ":27.1");
        assertThat(again.output()).contains("Already on " + REPOSITORY + ":27.1, nothing was changed.");

        NestedMaven.Result back = rollout("there-and-back", CURATED);
        assertThat(back.exitCode()).as(back.output()).isZero();
        assertThat(parameters("there-and-back")).isEqualTo(Map.of("CodeBuildImage", CURATED, "LogDays", "30"));
    }

    @Test
    void aProjectGoesThereWithATestBuildAndBackAndTheReportHasBothBuilds() {
        makeProject("server");
        String before = build("server");

        NestedMaven.Result there = ofProject("server")
                .with(Map.of("erlang-codebuild.image", REPOSITORY + ":27.1", "erlang-codebuild.testBuild", "true"))
                .run("rollout");

        assertThat(there.exitCode()).as(there.output()).isZero();
        assertThat(there.output())
                .contains("Updated the project server: " + REPOSITORY + ":27.1")
                .contains("with    image pull credentials CODEBUILD -> SERVICE_ROLE")
                .contains("Started server:", "phase BUILD SUCCEEDED")
                .contains("Beside the test build server:", before)
                .containsPattern("PROVISIONING (takes|is) ");
        assertThat(environment("server"))
                .isEqualTo(made().toBuilder()
                        .image(REPOSITORY + ":27.1")
                        .imagePullCredentialsType(ImagePullCredentialsType.SERVICE_ROLE)
                        .build());

        NestedMaven.Result report = ofProject("server")
                .with(Map.of("erlang-codebuild.report", "true"))
                .run("rollout");
        assertThat(report.exitCode()).as(report.output()).isZero();
        assertThat(report.output()).contains("Project server: 2 builds");

        NestedMaven.Result back = ofProject("server")
                .with(Map.of("erlang-codebuild.image", CURATED))
                .run("rollout");
        assertThat(back.exitCode()).as(back.output()).isZero();
        assertThat(environment("server")).isEqualTo(made());
    }

    @Test
    void aDryRunChangesNothingAndLeavesNoChangeSet() {
        make("looked-at");

        NestedMaven.Result result = goal("looked-at", REPOSITORY + ":26.2.5")
                .with(Map.of("erlang-codebuild.dryRun", "true", "erlang-codebuild.pin", "true"))
                .run("rollout");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("Dry run, nothing is changed.")
                .containsPattern("to      \\Q" + REPOSITORY + "\\E@sha256:[0-9a-f]{64}");
        assertThat(parameters("looked-at")).containsEntry("CodeBuildImage", CURATED);
        assertThat(formation
                        .listChangeSets(request -> request.stackName("looked-at"))
                        .summaries())
                .isEmpty();
    }

    @Test
    void anImageThatIsNotThereStopsItBeforeTheStackIsLookedAt() {
        NestedMaven.Result result = rollout("no-such-stack", REPOSITORY + ":28.0");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("There is no image 28.0 in " + REPOSITORY + ".");
    }

    private static NestedMaven.Result rollout(String stack, String image) {
        return goal(stack, image).run("rollout");
    }

    private static NestedMaven goal(String stack, String image) {
        return maven().with(Map.of("erlang-codebuild.stackName", stack, "erlang-codebuild.image", image));
    }

    private static NestedMaven ofProject(String project) {
        return maven().with(Map.of("erlang-codebuild.projects", project));
    }

    private static NestedMaven maven() {
        return NestedMaven.in(MADE.resolve("rollout-work"))
                .environment("AWS_ENDPOINT_URL", aws.url())
                .environment("AWS_ACCESS_KEY_ID", "AKIDTEST")
                .environment("AWS_SECRET_ACCESS_KEY", "test")
                .environment("AWS_EC2_METADATA_DISABLED", "true");
    }

    private static void make(String stack) {
        formation.createStack(request -> request.stackName(stack)
                .templateBody(TEMPLATE)
                .parameters(Parameter.builder()
                        .parameterKey("LogDays")
                        .parameterValue("30")
                        .build())
                .tags(software.amazon.awssdk.services.cloudformation.model.Tag.builder()
                        .key("team")
                        .value("erlang")
                        .build())
                .capabilities(Capability.CAPABILITY_IAM));
    }

    private static void makeProject(String name) {
        codeBuild.createProject(request -> request.name(name)
                .source(source -> source.type(SourceType.GITHUB).location("https://github.com/team/" + name + ".git"))
                .artifacts(artifacts -> artifacts.type(ArtifactsType.NO_ARTIFACTS))
                .environment(made())
                .serviceRole("arn:aws:iam::123456789012:role/build"));
    }

    private static ProjectEnvironment made() {
        return ProjectEnvironment.builder()
                .type(EnvironmentType.LINUX_CONTAINER)
                .computeType(ComputeType.BUILD_GENERAL1_SMALL)
                .image(CURATED)
                .imagePullCredentialsType(ImagePullCredentialsType.CODEBUILD)
                .privilegedMode(true)
                .environmentVariables(EnvironmentVariable.builder()
                        .name("TEAM")
                        .value("erlang")
                        .type(EnvironmentVariableType.PLAINTEXT)
                        .build())
                .build();
    }

    private static ProjectEnvironment environment(String project) {
        return codeBuild
                .batchGetProjects(request -> request.names(project))
                .projects()
                .get(0)
                .environment();
    }

    /** A build, whose id this is. The look at it is what ends it. */
    private static String build(String project) {
        String id = codeBuild
                .startBuild(request -> request.projectName(project))
                .build()
                .id();
        codeBuild.batchGetBuilds(request -> request.ids(id));
        return id;
    }

    private static Stack stack(String name) {
        return formation
                .describeStacks(request -> request.stackName(name))
                .stacks()
                .get(0);
    }

    private static Map<String, String> parameters(String stack) {
        return stack(stack).parameters().stream()
                .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue));
    }

    private static String manifest(String tag) {
        return """
                {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "layers": [],
                 "annotations": {"tag": "%s"},
                 "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2,
                            "digest": "sha256:%s"}}""".formatted(tag, "a".repeat(64));
    }
}
