package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImmutableTagsTest {

    private final Path directory;

    ImmutableTagsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aTagThatNamesAnotherImageAndMustNotMoveStopsThePushBeforeAnyLayer() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            var taken = target.fixture().push("erlang", "27.1", TestBaseImage.docker());
            target.clearRequests();

            ActionableException failure = push(source, target).failure();

            assertThat(failure.problem())
                    .contains("tag 27.1 of " + target.host() + "/erlang")
                    .contains(taken.digest().toString());
            assertThat(failure.remedy()).contains("-Derlang-codebuild.tags=");
            assertThat(target.blobRequests()).isEmpty();
            assertThat(target.tags("erlang")).containsExactly("27.1");
        }
    }

    @Test
    void aTagThatNamesThisImageAlreadyNeedNotMove() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            push(source, target).tags("27.1").push();

            PushResult again = push(source, target).push();

            assertThat(target.fixture()
                            .manifest("erlang", "latest")
                            .orElseThrow()
                            .digest())
                    .isEqualTo(again.image().digest());
        }
    }

    @Test
    void anotherPushOfTheSameImageThatWasQuickerIsNoFailure() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            push(source, target).push();
            target.failNext("HEAD", "/manifests/27.1", 404, 1); // as it was before the other push
            refuseToMove(target);

            PushResult result = push(source, target).push();

            assertThat(target.fixture().manifest("erlang", "27.1").orElseThrow().digest())
                    .isEqualTo(result.image().digest());
        }
    }

    @Test
    void anotherPushOfAnotherImageThatWasQuickerIsNotOverruled() {
        try (EmbeddedRegistry source = EmbeddedRegistry.start();
                EmbeddedRegistry target = EmbeddedRegistry.start()) {
            source.fixture().push("base", "1", TestPush.base());
            target.fixture().push("erlang", "27.1", TestBaseImage.docker());
            target.failNext("HEAD", "/manifests/27.1", 404, 1);
            refuseToMove(target);

            ActionableException failure = push(source, target).failure();

            assertThat(failure.problem())
                    .startsWith("Cannot push the manifest of tag 27.1")
                    .contains("TAG_INVALID");
            assertThat(failure.remedy()).contains("-Derlang-codebuild.tags=").contains("imageTagMutability");
        }
    }

    /** In Amazon ECR's words. */
    private static void refuseToMove(EmbeddedRegistry target) {
        target.answerNext(
                "PUT",
                "/manifests/27.1",
                400,
                Map.of(),
                "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"The image tag '27.1' already exists in the 'erlang'"
                        + " repository and cannot be overwritten because the repository is immutable.\"}]}",
                EmbeddedRegistry.ALWAYS);
    }

    private TestPush push(EmbeddedRegistry source, EmbeddedRegistry target) {
        return new TestPush(directory).from(source).to(target).immutableTags();
    }
}
