package io.github.erlangcodebuild.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.rollout.ImageChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutConsoleTest {

    private static final Digest DIGEST =
            Digest.parse("sha256:" + "1".repeat(64)).orElseThrow();

    private final List<String> shown = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final RolloutConsole console = new RolloutConsole(new RecordingOutput(shown), () -> now);

    @Test
    void eachEventIsShownWithTheTimeSinceTheBeginning() {
        console.image("host/repository:27.1", Optional.of(DIGEST));
        console.deploying("ci", false);
        now = now.plus(Duration.ofSeconds(61));
        console.event("Project", "AWS::CodeBuild::Project", "UPDATE_IN_PROGRESS", "");
        console.event("Project", "AWS::CodeBuild::Project", "UPDATE_FAILED", "no rights");
        console.unchanged("ci");
        console.updated(new ImageChange("project server", "server", "a", "b", ""));
        console.undoing();
        console.notChecked("which projects use the image now: no rights");
        console.warn("Look here.");

        assertThat(shown)
                .containsExactly(
                        "Image:     host/repository:27.1",
                        "           " + DIGEST,
                        "Updating the stack ci",
                        "   1:01  UPDATE_IN_PROGRESS  Project (AWS::CodeBuild::Project)",
                        "   1:01  UPDATE_FAILED  Project (AWS::CodeBuild::Project): no rights",
                        "Nothing to change for ci",
                        "Updated the project server: b",
                        "Going back to the previous image",
                        "Not checked: which projects use the image now: no rights",
                        "WARNING Look here.");
    }

    @Test
    void aDigestThatTheNameEndsWithIsShownOnce() {
        console.image("host/repository@" + DIGEST, Optional.of(DIGEST));
        console.image("aws/codebuild/standard:7.0", Optional.empty());

        assertThat(shown)
                .containsExactly("Image:     host/repository@" + DIGEST, "Image:     aws/codebuild/standard:7.0");
    }
}
