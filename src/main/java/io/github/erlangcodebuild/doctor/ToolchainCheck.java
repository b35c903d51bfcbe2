package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.s3.ListedToolchain;
import io.github.erlangcodebuild.aws.s3.ToolchainBucket;
import io.github.erlangcodebuild.aws.s3.ToolchainStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The toolchains in bootstrap's bucket. */
final class ToolchainCheck {

    private static final String ID = "toolchains";
    private static final String LABEL = "Toolchains";

    private ToolchainCheck() {}

    static Examination.Check<List<ListedToolchain>> of(Aws aws, Examination examination) {
        return new Examination.Check<>(ID, LABEL, () -> {
            String bucket = ToolchainBucket.name(aws);
            Optional<List<ListedToolchain>> listed =
                    examination.trying("s3:ListBucket", () -> new ToolchainStore(aws).list());
            List<ListedToolchain> toolchains = listed.orElse(List.of());
            return Checked.of(finding(bucket, listed.isPresent(), toolchains).with("bucket", bucket), toolchains);
        });
    }

    private static Finding finding(String bucket, boolean exists, List<ListedToolchain> toolchains) {
        if (!exists) {
            return Finding.warning(ID, LABEL, "none: there is no bucket " + bucket);
        }
        if (toolchains.isEmpty()) {
            return Finding.warning(ID, LABEL, "none in s3://" + bucket);
        }
        Map<String, List<String>> byVersion = toolchains.stream()
                .collect(Collectors.groupingBy(
                        ListedToolchain::otpVersion,
                        TreeMap::new,
                        Collectors.mapping(ListedToolchain::architecture, Collectors.toList())));
        String text = byVersion.entrySet().stream()
                .map(version -> version.getKey() + " (" + String.join(", ", version.getValue()) + ")")
                .collect(Collectors.joining(", "));
        return Finding.ok(ID, LABEL, text)
                .with(
                        "toolchains",
                        toolchains.stream()
                                .map(toolchain -> toolchain.otpVersion() + "/" + toolchain.architecture())
                                .toList());
    }
}
