package io.github.erlangcodebuild.aws.codebuild;

import java.time.Duration;

/** The events of builds on CodeBuild. */
public interface BuildLog {

    /**
     * A build or a batch was started. It runs on when this process ends.
     *
     * @param build its id: {@code PROJECT:UUID}
     * @param console the URL of its page in the AWS console
     */
    void started(String build, String console);

    /**
     * A phase of a build has ended.
     *
     * @param label which build of a batch; "" for a single build
     * @param phase {@code INSTALL}
     * @param status {@code SUCCEEDED}
     */
    void phase(String label, String phase, String status, Duration duration);

    /**
     * A build has written a line into its log.
     *
     * @param label which build of a batch; "" for a single build
     */
    void line(String label, String text);
}
