package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.MissingCredentialsException;
import io.github.erlangcodebuild.push.PushTarget;
import io.github.erlangcodebuild.push.TagPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilterType;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** A repository in Amazon ECR that is pushed to: found, or made as the user wants it. */
public final class EcrRepository implements PushTarget {

    private final Aws aws;
    private final EcrHost host;
    private final String name;
    private final RepositorySettings settings;
    private final BooleanSupplier otherLogin;
    private final Consumer<String> log;
    private Optional<Repository> seen = Optional.empty();
    private boolean hidden;

    private EcrRepository(
            Aws aws,
            EcrHost host,
            String name,
            RepositorySettings settings,
            BooleanSupplier otherLogin,
            Consumer<String> log) {
        this.aws = aws;
        this.host = host;
        this.name = name;
        this.settings = settings;
        this.otherLogin = otherLogin;
        this.log = log;
    }

    /**
     * The repository of that name in that registry; nothing is asked of AWS yet.
     *
     * @param registry an ECR host, see {@link EcrCredentials#isEcr}
     * @param otherLogin whether there is a login at the registry that is not made with AWS credentials. Where there are none of
     *     those, it will do for a push to a repository that is there
     * @param log told of what is made or changed
     */
    public static EcrRepository of(
            Aws aws,
            String registry,
            String name,
            RepositorySettings settings,
            BooleanSupplier otherLogin,
            Consumer<String> log) {
        EcrHost host = EcrHost.parse(registry)
                .orElseThrow(() -> new IllegalArgumentException(registry + " is not a registry in Amazon ECR"));
        return new EcrRepository(aws, host, name, settings, otherLogin, log);
    }

    @Override
    public synchronized TagPolicy look() {
        try {
            seen = describe();
        } catch (MissingCredentialsException e) {
            if (!e.isNothingNamed() || !otherLogin.getAsBoolean()) {
                throw e.neededTo("look for the repository " + name);
            }
            hidden = true;
            log.accept(e.problem() + " There is a login at " + host.host() + ", which will do: the repository " + name
                    + " is taken as it is"
                    + (settings.chosen().isEmpty()
                            ? ""
                            : ", without regard to " + String.join(", ", settings.chosen())));
            return TagPolicy.mutable();
        }
        return seen.map(EcrRepository::tagPolicy).orElseGet(TagPolicy::mutable);
    }

    @Override
    public boolean isAlso(String other) {
        return EcrHost.parse(other).filter(host::isSameRegistry).isPresent();
    }

    @Override
    public synchronized TagPolicy prepare() {
        if (hidden) {
            return TagPolicy.mutable();
        }
        Optional<Repository> found = seen.or(this::describe);
        if (found.isEmpty() && !settings.create()) {
            log.accept(missing() + ". ECR may create it as the image comes, by a repository creation template");
            return TagPolicy.mutable();
        }
        if (found.isEmpty()) {
            Optional<Repository> made = create();
            if (made.isPresent()) {
                putFirstLifecyclePolicy(settings.keepImages().orElse(RepositorySettings.DEFAULT_KEEP_IMAGES));
                return tagPolicy(made.get());
            }
            found = describe(); // somebody else was faster
        }
        settings.keepImages().ifPresent(this::replaceLifecyclePolicy);
        return found.map(EcrRepository::tagPolicy).orElseGet(TagPolicy::mutable);
    }

    @Override
    public synchronized List<String> plan() {
        if (hidden) {
            return List.of();
        }
        if (seen.isEmpty() && !settings.create()) {
            return List.of(missing() + ": the push would fail, unless a repository creation template of ECR makes it");
        }
        if (seen.isEmpty()) {
            int kept = settings.keepImages().orElse(RepositorySettings.DEFAULT_KEEP_IMAGES);
            return List.of(
                    "the repository " + name + " would be created in " + host.host() + settings.description(),
                    "its lifecycle policy would keep " + newest(kept));
        }
        return settings.keepImages()
                .filter(this::isAnotherPolicy)
                .map(kept ->
                        List.of("the lifecycle policy of " + name + " would be replaced, and keep " + newest(kept)))
                .orElse(List.of());
    }

    private static String newest(int keepImages) {
        return (keepImages == 1 ? "the image" : "the " + keepImages + " images")
                + " pushed last, all OTP versions counted; older ones expire";
    }

    private Optional<Repository> describe() {
        try {
            return client()
                    .describeRepositories(
                            request -> request.registryId(host.account()).repositoryNames(name))
                    .repositories()
                    .stream()
                    .findFirst();
        } catch (RepositoryNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw explain("look for the repository " + name, "ecr:DescribeRepositories", e);
        }
    }

