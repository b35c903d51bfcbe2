package io.github.erlangcodebuild.proof;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The phases of a build. */
final class Phases {

    static final String PROVISIONING = "PROVISIONING";

    /** In the order in which CodeBuild goes through them. */
    static final List<String> ORDER = List.of(
            "SUBMITTED",
            "QUEUED",
            PROVISIONING,
            "DOWNLOAD_SOURCE",
            "INSTALL",
            "PRE_BUILD",
            "BUILD",
            "POST_BUILD",
            "UPLOAD_ARTIFACTS",
            "FINALIZING");

    /** AWS bills from PROVISIONING on: docs/proof.md says where that is from. */
    static final Set<String> NOT_BILLED = Set.of("SUBMITTED", "QUEUED");

    private Phases() {}

    /** All known phases in their order, and after them those that CodeBuild may have come up with since. */
    static List<String> rows(Collection<String> seen) {
        Set<String> others = new TreeSet<>(seen);
        ORDER.forEach(others::remove);
        return Stream.concat(ORDER.stream(), others.stream()).toList();
    }
}
