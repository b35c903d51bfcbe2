package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.doctor.Examination.Check;
import java.util.Optional;

/** Who this is for AWS, and where. */
final class CredentialsCheck {

    private CredentialsCheck() {}

    static Check<String> source(Aws aws) {
        return new Check<>("credentials", "Credentials", () -> {
            String source = aws.credentialsSource();
            return Checked.of(Finding.ok("credentials", "Credentials", source).with("source", source), source);
        });
    }

    static Check<Aws.Identity> identity(Aws aws) {
        return new Check<>("identity", "Identity", () -> {
            Aws.Identity identity = aws.identity();
            return Checked.of(
                    Finding.ok("identity", "Identity", identity.arn())
                            .with("account", identity.account())
                            .with("arn", identity.arn()),
                    identity);
        });
    }

    static Checked<Aws.Identity> noIdentity() {
        return new Checked<>(
                Finding.unknown("identity", "Identity", "not checked: there are no credentials"), Optional.empty());
    }

    static Check<String> region(Aws aws) {
        return new Check<>("region", "Region", () -> {
            String found = aws.regionWithOrigin();
            Finding finding = aws.isRegionSet()
                    ? Finding.ok("region", "Region", found)
                    : Finding.warning("region", "Region", found)
                            .withRemedy("Set -Derlang-codebuild.region=…, AWS_REGION, or the region of a profile.");
            return Checked.of(finding.with("region", aws.region()), found);
        });
    }
}
