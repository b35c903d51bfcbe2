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

/** Gives advice on the PROVISIONING phase, with the current release of the base image and the options that a push needs. */
final class ProvisioningAdvisor {

    private final Aws aws;
    private final Consumer<String> warn;

    /** @param warn receives the reason, a whole sentence, when the current release cannot be found out */
    ProvisioningAdvisor(Aws aws, Consumer<String> warn) {
        this.aws = aws;
        this.warn = warn;
    }

    /** The advice, as {@link ProvisioningAdvice} words it. */
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
