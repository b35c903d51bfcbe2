package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static io.github.erlangcodebuild.proof.TestBuilds.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

    @ParameterizedTest
    @CsvSource({"1, 0.005", "60, 0.005", "61, 0.010", "303, 0.030"})
    void aMinuteCountsFromItsBeginning(long seconds, double usd) {
        assertThat(cost(Prices.list(), SMALL, "BUILD " + seconds)).hasValue(usd);
    }

    @Test
    void whatComesBeforeProvisioningIsNotBilled() {
        assertThat(cost(Prices.list(), SMALL, "SUBMITTED 5 QUEUED 600 PROVISIONING 20 BUILD 40"))
                .hasValue(0.005);
    }

    @Test
    void theUsersPriceGoesForEveryComputeType() {
        Compute windows = new Compute("WINDOWS_SERVER_2022_CONTAINER", "BUILD_GENERAL1_MEDIUM", false);

        assertThat(cost(Prices.perMinute("0.018"), windows, "BUILD 100")).hasValue(0.036);
        assertThat(cost(Prices.perMinute("1"), SMALL, "BUILD 100")).hasValue(2);
    }

    @Test
    void lambdaComputeIsBilledByTheSecond() {
        Compute lambda = new Compute("LINUX_LAMBDA_CONTAINER", "BUILD_LAMBDA_4GB", false);

        assertThat(cost(Prices.list(), lambda, "BUILD 90")).isEmpty();
        assertThat(cost(Prices.perMinute("0.01"), lambda, "BUILD 90")).hasValue(0.015);
    }

    @Test
    void reservedCapacityHasNoCostByBuildWhateverThePrice() {
        Compute reserved = new Compute("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL", true);
        ProjectReport report =
                new TestBuilds().on(reserved).succeeded(PUSHED, "BUILD 90").report(PUSHED);

        assertThat(cost(Prices.perMinute("0.01"), reserved, "BUILD 90")).isEmpty();
        assertThat(String.join(" ", ReportText.lines(report)))
                .contains("Reserved capacity is billed by the machine, not by the build: no cost is shown.")
                .doesNotContain("No price is known");
    }

    @Test
    void whereNoPriceIsKnownTheReportAsksForIt() {
        Compute gpu = new Compute("LINUX_GPU_CONTAINER", "BUILD_GENERAL1_LARGE", false);

        ProjectReport report =
                new TestBuilds().on(gpu).succeeded(PUSHED, "BUILD 90").report(PUSHED);

        assertThat(String.join(" ", ReportText.lines(report)))
                .contains("No price is known for LINUX_GPU_CONTAINER BUILD_GENERAL1_LARGE: give it as"
                        + " -Derlang-codebuild.pricePerMinute=… (USD).");
    }

    @Test
    void theReportSaysWhosePriceItIs() {
        ProjectReport report = ProjectReport.of(
                "erlang",
                Optional.of(PUSHED),
                new TestBuilds().succeeded(PUSHED, "BUILD 90").list(),
                0,
                Prices.perMinute("0.0060"));

        assertThat(String.join(" ", ReportText.lines(report)))
                .contains("as pricePerMinute says: LINUX_CONTAINER BUILD_GENERAL1_SMALL: 0.0060.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0,005", "-1", "five", "$0.005"})
    void whatIsNoPriceIsRefused(String price) {
        assertThatThrownBy(() -> Prices.perMinute(price))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("pricePerMinute '" + price + "' is not a price.");
    }

    private static OptionalDouble cost(Prices prices, Compute compute, String phases) {
        return ProjectReport.of(
                        "erlang",
                        Optional.of(PUSHED),
                        new TestBuilds().on(compute).succeeded(PUSHED, phases).list(),
                        0,
                        prices)
                .images()
                .get(0)
                .cost();
    }
}
