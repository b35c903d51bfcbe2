package io.github.erlangcodebuild.aws.cloudformation;

import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.formationError;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.noStack;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.stackIs;
import static io.github.erlangcodebuild.bootstrap.BootstrapStandIn.xml;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.bootstrap.BootstrapStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StackStateTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @Test
    void itIsSaidWithItsReason() {
        BootstrapStandIn account = new BootstrapStandIn(standIn);
        account.stack(
                stackIs("UPDATE_COMPLETE"),
                xml("DescribeStacks", """
                        <Stacks><member><StackName>x</StackName><StackStatus>UPDATE_ROLLBACK_FAILED</StackStatus>
                        <StackStatusReason>No room.</StackStatusReason></member></Stacks>"""),
                noStack(),
                formationError(403, "AccessDenied", "denied"));

        try (Aws aws = AwsStandIn.aws()) {
            assertThat(StackState.of(aws, "x")).isEqualTo("UPDATE_COMPLETE");
            assertThat(StackState.of(aws, "x")).isEqualTo("UPDATE_ROLLBACK_FAILED (No room.)");
            assertThat(StackState.of(aws, "x")).isEqualTo("gone");
            assertThat(StackState.of(aws, "x")).startsWith("in a state that cannot be looked at (denied");
        }
    }
}
