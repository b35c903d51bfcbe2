package io.github.erlangcodebuild.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds of a project, each a minute after the one before, unless {@link #at} says otherwise. */
final class TestBuilds {

    static final String CURATED = "aws/codebuild/amazonlinux2-x86_64-standard:5.0";
    static final String PUSHED = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild:27.1";
    static final String OLDER = "123456789012.dkr.ecr.us-east-1.amazonaws.com/erlang-codebuild:26.2.5";
    static final Compute SMALL = new Compute("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL", false);

    private final List<EndedBuild> builds = new ArrayList<>();
    private Compute compute = SMALL;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    /** What the next ones run on. */
    TestBuilds on(Compute other) {
        compute = other;
        return this;
    }

    /** When the next one starts: {@code 2026-11-23T10:00:00Z}. */
    TestBuilds at(String time) {
        return at(Instant.parse(time));
    }

    TestBuilds at(Instant time) {
        now = time;
        return this;
    }

    /** One that succeeded: its phases as {@code "PROVISIONING 20 INSTALL 260"}. */
    TestBuilds succeeded(String image, String phases) {
        return add(image, Outcome.SUCCEEDED, phases);
    }

    TestBuilds failed(String image, String phases) {
        return add(image, Outcome.FAILED, phases);
    }

    TestBuilds stopped(String image, String phases) {
        return add(image, Outcome.STOPPED, phases);
    }

    private TestBuilds add(String image, Outcome outcome, String phases) {
        Map<String, Long> seconds = new LinkedHashMap<>();
        String[] words = phases.split(" ", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            seconds.put(words[i], Long.parseLong(words[i + 1]));
        }
        builds.add(new EndedBuild("erlang:" + builds.size(), "erlang", image, outcome, now, compute, seconds));
        now = now.plusSeconds(60);
        return this;
    }

    List<EndedBuild> list() {
        return List.copyOf(builds);
    }

    /** The report, with this image in use. */
    ProjectReport report(String inUse) {
        return ProjectReport.of("erlang", Optional.of(inUse), builds, 0, Prices.list());
    }

    /** Three builds of five minutes on the curated image, three of half a minute on the pushed one. */
    static TestBuilds typical() {
        TestBuilds builds = new TestBuilds();
        for (int i = 0; i < 3; i++) {
            builds.succeeded(
                    CURATED,
                    "SUBMITTED 0 QUEUED 1 PROVISIONING " + (18 + i)
                            + " DOWNLOAD_SOURCE 3 INSTALL 265 PRE_BUILD 0 BUILD 14 POST_BUILD 0 UPLOAD_ARTIFACTS 1"
                            + " FINALIZING 1");
        }
        builds.failed(CURATED, "SUBMITTED 0 QUEUED 0 PROVISIONING 19 DOWNLOAD_SOURCE 2 INSTALL 400");
        for (int i = 0; i < 3; i++) {
            builds.succeeded(
                    PUSHED,
                    "SUBMITTED 0 QUEUED 1 PROVISIONING " + (20 + i)
                            + " DOWNLOAD_SOURCE 3 INSTALL 1 PRE_BUILD 0 BUILD 12 POST_BUILD 0 UPLOAD_ARTIFACTS 1"
                            + " FINALIZING 1");
        }
        return builds;
    }
}
