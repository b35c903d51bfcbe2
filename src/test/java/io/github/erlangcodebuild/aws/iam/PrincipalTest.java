package io.github.erlangcodebuild.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrincipalTest {

    @Test
    void aUserIsItself() {
        String user = "arn:aws:iam::123456789012:user/teams/ann";

        assertThat(Principal.of(user, "us-east-1")).hasValueSatisfying(found -> {
            assertThat(found.arns()).containsExactly(user);
            assertThat(found.role()).isEmpty();
        });
    }

    @Test
    void aSessionIsItsRole() {
        assertThat(Principal.of("arn:aws-cn:sts::123456789012:assumed-role/build/session", "cn-north-1"))
                .hasValueSatisfying(found -> {
                    assertThat(found.arns()).containsExactly("arn:aws-cn:iam::123456789012:role/build");
                    assertThat(found.role()).hasValue("build");
                });
    }

    @Test
    void aRoleOfSsoIsLookedForWhereSsoMakesItsRoles() {
        assertThat(Principal.of(
                        "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0a1b/ann@example.com",
                        "eu-west-1"))
                .hasValueSatisfying(
                        found -> assertThat(found.arns())
                                .containsExactly(
                                        "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0a1b",
                                        "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b"));
    }

    @Test
    void aFederatedUserCannotBeSimulated() {
        assertThat(Principal.of("arn:aws:sts::123456789012:federated-user/ann", "us-east-1"))
                .isEmpty();
    }

    @Test
    void theRootUserIsRecognized() {
        assertThat(Principal.isRoot("arn:aws:iam::123456789012:root")).isTrue();
        assertThat(Principal.isRoot("arn:aws:iam::123456789012:user/root")).isFalse();
    }
}
