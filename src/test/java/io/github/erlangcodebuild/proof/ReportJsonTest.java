package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

    @Test
    void itHasEveryFigureOfTheTable() throws Exception {
        JsonNode json = json(TestBuilds.typical().report(PUSHED), "a note");

        assertThat(json.at("/schemaVersion").asInt()).isEqualTo(1);
        assertThat(json.at("/account").asText()).isEqualTo("123456789012");
        assertThat(json.at("/region").asText()).isEqualTo("us-east-1");
        assertThat(json.at("/created").asText()).isEqualTo("2026-11-24T09:30:00Z");
        JsonNode project = json.at("/projects/0");
        assertThat(project.at("/project").asText()).isEqualTo("erlang");
        assertThat(project.at("/imageInUse").asText()).isEqualTo(PUSHED);
        assertThat(project.at("/images/0/image").asText()).isEqualTo(CURATED);
        assertThat(project.at("/images/0/curated").asBoolean()).isTrue();
        assertThat(project.at("/images/0/lastStarted").asText()).isEqualTo("2026-11-23T10:03:00Z");
        assertThat(project.at("/images/0/builds").toString()).isEqualTo("{\"succeeded\":3,\"failed\":1,\"stopped\":0}");
        assertThat(project.at("/images/0/medianSeconds/INSTALL").asDouble()).isEqualTo(265);
        assertThat(project.at("/images/0/medianSeconds/total").asDouble()).isEqualTo(304);
        assertThat(project.at("/images/0/medianUsd").asDouble()).isEqualTo(0.03);
        assertThat(project.at("/images/1/compute/0").toString())
                .isEqualTo("{\"environmentType\":\"LINUX_CONTAINER\",\"computeType\":\"BUILD_GENERAL1_SMALL\","
                        + "\"reservedCapacity\":false,\"usdPerMinute\":0.005}");
        assertThat(project.at("/comparisons/0").toString())
                .isEqualTo("{\"before\":\"" + CURATED + "\",\"after\":\"" + PUSHED
                        + "\",\"ratio\":7.6,\"verdict\":\"faster\",\"sameCompute\":true}");
        assertThat(project.at("/provisioning").toString())
                .isEqualTo("{\"answer\":\"AS_CURATED\",\"notes\":[\"a note\"]}");
    }

    @Test
    void itHasEveryBuildInTheOrderOfTheirStarts() throws Exception {
        JsonNode builds = json(new TestBuilds()
                        .at("2026-11-24T10:00:00Z")
                        .failed(PUSHED, "PROVISIONING 20 BUILD 1")
                        .at("2026-11-23T10:00:00Z")
                        .succeeded(CURATED, "PROVISIONING 20 BUILD 40")
                        .report(PUSHED))
                .at("/projects/0/builds");

        assertThat(builds).hasSize(2);
        assertThat(builds.get(0).toString())
                .isEqualTo("{\"id\":\"erlang:1\",\"image\":\"" + CURATED
                        + "\",\"outcome\":\"succeeded\",\"started\":\"2026-11-23T10:00:00Z\",\"seconds\":60}");
        assertThat(builds.get(1).at("/outcome").asText()).isEqualTo("failed");
    }

    @Test
    void secondsAreExactHere() throws Exception {
        JsonNode seconds = json(new TestBuilds()
                        .succeeded(PUSHED, "BUILD 10")
                        .succeeded(PUSHED, "BUILD 13")
                        .report(PUSHED))
                .at("/projects/0/images/0/medianSeconds");

        assertThat(seconds.toString()).isEqualTo("{\"BUILD\":11.5,\"total\":11.5}");
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws Exception {
        JsonNode image = json(new TestBuilds()
                        .on(new Compute("LINUX_GPU_CONTAINER", "BUILD_GENERAL1_LARGE", false))
                        .failed(PUSHED, "BUILD 3")
                        .report(PUSHED))
                .at("/projects/0/images/0");

        assertThat(image.at("/medianSeconds").size()).isZero();
        assertThat(image.has("medianUsd")).isFalse();
        assertThat(image.at("/compute/0").has("usdPerMinute")).isFalse();
    }

    private static JsonNode json(ProjectReport report, String... notes) throws Exception {
        return new ObjectMapper()
                .readTree(ReportJson.text(new BuildsReport(
                        "123456789012",
                        "us-east-1",
                        Instant.parse("2026-11-24T09:30:00Z"),
                        List.of(new BuildsReport.Section(report, List.of(notes))))));
    }
}
