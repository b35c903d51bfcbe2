package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.OLDER;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The report that {@code docs/proof.md} shows, as a table and in the pictures that {@code src/acceptance/picture-report.sh} takes. Its
 * figures are made up.
 */
final class SampleReport {

    private static final Instant FIRST = Instant.parse("2026-11-04T08:10:00Z");

    /** Working hours between two builds, on average. */
    private static final double HOURS = 3.2;

    private final Random random = new Random(27);
    private final TestBuilds builds = new TestBuilds();
    private Instant now = FIRST;

    private SampleReport() {}

    /**
     * Writes {@code builds.html}, of one project, and {@code all.html}, of many that are hard to show, into the directory of
     * this name.
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        BuildsReport.Section erlang = erlang();
        Files.writeString(directory.resolve("builds.html"), page(List.of(erlang)));
        List<BuildsReport.Section> all = new ArrayList<>(List.of(
                erlang,
                section("gateway", OLDER, slower()),
                section("billing-service", CURATED, oneImage()),
                section("nightly", PUSHED, noneAfter()),
                section(
                        "a-project-whose-name-is-as-long-as-a-name-may-be_" + "and-longer-".repeat(18),
                        longName(),
                        longNames()),
                section("monorepo", PUSHED, manyImages()),
                section("tests", PUSHED, twoHundred()),
                section("same", PUSHED, same()),
                section("one", PUSHED, new TestBuilds().succeeded(PUSHED, phases(20, 1, 12))),
                section("broken", PUSHED, new TestBuilds().failed(PUSHED, phases(20, 3, 0))),
                section("new", PUSHED, new TestBuilds())));
        all.add(section("docs", PUSHED, TestBuilds.typical()));
        Files.writeString(directory.resolve("all.html"), page(all));
    }

    static BuildsReport.Section erlang() {
        return section("erlang", PUSHED, fast());
    }

    private static String page(List<BuildsReport.Section> sections) {
        return ReportHtml.page(
                new BuildsReport("123456789012", "us-east-1", Instant.parse("2026-11-24T16:30:00Z"), sections));
    }

    private static BuildsReport.Section section(String project, String inUse, TestBuilds builds) {
        ProjectReport report = ProjectReport.of(project, Optional.of(inUse), builds.list(), 1, Prices.list());
        return new BuildsReport.Section(
                report, ProvisioningAdvice.of(report.provisioning(), Optional.of(CURATED + "-26.10.15"), ""));
    }

    private static TestBuilds fast() {
        return new SampleReport()
                .some(14, CURATED, 19, 265, 14)
                .failed(CURATED, 400)
                .some(8, CURATED, 19, 265, 14)
                .some(6, OLDER, 21, 1, 14)
                .failed(OLDER, 1)
                .some(7, OLDER, 21, 1, 14)
                .some(9, PUSHED, 20, 1, 12)
                .stopped(PUSHED)
                .some(5, PUSHED, 20, 1, 12)
                .builds;
    }

    private static TestBuilds slower() {
        return new SampleReport().some(12, CURATED, 19, 264, 31).some(7, OLDER, 345, 1, 30).builds;
    }

    private static TestBuilds oneImage() {
        return new SampleReport().some(20, CURATED, 20, 262, 45).builds;
    }

    private static TestBuilds noneAfter() {
        return new SampleReport().some(9, CURATED, 20, 262, 45).failed(CURATED, 7000).builds;
    }

    private static TestBuilds longNames() {
        return new SampleReport()
                .some(
                        5,
                        "registry.example.com/a/b/" + "deeply-nested-and-long-".repeat(4) + "image:1.0-rc.1",
                        30,
                        200,
                        40)
                .some(5, longName(), 30, 2, 40)
                .builds;
    }

    private static String longName() {
        return PUSHED.replace(":27.1", "") + "/" + "x".repeat(120) + "@sha256:" + "0123456789abcdef".repeat(4);
    }

    private static TestBuilds manyImages() {
        SampleReport sample = new SampleReport();
        sample.some(5, CURATED, 19, 265, 300);
        for (int i = 1; i <= 7; i++) {
            sample.some(4, OLDER.replace("26.2.5", "26.2." + i), 21, 1, 300);
        }
        return sample.some(6, PUSHED, 21, 1, 280).builds;
    }

    private static TestBuilds twoHundred() {
        SampleReport sample = new SampleReport();
        sample.some(110, CURATED, 19, 265, 14);
        for (int i = 0; i < 12; i++) {
            sample.some(7, PUSHED, 20, 1, 12).failed(PUSHED, 3);
        }
        return sample.builds;
    }

    private static TestBuilds same() {
        return new SampleReport().some(3, CURATED, 20, 1, 40).some(2, PUSHED, 21, 1, 40).builds;
    }

    private SampleReport some(int count, String image, int provisioning, int install, int build) {
        for (int i = 0; i < count; i++) {
            builds.at(next()).succeeded(image, phases(about(provisioning), about(install), about(build)));
        }
        return this;
    }

    private SampleReport failed(String image, int install) {
        builds.at(next()).failed(image, phases(20, install, 0));
        return this;
    }

    private SampleReport stopped(String image) {
        builds.at(next()).stopped(image, phases(20, 0, 0));
        return this;
    }

    /** Now and then one takes longer than the others do, and none much shorter. */
    private int about(int seconds) {
        return (int) Math.round(seconds * (1 + Math.abs(random.nextGaussian()) / (random.nextInt(9) == 0 ? 5 : 25)));
    }

    /** In working hours. */
    private Instant next() {
        now = now.plusSeconds((long) (HOURS * 3600 * (0.2 + 1.6 * random.nextDouble())));
        long hour = now.getEpochSecond() / 3600 % 24;
        if (hour >= 17) {
            now = now.plus(Duration.ofHours(15));
        }
        return now;
    }

    private static String phases(int provisioning, int install, int build) {
        return "SUBMITTED 0 QUEUED 1 PROVISIONING " + provisioning + " DOWNLOAD_SOURCE 3 INSTALL " + install
                + " PRE_BUILD 0 BUILD " + build + " POST_BUILD 0 UPLOAD_ARTIFACTS 1 FINALIZING 1";
    }
}
