package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Who we are at Amazon ECR Public, where CodeBuild's base images are. It lets anybody pull, but an address that is not logged in
 * only once a second, and 500 GB a month: little for a CI whose hosts share an address. So what AWS credentials there are
 * log in; where they may not, or belong to another partition, the pull is anonymous.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_GetAuthorizationToken.html">Amazon ECR
 *     Public, GetAuthorizationToken</a>
 */
public final class EcrPublicCredentials implements RegistryCredentials {

    /** The registry's host. */
    public static final String HOST = "public.ecr.aws";

    private static final String SOURCE = "ecr-public:GetAuthorizationToken";

    /** For all attempts: a network that does not let it through may well let the pull through. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final Aws aws;
    private final String partition;
    private final Consumer<String> debug;

    /**
     * @param registry the host in Amazon ECR that is pushed to: the credentials are of its partition
     * @param debug told why the pull is anonymous
     */
    public EcrPublicCredentials(Aws aws, String registry, Consumer<String> debug) {
        this.aws = aws;
        this.partition = EcrHost.parse(registry)
                .map(host -> Aws.partition(host.region()))
                .orElseThrow(() -> new IllegalArgumentException(registry + " is not a registry in Amazon ECR"));
        this.debug = debug;
    }

    @Override
    public List<String> places(String registry) {
        return registry.equals(HOST) ? List.of(SOURCE) : List.of();
    }

    @Override
    public Optional<Credential> find(String registry, String repository) {
        if (!registry.equals(HOST)) {
            return Optional.empty();
        }
        if (!partition.equals("aws")) {
            debug.accept(HOST + " is asked without a login: it takes none of the partition " + partition);
            return Optional.empty();
        }
        try {
            String token = aws.ecrPublic()
                    .getAuthorizationToken(
                            request -> request.overrideConfiguration(call -> call.apiCallTimeout(TIME_LIMIT)))
                    .authorizationData()
                    .authorizationToken();
            String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(
                    new Credential(pair.substring(0, colon), pair.substring(colon + 1), "the token of " + SOURCE));
        } catch (SdkException | ActionableException e) {
            debug.accept(HOST + " is asked without a login, as " + SOURCE + " failed: " + e.getMessage());
            return Optional.empty();
        }
    }
}
