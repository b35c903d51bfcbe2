package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.nio.file.Path;
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

    private TestPush push(EmbeddedRegistry source, EmbeddedRegistry target) {
        return new TestPush(directory).from(source).to(target).immutableTags();
    }
}
