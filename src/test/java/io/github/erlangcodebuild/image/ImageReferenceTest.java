package io.github.erlangcodebuild.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @Test
    void aReferenceHasRegistryRepositoryAndTag() {
        ImageReference reference = ImageReference.parse("localhost:5000/team/base:1.0");

        assertThat(reference.registry()).isEqualTo("localhost:5000");
        assertThat(reference.repository()).isEqualTo("team/base");
        assertThat(reference.tagOrDigest()).isEqualTo("1.0");
        assertThat(reference).hasToString("localhost:5000/team/base:1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:5000", "[::1]", "[2001:db8::8a2e:370:7334]:443", "[::ffff:10.0.0.1]:5000"})
    void anAddressOfIpv6IsARegistry(String registry) {
        ImageReference reference = ImageReference.parse(registry + "/team/base:1.0@" + DIGEST);

        assertThat(reference.registry()).isEqualTo(registry);
        assertThat(reference.repositoryUri()).isEqualTo(registry + "/team/base");
        assertThat(reference).hasToString(registry + "/team/base:1.0@" + DIGEST);
        assertThat(ImageReference.of(registry, "team/base", "1.0").toString()).isEqualTo(registry + "/team/base:1.0");
        assertThat(ImageReference.namesRegistry(registry + "/base")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1", "::1", "[1:2]", "[::g]:5000", "[]", "[::1]:", "[::1]:port", "[fe80::1%25eth0]"})
    void whatIsNoAddressOfIpv6IsRefused(String registry) {
        assertThatThrownBy(() -> ImageReference.parse(registry + "/base")).isInstanceOf(ActionableException.class);
        assertThatThrownBy(() -> ImageReference.of(registry, "base", "1")).isInstanceOf(ActionableException.class);
    }

    @Test
    void aDigestDecidesOverATag() {
        ImageReference reference = ImageReference.parse("example.com/base:1.0@" + DIGEST);

        assertThat(reference.tag()).contains("1.0");
        assertThat(reference.digest()).isEqualTo(Digest.parse(DIGEST));
        assertThat(reference.tagOrDigest()).isEqualTo(DIGEST);
        assertThat(reference).hasToString("example.com/base:1.0@" + DIGEST);
    }

    @Test
    void withoutTagAndDigestItIsLatest() {
        assertThat(ImageReference.parse("example.com/base").tag()).isEqualTo(Optional.of("latest"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com/Upper", "example.com/base:", "example.com/base:-tag", "a b", "base@sha256:1234"
            })
    void whatIsNoReferenceIsRefusedByItsName(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, base, 1, registry 'https://example.com'",
        "example.com/path, base, 1, registry 'example.com/path'",
        "example.com, Base, 1, repository 'Base'",
        "example.com, a//b, 1, repository 'a//b'",
        "example.com, base, .1, tag '.1'",
        "example.com, base, a:b, tag 'a:b'",
    })
    void aPartThatTheSpecificationDoesNotAllowIsRefusedByItsName(
            String registry, String repository, String tag, String named) {
        assertThatThrownBy(() -> ImageReference.of(registry, repository, tag))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:65536", "localhost:99999", "localhost:12345678901234567890", "[::1]:99999"})
    void aPortThatDoesNotExistIsRefused(String registry) {
        assertThatThrownBy(() -> ImageReference.parse(registry + "/base:1")).isInstanceOf(ActionableException.class);
        assertThatThrownBy(() -> ImageReference.of(registry, "base", "1")).isInstanceOf(ActionableException.class);
        assertThatThrownBy(() -> ImageReference.of("localhost:99999", "base", "1"))
                .hasMessage(
                        "The registry localhost:99999 has the port 99999, but ports go up to 65535.\nCorrect the port.");
    }

    @Test
    void aTagInTheRepositoryHasAPlaceOfItsOwn() {
        assertThatThrownBy(() -> ImageReference.of("localhost:5000", "ci/erlang:27", "latest"))
                .hasMessageContaining("repository 'ci/erlang:27' is not a repository name.")
                .hasMessageContaining("-Derlang-codebuild.repository=ci/erlang -Derlang-codebuild.tags=27.");
    }

    @Test
    void aRepositoryThatRepeatsTheRegistryIsRefused() {
        assertThatThrownBy(() -> ImageReference.of("r.example.com", "r.example.com/ci/erlang", "latest"))
                .hasMessageContaining("begins with the registry.")
                .hasMessageContaining("-Derlang-codebuild.repository=ci/erlang.");
    }

    @Test
    void aRepositoryOfMoreThan255CharactersIsRefused() {
        assertThatThrownBy(() -> ImageReference.of("example.com", "a".repeat(256), "1"))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("255");
    }

    @Test
    void theRepositoryIsWithoutTagAndDigest() {
        assertThat(ImageReference.repositoryOf("example.com:5000/team/otp:27.1"))
                .isEqualTo("example.com:5000/team/otp");
        assertThat(ImageReference.repositoryOf("example.com/team/otp@sha256:" + "a".repeat(64)))
                .isEqualTo("example.com/team/otp");
        assertThat(ImageReference.repositoryOf("example.com:5000/otp")).isEqualTo("example.com:5000/otp");
        assertThat(ImageReference.repositoryOf("erlang:27"))
                .isEqualTo(ImageReference.repositoryOf("docker.io/library/erlang"));
        assertThat(ImageReference.repositoryOf("no reference at all")).isEqualTo("no reference at all");
    }

    @Test
    void aReferenceWithoutARegistryIsOneOfDockerHub() {
        assertThat(ImageReference.namesRegistry("team/otp:27.1")).isFalse();
        assertThat(ImageReference.namesRegistry("otp:27.1")).isFalse();
        assertThat(ImageReference.namesRegistry("example.com/otp")).isTrue();
        assertThat(ImageReference.namesRegistry("registry:5000/otp")).isTrue();
        assertThat(ImageReference.namesRegistry("localhost/otp")).isTrue();
    }
}
