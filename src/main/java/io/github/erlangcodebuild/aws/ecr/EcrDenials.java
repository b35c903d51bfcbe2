package io.github.erlangcodebuild.aws.ecr;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.registry.Denials;
import io.github.erlangcodebuild.registry.Operation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecr.model.EcrException;

/**
 * What a registry in Amazon ECR denies is a call to ECR's API that IAM does not allow, and is explained like one: the action, the
 * ARN, and the statement that is missing.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html">Amazon ECR, IAM permissions for
 *     pushing an image</a>
 */
public final class EcrDenials implements Denials {

    private static final String CODE = "DENIED";

    private static final Pattern CALLER = Pattern.compile("User: arn:[\\w-]+:(?:iam|sts)::(?<account>\\d{12}):");

    private final Aws aws;

    public EcrDenials(Aws aws) {
        this.aws = aws;
    }

    /** Empty for a registry that is none of ECR's. */
    @Override
    public Optional<ActionableException> explain(Denial denial) {
        return EcrHost.parse(denial.repository().registry()).map(host -> explain(host, denial));
    }

    private ActionableException explain(EcrHost host, Denial denial) {
        String words = denial.words().replaceFirst("^" + CODE + " ", "");
        EcrException answer = (EcrException) EcrException.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(CODE)
                        .errorMessage(words)
                        .build())
                .cause(denial.failure())
                .build();
        ActionableException explained = aws.failures(host.region())
                .explain(
                        denial.attempted(),
                        action(denial.operation()),
                        host.repositoryArn(denial.repository().repository()),
                        answer);
        return isOfAnotherAccount(host, words)
                ? new ActionableException(
                        explained.problem(),
                        "The repository is of account " + host.account()
                                + ": its repository policy has to allow it there, too. " + explained.remedy(),
                        explained)
                : explained;
    }

    private static boolean isOfAnotherAccount(EcrHost host, String words) {
        Matcher caller = CALLER.matcher(words);
        return caller.find() && !caller.group("account").equals(host.account());
    }

    private static String action(Operation operation) {
        return switch (operation) {
            case READ_MANIFEST -> "ecr:BatchGetImage";
            case READ_BLOB -> "ecr:GetDownloadUrlForLayer";
            case FIND_BLOB -> "ecr:BatchCheckLayerAvailability";
            case SEND_BLOB -> "ecr:InitiateLayerUpload";
            case SET_MANIFEST -> "ecr:PutImage";
        };
    }
}
