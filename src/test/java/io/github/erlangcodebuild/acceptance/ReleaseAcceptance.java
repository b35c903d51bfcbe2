package io.github.erlangcodebuild.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Request.Part;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.erlangcodebuild.testing.PushSetup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A release as RELEASING.md has it, to stand-ins of Maven Central, and the first command that a user types after it. */
@Tag("acceptance")
class ReleaseAcceptance {

    private static final String VERSION = "9.8.7";
    private static final String NAME = "erlang-codebuild-maven-plugin-" + VERSION;
    private static final String IN_BUNDLE =
            "io/github/erlang-codebuild/erlang-codebuild-maven-plugin/" + VERSION + "/" + NAME;

    /** What Central demands: <a href="https://central.sonatype.org/publish/requirements/">requirements</a>. */
    private static final List<String> ARTIFACTS = List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar");

    @TempDir
    private static Path directory;

    private static WireMockServer central;
    private static Map<String, byte[]> bundle;

    @BeforeAll
    static void release() throws IOException {
        central = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        central.start();
        central.stubFor(post(urlPathEqualTo("/api/v1/publisher/upload"))
                .willReturn(aResponse().withStatus(201).withBody("28570f16-da32-4c14-bd2e-c1acc0782365")));
        central.stubFor(post(urlPathEqualTo("/api/v1/publisher/status"))
                .willReturn(okJson("{\"deploymentState\": \"VALIDATED\"}")));

        Shell.run("release.sh", directory.toString(), VERSION, central.baseUrl());

        bundle = unzip(uploaded());
    }

    @AfterAll
    static void stop() {
        central.stop();
    }

    @Test
    void theBundleForCentralHasEachArtifactWithSignatureAndChecksums() throws IOException {
        assertThat(bundle.keySet()).allSatisfy(name -> assertThat(name).startsWith(IN_BUNDLE));
        for (String artifact : ARTIFACTS) {
            byte[] bytes = file(artifact);
            assertThat(checksum(artifact + ".md5")).isEqualTo(DigestUtils.md5Hex(bytes));
            assertThat(checksum(artifact + ".sha1")).isEqualTo(DigestUtils.sha1Hex(bytes));
            Path signed = Files.write(directory.resolve("signed" + artifact), bytes);
            Path signature = Files.write(directory.resolve("signed" + artifact + ".asc"), file(artifact + ".asc"));
            Shell.run(
                    "verify-signature.sh",
                    directory.resolve("gnupg").toString(),
                    signature.toString(),
                    signed.toString());
        }
    }

    @Test
    void thePomSaysAllThatCentralDemands() throws Exception {
        Document pom = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(file(".pom")));

        assertThat(children(pom.getDocumentElement()))
                .containsEntry("version", VERSION)
                .containsKeys("name", "description", "url", "licenses", "developers", "scm");
        assertThat(children((Element) pom.getElementsByTagName("scm").item(0)))
                .containsKeys("connection", "developerConnection", "url");
        assertThat(children((Element) pom.getElementsByTagName("developer").item(0)))
                .containsKeys("name", "organization", "organizationUrl");
        assertThat(new String(file(".pom"), StandardCharsets.UTF_8)).doesNotContain("SNAPSHOT");
    }

    /** Whoever releases looks at it first, and then publishes it. */
    @Test
    void nothingIsPublishedUnseen() {
        assertThat(uploads()).singleElement().satisfies(upload -> assertThat(
                        upload.getQueryParams().get("publishingType"))
                .satisfies(type -> assertThat(type.firstValue()).isEqualTo("USER_MANAGED")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.9.16", "4.0.0-rc-4"})
    void theShortCommandPushesWhereNothingIsThereButMaven(String maven) throws IOException {
        Path user = Files.createDirectory(directory.resolve("user-of-" + maven));
        try (PushSetup setup = PushSetup.at(user)) {
            List<String> arguments = new ArrayList<>(List.of(
                    maven,
                    user.toString(),
                    directory.resolve("repository").toUri().toString()));
            arguments.add("erlang-codebuild:push");
            setup.parameters().forEach((name, value) -> arguments.add("-D" + name + "=" + value));

            String printed = Shell.run("use-release.sh", arguments.toArray(String[]::new));

            assertThat(printed).contains(":" + VERSION + ":push (default-cli)");
            assertThat(setup.pushed("27.1").digest())
                    .isEqualTo(setup.pushed("latest").digest());
        }
    }

    private static List<LoggedRequest> uploads() {
        return central.findAll(postRequestedFor(urlPathEqualTo("/api/v1/publisher/upload")));
    }

    private static byte[] uploaded() {
        return uploads().get(0).getParts().stream()
                .map(Part::getBody)
                .findFirst()
                .orElseThrow()
                .asBytes();
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return files;
    }

    private static byte[] file(String ending) {
        return Objects.requireNonNull(bundle.get(IN_BUNDLE + ending), IN_BUNDLE + ending + " is not in the bundle");
    }

    private static String checksum(String ending) {
        return new String(file(ending), StandardCharsets.US_ASCII);
    }

    private static Map<String, String> children(Element parent) {
        Map<String, String> texts = new TreeMap<>();
        Stream.iterate(parent.getFirstChild(), node -> node != null, node -> node.getNextSibling())
                .filter(Element.class::isInstance)
                .forEach(node ->
                        texts.put(node.getNodeName(), node.getTextContent().trim()));
        return texts;
    }
}
