package io.github.erlangcodebuild.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.IamPolicy;
import io.github.erlangcodebuild.aws.IamStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The least rights of doctor: what it calls, which a test of {@code Doctor} checks. */
class DoctorPolicyTest {

    @Test
    void itAllowsWhatIsCalledAndNothingElse() {
        assertThat(IamStatement.actions(IamStatement.of(IamPolicy.DOCTOR.json())))
                .containsExactlyInAnyOrder(
                        "sts:GetCallerIdentity",
                        "ecr:GetAuthorizationToken",
                        "ecr:DescribeRepositories",
                        "ecr:DescribeImages",
                        "s3:ListBucket",
                        "cloudformation:DescribeStacks",
                        "cloudformation:ListStackResources",
                        "codebuild:BatchGetProjects",
                        "iam:GetRole",
                        "iam:SimulatePrincipalPolicy");
    }

    @Test
    void theDocumentationShowsTheSame() throws Exception {
        assertThat(Files.readString(Path.of("docs/doctor.md"))).contains(IamPolicy.DOCTOR.json());
    }
}
