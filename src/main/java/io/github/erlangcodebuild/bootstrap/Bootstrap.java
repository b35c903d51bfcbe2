package io.github.erlangcodebuild.bootstrap;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.Polling;
import io.github.erlangcodebuild.aws.cloudformation.StackDeployment;
import io.github.erlangcodebuild.aws.codebuild.BuildBatchRequest;
import io.github.erlangcodebuild.aws.codebuild.BuildRequest;
import io.github.erlangcodebuild.aws.codebuild.BuildRunner;
import io.github.erlangcodebuild.aws.codebuild.PullCredentials;
import io.github.erlangcodebuild.aws.s3.StoredToolchain;
import io.github.erlangcodebuild.aws.s3.ToolchainBucket;
import io.github.erlangcodebuild.aws.s3.ToolchainStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Has OTP and rebar3 compiled by kerl in CodeBuild, and stored in S3 as a toolchain bundle: the stack, the scripts, the
 * build, in this order. What is there already, of the same inputs, is not compiled again, and then nothing is touched.
 */
public final class Bootstrap {

    private final Aws aws;
    private final BootstrapLog log;
    private final Polling polling;
    private final ToolchainStore store;

    public Bootstrap(Aws aws, BootstrapLog log) {
        this(aws, log, Polling.every(Duration.ofSeconds(3)));
    }

    Bootstrap(Aws aws, BootstrapLog log, Polling polling) {
        this.aws = aws;
        this.log = log;
        this.polling = polling;
        this.store = new ToolchainStore(aws);
    }

    /**
     * Compiles what is missing, and waits until it is there.
     *
     * @return where the descriptors of all toolchains are that were asked for: {@code s3://…/toolchain.json}
     * @throws ActionableException when the stack or a build failed, or took too long
     */
    public List<String> run(BootstrapRequest request) {
        List<ToolchainBuild> wanted = builds(request);
        List<ToolchainBuild> missing = request.force() ? wanted : missing(wanted);
        if (!missing.isEmpty()) {
            log.compiling(missing.size());
            BootstrapStack stack = stack(request);
            BootstrapStack.Outputs outputs = stack.deploy(missing);
            String source = storeScripts(outputs.bucket(), stack.deletion());
            compile(missing, outputs.project(), source, polling.now().plus(request.timeout()));
            missing.forEach(this::requirePresent);
        }
        return wanted.stream().map(this::location).toList();
    }

    /**
     * Looks at what {@link #run} would do, and changes nothing. For an existing stack a change set is created and deleted
     * again. For a new one none is created, since CloudFormation would keep an empty stack of it.
     *
     * @throws ActionableException when the stack is not the bootstrap's, or cannot be changed, or not in this way
     */
    public BootstrapPlan plan(BootstrapRequest request) {
        List<ToolchainBuild> wanted = builds(request);
        List<ToolchainBuild> missing = request.force() ? wanted : missing(wanted);
        if (missing.isEmpty()) {
            return new BootstrapPlan(List.of(), request.stackName(), false, Optional.empty(), List.of());
        }
        List<String> told = missing.stream()
                .map(build -> "OTP " + build.otpVersion() + " for " + build.architecture() + " on " + build.image()
                        + ", to " + location(build))
                .toList();
        BootstrapStack stack = stack(request);
        return stack.isNew()
                ? new BootstrapPlan(told, request.stackName(), true, stack.newBucket(), List.of())
                : new BootstrapPlan(told, request.stackName(), false, Optional.empty(), stack.plan(missing));
    }

    private BootstrapStack stack(BootstrapRequest request) {
        return new BootstrapStack(aws, request, new StackDeployment(aws, request.stackName(), log, polling), store);
    }

    private static List<ToolchainBuild> builds(BootstrapRequest request) {
        List<ToolchainBuild> builds = new ArrayList<>();
        for (String version : request.otpVersions()) {
            for (String architecture : request.architectures()) {
                builds.add(ToolchainBuild.of(request, version, architecture));
            }
        }
        return builds;
    }

    private List<ToolchainBuild> missing(List<ToolchainBuild> wanted) {
        List<ToolchainBuild> missing = new ArrayList<>();
        for (ToolchainBuild build : wanted) {
            StoredToolchain found = find(build);
            if (isMade(build, found)) {
                log.present(location(build));
            } else {
                if (found instanceof StoredToolchain.Unusable unusable) {
                    log.unusable(location(build), unusable.problem());
                }
                missing.add(build);
            }
        }
        return missing;
    }

    private StoredToolchain find(ToolchainBuild build) {
        return store.find(URI.create(location(build)));
    }

    private static boolean isMade(ToolchainBuild build, StoredToolchain found) {
        return found instanceof StoredToolchain.Usable usable && build.made(usable.descriptor());
    }

    private void requirePresent(ToolchainBuild build) {
        StoredToolchain found = find(build);
        if (!isMade(build, found)) {
            throw new ActionableException(
                    "The build of OTP " + build.otpVersion() + " for " + build.architecture()
                            + " succeeded, but its toolchain is not at " + location(build) + "."
                            + (found instanceof StoredToolchain.Unusable unusable ? " " + unusable.problem() : ""),
                    "Look into the build's log, which its last lines should explain.");
        }
    }

    /**
     * Puts the scripts where a build takes them from, named by what they hold.
     *
     * @param deletion the command that deletes the stack which has made the bucket
     * @return where they are: {@code BUCKET/KEY}
     */
    private String storeScripts(String bucket, String deletion) {
        byte[] zip = ToolchainScripts.zip();
        String key = ToolchainScripts.key(zip);
        if (!store.storeScripts(bucket, key, zip)) {
            throw new ActionableException(
                    "The bucket " + bucket + " is gone, although its stack is there: somebody deleted it by hand.",
                    "Delete the stack with " + deletion + ", and run this again: it makes both anew.");
        }
        return bucket + "/" + key;
    }

    private void compile(List<ToolchainBuild> builds, String project, String source, Instant deadline) {
        BuildRunner runner = new BuildRunner(aws, log, polling);
        // all builds of a batch pull their images with the same credentials
        Map<PullCredentials, List<ToolchainBuild>> groups = builds.stream()
                .collect(Collectors.groupingBy(
                        build -> build.environment().pullCredentials(), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((credentials, group) -> {
            if (group.size() == 1) {
                runner.run(
                        new BuildRequest(
                                project, source, "buildspec.yml", group.get(0).environment()),
                        deadline);
            } else {
                runner.run(
                        new BuildBatchRequest(project, source, ToolchainScripts.batchBuildspec(group), credentials),
                        deadline);
            }
        });
    }

    private String location(ToolchainBuild build) {
        return ToolchainBucket.location(aws, build.otpVersion(), build.architecture());
    }
}
