package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.aws.iam.GoalRights;
import io.github.erlangcodebuild.aws.iam.PolicySimulator;
import io.github.erlangcodebuild.aws.iam.ResourceNames;
import io.github.erlangcodebuild.aws.s3.ListedToolchain;
import io.github.erlangcodebuild.doctor.Examination.Check;
import io.github.erlangcodebuild.doctor.ImageCheck.Images;
import io.github.erlangcodebuild.doctor.TargetCheck.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Looks at what is here, what may be done and what is there, and says what to do next. It changes nothing. */
public final class Doctor {

    /** How long one check may take. An answer of AWS takes less than a second. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Aws aws;
    private final Duration limit;

    public Doctor(Aws aws) {
        this(aws, LIMIT);
    }

    Doctor(Aws aws, Duration limit) {
        this.aws = aws;
        this.limit = limit;
    }

    /** Makes all checks. What fails is a finding, and the others go on. */
    public Diagnosis examine(DoctorRequest request) {
        try (Examination examination = new Examination(limit)) {
            List<Finding> here = new ArrayList<>(HostCheck.of(request.host(), aws.proxy()));
            Checked<String> credentials = await(examination, CredentialsCheck.source(aws));
            Checked<Aws.Identity> identity = credentials.value().isPresent()
                    ? await(examination, CredentialsCheck.identity(aws))
                    : CredentialsCheck.noIdentity();
            here.add(credentials.finding());
            here.add(identity.finding());
            here.add(await(examination, CredentialsCheck.region(aws)).finding());
            here.add(HostCheck.clock(aws.clockSkew()));
            Section section = new Section("here", "Here", here);
            if (identity.value().isPresent()) {
                return inTheAccount(request, section, identity.value().get(), examination);
            }
            String remedy = credentials
                    .finding()
                    .remedy()
                    .or(identity.finding()::remedy)
                    .orElse("");
            return new Diagnosis(List.of(section), NextCommand.credentials(remedy));
        }
    }

    private Diagnosis inTheAccount(
            DoctorRequest request, Section here, Aws.Identity identity, Examination examination) {
        Check<List<ListedToolchain>> toolchains = ToolchainCheck.of(aws, examination);
        Check<Images> images = ImageCheck.of(aws, request.repository(), examination);
        var stack = StackCheck.of(aws, request.bootstrapStack(), examination);
        Check<List<Use>> target = TargetCheck.of(aws, request, examination);
        Check<Boolean> token = token(examination);
        var lookingForToolchains = examination.start(toolchains);
        var lookingForImages = examination.start(images);
        var lookingForStack = examination.start(stack);
        var lookingForTarget = examination.start(target);
        var askingForToken = examination.start(token);

        Checked<List<ListedToolchain>> foundToolchains = examination.await(toolchains, lookingForToolchains);
        Checked<Images> foundImages = examination.await(images, lookingForImages);
        Finding foundStack = examination.await(stack, lookingForStack).finding();
        Checked<List<Use>> foundTarget = examination.await(target, lookingForTarget);
        examination.await(token, askingForToken);
        Finding rollout = TargetCheck.finding(foundTarget, foundImages.value(), request.erlangVersion());

        Section rights = new Section(
                "rights",
                "Rights",
                rights(request, names(request, identity, foundTarget.value().orElse(List.of())), examination));
        Section there = new Section(
                "there", "There", List.of(foundToolchains.finding(), foundImages.finding(), foundStack, rollout));
        NextStep next = new NextCommand(request).of(foundToolchains.value(), foundImages.value(), rollout);
        return new Diagnosis(List.of(here, rights, there), next);
    }

    /** Only for whether it is allowed: nothing is done with the token. */
    private Check<Boolean> token(Examination examination) {
        return new Check<>("token", "token", () -> {
            examination.trying("ecr:GetAuthorizationToken", () -> new EcrCredentials(aws).ownRegistry());
            return Checked.of(Finding.ok("token", "token", ""), true);
        });
    }

    private List<Finding> rights(DoctorRequest request, ResourceNames names, Examination examination) {
        RightsCheck rights = new RightsCheck(
                new PolicySimulator(aws), names, !request.projects().isEmpty());
        List<Check<GoalRights>> checks = request.goals().stream()
                .map(goal -> rights.of(goal, examination::tried))
                .toList();
        List<Future<Checked<GoalRights>>> running =
                checks.stream().map(examination::start).toList();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            findings.add(examination.await(checks.get(i), running.get(i)).finding());
        }
        return findings;
    }

    private ResourceNames names(DoctorRequest request, Aws.Identity identity, List<Use> uses) {
        return new ResourceNames(
                Aws.partition(aws.region()),
                aws.region(),
                identity.account(),
                request.repository(),
                request.bootstrapStack(),
                request.stack(),
                uses.isEmpty()
                        ? request.projects()
                        : uses.stream().map(Use::project).toList(),
                request.erlangVersion());
    }

    private static <T> Checked<T> await(Examination examination, Check<T> check) {
        return examination.await(check, examination.start(check));
    }
}
