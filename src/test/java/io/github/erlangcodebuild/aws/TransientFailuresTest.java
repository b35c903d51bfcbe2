package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class TransientFailuresTest {

    private final SdkException noNetwork = SdkClientException.create("no network", new IOException("connection reset"));

    private final TransientFailures failures = new TransientFailures();

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, true",
        "429, TooManyRequestsException, true",
        "500, InternalFailure, true",
        "503, '', true",
        "400, ValidationError, false",
        "403, AccessDenied, false"
    })
    void throttlingAndTroubleOfAwssOwnAreTransient(int status, String code, boolean isTransient) {
        for (int call = 0; call < 100; call++) {
            assertThat(failures.tolerates(answer(status, code))).isEqualTo(isTransient);
        }
    }

    @Test
    void aNetworkThatIsGoneIsToleratedForAWhile() {
        for (int call = 1; call < 20; call++) {
            assertThat(failures.tolerates(noNetwork)).isTrue();
        }
        assertThat(failures.tolerates(noNetwork)).isFalse();
    }

    @Test
    void aNetworkThatComesBackMayBeGoneAgain() {
        for (int call = 0; call < 100; call++) {
            assertThat(failures.tolerates(noNetwork)).isTrue();
            assertThat(failures.tolerate(() -> "answer")).contains("answer");
        }
    }

    @Test
    void whatIsNotOfTheNetworkIsNotTolerated() {
        assertThat(failures.tolerates(SdkClientException.create("no such field")))
                .isFalse();
    }

    @Test
    void aCallThatFailsForGoodThrowsWhatItFailedOf() {
        SdkException denied = answer(403, "AccessDenied");

        assertThat(failures.tolerate(() -> {
                    throw noNetwork;
                }))
                .isEmpty();
        assertThatThrownBy(() -> failures.tolerate(() -> {
                    throw denied;
                }))
                .isSameAs(denied);
    }

    private static AwsServiceException answer(int status, String code) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
