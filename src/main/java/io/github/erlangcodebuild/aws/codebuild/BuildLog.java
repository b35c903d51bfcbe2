package io.github.erlangcodebuild.aws.codebuild;

import java.time.Duration;

/** What happens in builds on CodeBuild, told to whoever shows it. */
public interface BuildLog {

    /**
     * A build was started. It goes on when we stop.
     *
     * @param build its id
     * @param console where to see it
     */
    void started(String build, String console);

    /**
     * A phase of a build has ended.
     *
     * @param label which build, where several run; else empty
     * @param phase {@code INSTALL}
     * @param status {@code SUCCEEDED}
     */
    void phase(String label, String phase, String status, Duration duration);

    /** A line of a build's log. */
    void line(String label, String text);
}
