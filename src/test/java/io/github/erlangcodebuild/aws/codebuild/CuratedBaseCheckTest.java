package io.github.erlangcodebuild.aws.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import io.github.erlangcodebuild.image.ImageReference;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CuratedBaseCheckTest {

    private static final String PUBLISHED = "public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private BootstrapStandIn account;

    @BeforeEach
    void meet() {
        account = new BootstrapStandIn(standIn);
        lists(AwsStandIn.json("""
                {"platforms":[{"platform":"AMAZON_LINUX_2","languages":[{"language":"BASE","images":[
                  {"name":"aws/codebuild/amazonlinux-x86_64-standard:6.0","description":"x","versions":[]},
                  {"name":"aws/codebuild/amazonlinux-x86_64-standard:5.0","description":"x","versions":[]}]}]}]}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0", "5.0-26.10.15", "6.0"})
    void aFamilyThatIsListedByEitherNameIsFine(String tag) {
        assertThat(warning(PUBLISHED + tag)).isEmpty();
    }

    @Test
    void aFamilyThatIsNotListedAnyMoreIsWarnedOf() {
        assertThat(warning(PUBLISHED + "4.0"))
                .contains("CodeBuild does not list the base " + PUBLISHED
                        + "4.0 any more, so its hosts may not hold its layers,"
                        + " and builds begin later. It lists aws/codebuild/amazonlinux-x86_64-standard:5.0,"
                        + " aws/codebuild/amazonlinux-x86_64-standard:6.0.");
    }

    @Test
    void whereThatMayNotBeAskedOrNothingIsListedNothingIsSaid() {
        lists(AwsStandIn.ecrError("AccessDeniedException", "no"));
        assertThat(warning(PUBLISHED + "4.0")).isEmpty();

        lists(AwsStandIn.json("{\"platforms\":[]}"));
        assertThat(warning(PUBLISHED + "4.0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io/library/debian:12",
                "public.ecr.aws/docker/library/erlang:27",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/codebuild/amazonlinux2-x86_64-standard:4.0"
            })
    void otherBasesAreNotAskedAbout(String base) {
        assertThat(warning(base)).isEmpty();
        assertThat(account.calls()).isEmpty();
    }

    private void lists(ResponseDefinitionBuilder answer) {
        account.codeBuild("ListCuratedEnvironmentImages", answer);
    }

    private static Optional<String> warning(String base) {
        try (Aws aws = AwsStandIn.awsIn("us-east-1")) {
            return new CuratedBaseCheck(aws).warning(ImageReference.parse(base));
        }
    }
}