    /** Since December 2025 ECR can create a repository on push, so whether there is none shows only then. */
    @Override
    public synchronized ActionableException explain(ActionableException failure) {
        if (hidden || settings.create() || describe().isPresent()) {
            return failure;
        }
        return new ActionableException(
                missing() + ", and ECR did not create it: " + failure.problem(),
                "Create it, let push do it with -Derlang-codebuild.createRepository=true, or make a repository creation template"
                        + " for CREATE_ON_PUSH.",
                failure);
    }

    private String missing() {
        return "There is no repository " + name + " in " + host.host() + ", and createRepository is false";
    }

    /** What was made; empty when there is one of this name by now. */
    private Optional<Repository> create() {
        try {
            Repository made = client().createRepository(createRequest()).repository();
            log.accept("Created the repository " + name + " in " + host.host());
            return Optional.of(made);
        } catch (RepositoryAlreadyExistsException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw explain("create the repository " + name, "ecr:CreateRepository", e);
        }
    }

    private CreateRepositoryRequest createRequest() {
        CreateRepositoryRequest.Builder request = CreateRepositoryRequest.builder()
                .registryId(host.account())
                .repositoryName(name)
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(settings.scanOnPush()))
                .imageTagMutability(settings.mutability())
                .tags(settings.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList());
        if (settings.mutability() == ImageTagMutability.IMMUTABLE_WITH_EXCLUSION) {
            request.imageTagMutabilityExclusionFilters(ImageTagMutabilityExclusionFilter.builder()
                    .filterType(ImageTagMutabilityExclusionFilterType.WILDCARD)
                    .filter("latest")
                    .build());
        }
        settings.kmsKey()
                .ifPresent(key -> request.encryptionConfiguration(encryption ->
                        encryption.encryptionType(EncryptionType.KMS).kmsKey(key)));
        return request.build();
    }

    private void replaceLifecyclePolicy(int keepImages) {
        if (isAnotherPolicy(keepImages)) {
            putLifecyclePolicy(keepImages);
        }
    }

    /** Whether the repository has another policy than one that keeps so many, or none. */
    private boolean isAnotherPolicy(int keepImages) {
        String wanted = LifecyclePolicy.keeping(keepImages);
        return currentPolicy()
                .filter(current -> LifecyclePolicy.same(current, wanted))
                .isEmpty();
    }

    /** A failure says what is half done: the next push finds the repository, and leaves it as it is unless told otherwise. */
    private void putFirstLifecyclePolicy(int keepImages) {
        try {
            putLifecyclePolicy(keepImages);
        } catch (ActionableException e) {
            throw new ActionableException(
                    e.problem() + " The repository was created without one and keeps every image, until a push with"
                            + " -Derlang-codebuild.keepImages=" + keepImages + " sets it.",
                    e.remedy(),
                    e);
        }
    }

    private void putLifecyclePolicy(int keepImages) {
        try {
            client().putLifecyclePolicy(request -> request.registryId(host.account())
                    .repositoryName(name)
                    .lifecyclePolicyText(LifecyclePolicy.keeping(keepImages)));
            log.accept("The repository keeps its " + keepImages
                    + " newest images, older ones expire; change that with -Derlang-codebuild.keepImages=…");
        } catch (SdkException e) {
            throw explain("set the lifecycle policy of " + name, "ecr:PutLifecyclePolicy", e);
        }
    }

    private Optional<String> currentPolicy() {
        try {
            return Optional.of(client().getLifecyclePolicy(
                            request -> request.registryId(host.account()).repositoryName(name))
                    .lifecyclePolicyText());
        } catch (LifecyclePolicyNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw explain("read the lifecycle policy of " + name, "ecr:GetLifecyclePolicy", e);
        }
    }

    private static TagPolicy tagPolicy(Repository repository) {
        List<String> excluded = repository.imageTagMutabilityExclusionFilters().stream()
                .map(ImageTagMutabilityExclusionFilter::filter)
                .toList();
        ImageTagMutability mutability = repository.imageTagMutability();
        if (mutability == ImageTagMutability.IMMUTABLE) {
            return tag -> false;
        }
        if (mutability == ImageTagMutability.IMMUTABLE_WITH_EXCLUSION) {
            return tag -> excluded.stream().anyMatch(filter -> wildcard(filter, tag));
        }
        if (mutability == ImageTagMutability.MUTABLE_WITH_EXCLUSION) {
            return tag -> excluded.stream().noneMatch(filter -> wildcard(filter, tag));
        }
        return TagPolicy.mutable();
    }

    /** ECR's wildcard: {@code *} for any characters. */
    private static boolean wildcard(String filter, String tag) {
        return tag.matches("\\Q" + filter.replace("*", "\\E.*\\Q") + "\\E");
    }

    private ActionableException explain(String purpose, String action, SdkException failure) {
        String arn = host.repositoryArn(name);
        return aws.failures(host.region()).explain(purpose, action, arn, failure);
    }

    private EcrClient client() {
        return aws.ecr(host.region());
    }
}
