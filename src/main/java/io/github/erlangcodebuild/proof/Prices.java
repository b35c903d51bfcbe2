package io.github.erlangcodebuild.proof;

import io.github.erlangcodebuild.ActionableException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * The price of a build minute: the user's, or the list price of the compute type in us-east-1.
 *
 * @param perMinute the user's price, in US dollars, for all compute types; empty for the list prices
 * @see <a href="https://aws.amazon.com/codebuild/pricing/">AWS CodeBuild pricing</a>
 */
public record Prices(Optional<BigDecimal> perMinute) {

    /** When and where the list prices were. */
    static final String LIST = "list prices of us-east-1 in 2026";

    private static final BigDecimal SECONDS = BigDecimal.valueOf(60);

    private static final Map<String, BigDecimal> PER_MINUTE = Map.of(
            "LINUX_CONTAINER BUILD_GENERAL1_SMALL", new BigDecimal("0.005"),
            "LINUX_CONTAINER BUILD_GENERAL1_MEDIUM", new BigDecimal("0.01"),
            "LINUX_CONTAINER BUILD_GENERAL1_LARGE", new BigDecimal("0.02"),
            "LINUX_CONTAINER BUILD_GENERAL1_XLARGE", new BigDecimal("0.08"),
            "LINUX_CONTAINER BUILD_GENERAL1_2XLARGE", new BigDecimal("0.20"),
            "ARM_CONTAINER BUILD_GENERAL1_SMALL", new BigDecimal("0.0034"));

    /** The list prices. */
    public static Prices list() {
        return new Prices(Optional.empty());
    }

    /**
     * A price for all compute types.
     *
     * @param usd US dollars a minute, as the user typed them: {@code 0.005}
     * @throws ActionableException when that is not a number, or negative
     */
    public static Prices perMinute(String usd) {
        try {
            BigDecimal price = new BigDecimal(usd.trim());
            if (price.signum() >= 0) {
                return new Prices(Optional.of(price));
            }
        } catch (NumberFormatException e) {
            throw noPrice(usd, e);
        }
        throw noPrice(usd, new IllegalArgumentException("negative"));
    }

    private static ActionableException noPrice(String usd, Exception cause) {
        return new ActionableException(
                "pricePerMinute '" + usd + "' is not a price.",
                "Give US dollars a minute with a point, such as -Derlang-codebuild.pricePerMinute=0.005.",
                cause);
    }

    /** US dollars a minute; empty for what has no price here, and for reserved capacity, which no build is billed for. */
    Optional<BigDecimal> of(Compute compute) {
        if (compute.reserved()) {
            return Optional.empty();
        }
        return perMinute.or(
                () -> Optional.ofNullable(PER_MINUTE.get(compute.environmentType() + " " + compute.computeType())));
    }

    /** What a build cost, in US dollars: minutes count from their beginning, on Lambda compute seconds do. */
    Optional<BigDecimal> costOf(EndedBuild build) {
        BigDecimal seconds = BigDecimal.valueOf(build.billedSeconds());
        BigDecimal minutes = build.compute().billedBySecond()
                ? seconds.divide(SECONDS, 6, RoundingMode.HALF_UP)
                : seconds.divide(SECONDS, 0, RoundingMode.CEILING);
        return of(build.compute()).map(minutes::multiply);
    }
}
