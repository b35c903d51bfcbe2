package io.github.erlangcodebuild.rollout;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.codebuild.BuildHistory;
import io.github.erlangcodebuild.proof.Provisioning;
import io.github.erlangcodebuild.proof.Provisioning.Answer;
import io.github.erlangcodebuild.proof.ProvisioningAdvice;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks up what an advice on PROVISIONING needs to know of the account: the current release, and where a push goes. */
final class ProvisioningAdvisor {

    private final Aws aws;
    private final Consumer<String> warn;

    /** @param warn told, in a whole sentence, why the current release is not known */
    ProvisioningAdvisor(Aws aws, Consumer<String> warn) {
        this.aws = aws;
        this.warn = warn;
    }

    /** Says what PROVISIONING means: a paragraph each; a command begins with {@code mvn}. */
    List<String> advise(Provisioning provisioning) {
        return ProvisioningAdvice.of(provisioning, currentRelease(provisioning), pushOptions(provisioning));
    }

    /** Asked for only where the advice names it. The advice is worth reading without it. */
    private Optional<String> currentRelease(Provisioning provisioning) {
        if (provisioning.answer() != Answer.FAR_ABOVE) {
            return Optional.empty();
        }
        try {
            return new BuildHistory(aws).currentRelease(provisioning.family());
        } catch (ActionableException e) {
            warn.accept(e.problem());
            return Optional.empty();
        }
    }

    /** What a push needs to go where the image is. */
    private String pushOptions(Provisioning provisioning) {
        return provisioning
                        .registryOutside(aws.account(), aws.region())
                        .map(host -> " -Derlang-codebuild.registry=" + host)
                        .orElse("")
                + aws.settings()
                        .region()
                        .map(value -> " -Derlang-codebuild.region=" + value)
                        .orElse("")
                + aws.settings()
                        .profile()
                        .map(value -> " -Derlang-codebuild.profile=" + value)
                        .orElse("");
    }
}
