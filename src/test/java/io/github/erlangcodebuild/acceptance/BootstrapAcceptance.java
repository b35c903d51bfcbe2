package io.github.erlangcodebuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.testing.Guide;
import io.github.erlangcodebuild.testing.NestedMaven;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The real goal against an AWS emulator, which reads the template and makes its stack. It runs no build, so the toolchain
 * that a build would have stored is put there by the test.
 */
@Tag("acceptance")
class BootstrapAcceptance {

    private static final Path MADE = Path.of("target/acceptance").toAbsolutePath();
    private static final String BUCKET = "erlang-toolchain-123456789012-us-east-1";
    private static final String PREFIX = "otp-27.1/linux-amd64/toolchain";

    private Moto aws;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(MADE);
        aws = Moto.start(MADE);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theStackIsMadeOnceTheScriptsAreStoredAndTheBuildIsFollowed() {
        NestedMaven.Result first = bootstrap(Map.of());
        assertThat(first.output())
                .containsSubsequence(
                        "To compile: 1 toolchain",
                        "Creating the stack erlang-toolchain",
                        "CREATE_COMPLETE  erlang-toolchain (AWS::CloudFormation::Stack)",
                        "Started erlang-toolchain:",
                        "phase BUILD SUCCEEDED")
                .contains("The build of OTP 27.1 for amd64 succeeded, but its toolchain is not at s3://" + BUCKET + "/"
                        + PREFIX + ".json.");
        assertThat(first.exitCode()).isNotZero();
        assertThat(aws.keys(BUCKET)).singleElement().asString().matches("source/[0-9a-f]{64}\\.zip");

        storeWhatTheBuildMakes();
        int before = aws.calls().size();
        NestedMaven.Result again = bootstrap(Map.of());
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output())
                .contains("There already, of the same inputs: s3://" + BUCKET + "/" + PREFIX + ".json")
                .doesNotContain("stack");
        List<String> calls = aws.calls();
        assertThat(calls.subList(before, calls.size()))
                .containsExactly(
                        "POST /",
                        "GET /" + BUCKET + "/" + PREFIX + ".json",
                        "HEAD /" + BUCKET + "/" + PREFIX + ".tar.gz");

        NestedMaven.Result forced = bootstrap(Map.of("erlang-codebuild.force", "true"));
        assertThat(forced.exitCode()).as(forced.output()).isZero();
        assertThat(forced.output())
                .containsSubsequence(
                        "The stack erlang-toolchain is up to date",
                        "Started erlang-toolchain:",
                        "Toolchain: s3://" + BUCKET + "/" + PREFIX + ".json",
                        ":push -Derlang-codebuild.erlangVersion=27.1");
    }

    @Test
    void aBucketThatAnEarlierStackLeftBehindIsUsed() throws Exception {
        aws.createBucket(BUCKET);
        storeWhatTheBuildMakes();

        NestedMaven.Result result = bootstrap(Map.of("erlang-codebuild.force", "true"));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("Creating the stack erlang-toolchain");
        assertThat(aws.stackParameters("erlang-toolchain")).containsEntry("CreateBucket", "false");
        assertThat(Guide.read(Path.of("docs/guide.md")).missing("bootstrap", 0, result.lines()))
                .as(result.output())
                .isEmpty();
    }

    private void storeWhatTheBuildMakes() {
        TestBundle bundle = TestBundle.otp("27.1")
                .descriptorField(
                        "kerl.configureOptions", "--disable-debug --without-javac --without-wx --without-odbc");
        aws.upload(BUCKET, PREFIX + ".json", bundle.descriptorBytes());
        aws.upload(BUCKET, PREFIX + ".tar.gz", bundle.layerBytes());
    }

    private NestedMaven.Result bootstrap(Map<String, String> more) {
        return NestedMaven.in(MADE.resolve("bootstrap-work"))
                .with(more)
                .environment("AWS_ENDPOINT_URL", aws.url())
                .environment("AWS_ACCESS_KEY_ID", "AKIDTEST")
                .environment("AWS_SECRET_ACCESS_KEY", "test")
                .environment("AWS_EC2_METADATA_DISABLED", "true")
                .run("bootstrap");
    }
}
