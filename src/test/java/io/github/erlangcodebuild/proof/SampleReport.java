package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The page in the pictures of {@code docs/proof.md}, which {@code src/acceptance/picture-report.sh} takes. Its figures are made up. */
final class SampleReport {

    private SampleReport() {}

    /** Writes {@code builds.html}, of one project, and {@code all.html}, of two, into the directory of this name. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        BuildsReport.Section erlang = section("erlang", PUSHED, fast());
        Files.writeString(directory.resolve("builds.html"), page(erlang));
        Files.writeString(directory.resolve("all.html"), page(erlang, section("gateway", OLDER, slow())));
    }

    private static String page(BuildsReport.Section... sections) {
        return ReportHtml.page(new BuildsReport(
                "123456789012", "us-east-1", Instant.parse("2026-11-24T09:30:00Z"), List.of(sections)));
    }

    private static BuildsReport.Section section(String project, String inUse, TestBuilds builds) {
        ProjectReport report = ProjectReport.of(project, Optional.of(inUse), builds.list(), 1, Prices.list());
        return new BuildsReport.Section(
                report, ProvisioningAdvice.of(report.provisioning(), Optional.of(CURATED + "-26.10.15"), ""));
    }

    private static TestBuilds fast() {
        TestBuilds builds = new TestBuilds();
        for (int i = 0; i < 21; i++) {
            builds.succeeded(CURATED, phases(18 + i % 4, 263 + i % 5, 14));
        }
        builds.failed(CURATED, phases(19, 20, 0));
        for (int i = 0; i < 14; i++) {
            builds.succeeded(OLDER, phases(21 + i % 3, 1, 13));
        }
        for (int i = 0; i < 9; i++) {
            builds.succeeded(PUSHED, phases(19 + i % 3, 1, 12 + i % 2));
        }
        return builds.stopped(PUSHED, phases(20, 0, 0));
    }

    private static TestBuilds slow() {
        TestBuilds builds = new TestBuilds();
        for (int i = 0; i < 6; i++) {
            builds.succeeded(CURATED, phases(18 + i % 3, 264, 31));
        }
        for (int i = 0; i < 4; i++) {
            builds.succeeded(OLDER, phases(345 + i, 1, 30));
        }
        return builds;
    }

    private static String phases(int provisioning, int install, int build) {
        return "SUBMITTED 0 QUEUED 1 PROVISIONING " + provisioning + " DOWNLOAD_SOURCE 3 INSTALL " + install
                + " PRE_BUILD 0 BUILD " + build + " POST_BUILD 0 UPLOAD_ARTIFACTS 1 FINALIZING 1";
    }
}
