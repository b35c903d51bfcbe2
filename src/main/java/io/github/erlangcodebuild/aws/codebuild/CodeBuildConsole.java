package io.github.erlangcodebuild.aws.codebuild;

import io.github.erlangcodebuild.aws.Aws;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a person sees a build: its URL in the AWS console, or, where the console's address is not known, the command that shows it. The
 * URLs that CodeBuild returns lead nowhere until a build has a log.
 */
final class CodeBuildConsole {

    private CodeBuildConsole() {}

    /** @param id of a build: {@code PROJECT:UUID} */
    static String build(Aws aws, String id) {
        return url(aws, "build", id, "batch-get-builds");
    }

    /** @param id of a batch: {@code PROJECT:UUID} */
    static String batch(Aws aws, String id) {
        return url(aws, "batch", id, "batch-get-build-batches");
    }

    /** The project in the id of a build or a batch. */
    static String project(String id) {
        return id.substring(0, Math.max(0, id.indexOf(':')));
    }

    private static String url(Aws aws, String kind, String id, String command) {
        return Aws.console(aws.region())
                .map(console -> console + "/codesuite/codebuild/" + aws.account() + "/projects/" + project(id) + "/"
                        + kind + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/?region=" + aws.region())
                .orElse("aws codebuild " + command + " --ids " + id + " --region " + aws.region());
    }
}
