package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.registry.Denials;
import io.github.erlangcodebuild.registry.InsecureHosts;
import io.github.erlangcodebuild.registry.Registries;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import io.github.erlangcodebuild.registry.RegistrySettings;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.TestBaseImage;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** CodeBuild's images by either of their names. */
class BaseLookupTest {

    private static final String OLDER = "codebuild/amazonlinux2-x86_64-standard";
    private static final String NEWER = "codebuild/amazonlinux-x86_64-standard";

    @AutoClose
    private final EmbeddedRegistry registry = EmbeddedRegistry.start();

    @AutoClose
    private final HttpClients clients = HttpClients.create(Proxies.none());

    private final RecordingLog log = new RecordingLog();

    @Test
    void whatIsThereByItsNameIsTakenWithoutAWord() {
        Manifest older = registry.fixture().push(OLDER, "5.0", TestPush.base());
        registry.fixture().push(NEWER, "5.0", TestPush.base());

        assertThat(find(OLDER).image().digest()).isEqualTo(older.digest());
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void whatIsGoneByTheOneNameIsFoundByTheOther() {
        Manifest newer = registry.fixture().push(NEWER, "5.0", TestPush.base());

        BaseLookup.Found found = find(OLDER);

        assertThat(found.image().digest()).isEqualTo(newer.digest());
        assertThat(found.image().reference()).isEqualTo(reference(NEWER));
        assertThat(found.repository().hasBlob(found.image().layers().get(0).descriptor()))
                .isTrue();
        assertThat(log.warnings())
                .containsExactly("There is no " + reference(OLDER) + ". " + reference(NEWER)
                        + " is the same image to CodeBuild, and is used.");
    }

    @Test
    void andTheOtherWayRound() {
        Manifest older = registry.fixture().push(OLDER, "5.0", TestPush.base());

        assertThat(find(NEWER).image().digest()).isEqualTo(older.digest());
    }

    @Test
    void whatIsThereByNeitherNameIsMissingByTheOneThatWasAskedFor() {
        assertThatThrownBy(() -> find(OLDER))
                .hasMessageContaining(reference(OLDER).toString());
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void anImageThatIsNotCodeBuildsHasOneName() {
        registry.fixture().push("mine/amazonlinux-x86_64-standard", "5.0", TestPush.base());

        assertThatThrownBy(() -> find("mine/amazonlinux2-x86_64-standard"))
                .hasMessageContaining("mine/amazonlinux2-x86_64-standard");
    }

    /** Whether AWS goes on to publish both, nobody here can know. */
    @Test
    void twoImagesByTheTwoNamesAreWarnedOf() {
        Manifest older = registry.fixture().push(OLDER, "5.0", TestPush.base());
        Manifest newer = registry.fixture().push(NEWER, "5.0", TestPush.base().env("RELEASE=newer"));

        assertThat(new BaseLookup(registries(), log, any -> true)
                        .find(reference(OLDER), BaseLookupTest::platform)
                        .image()
                        .digest())
                .isEqualTo(older.digest());

        assertThat(log.warnings())
                .containsExactly(reference(OLDER) + " (" + older.digest() + ") and " + reference(NEWER) + " ("
                        + newer.digest()
                        + ") are not the same image any more. This push uses the first, as baseImage says. If"
                        + " CodeBuild's builds run on the second, use -Derlang-codebuild.baseImage=" + reference(NEWER)
                        + ".");
    }

    @Test
    void oneImageByTwoNamesIsNot() {
        TestBaseImage image = TestPush.base();
        registry.fixture().push(OLDER, "5.0", image);
        registry.fixture().push(NEWER, "5.0", image);

        new BaseLookup(registries(), log, any -> true).find(reference(OLDER), BaseLookupTest::platform);

        assertThat(log.warnings()).isEmpty();
    }

    private BaseLookup.Found find(String repository) {
        return new BaseLookup(registries(), log).find(reference(repository), BaseLookupTest::platform);
    }

    private static Platform platform() {
        return new Platform("linux", "amd64");
    }

    private ImageReference reference(String repository) {
        return ImageReference.parse(registry.host() + "/" + repository + ":5.0");
    }

    private Registries registries() {
        return new Registries(
                clients,
                RegistryCredentials.none(),
                new RegistrySettings("test/1", InsecureHosts.parse(List.of("127.0.0.1")), Denials.none()),
                log,
                warning -> {},
                debug -> {});
    }
}
