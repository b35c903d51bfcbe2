package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.http.Retry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A fault at a stage, and what must come of it.
 *
 * @param lasts whether it happens every time, or once
 */
record FaultCase(Fault fault, Stage stage, boolean lasts) {

    private static final Set<Stage> OF_BUNDLE = EnumSet.of(Stage.DESCRIPTOR, Stage.TOOLCHAIN_LAYER);

    static List<FaultCase> all() {
        List<FaultCase> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Stage stage : Stage.values()) {
                if (fault.canHappenTo(stage)) {
                    all.add(new FaultCase(fault, stage, false));
                    if (fault.triedForEver() && !isFreeToUpload(fault, stage)) {
                        all.add(new FaultCase(fault, stage, true));
                    }
                }
            }
        }
        return all;
    }

    /** Whom a registry refuses a mount may upload instead, so this need not fail. */
    private static boolean isFreeToUpload(Fault fault, Stage stage) {
        return fault == Fault.UNAUTHORIZED && stage == Stage.MOUNT;
    }

    boolean recovers() {
        return !lasts && !isRefusal() && !isFinal();
    }

    /** Whether what fails is tried again: not when it was a no. */
    boolean isTriedAgain() {
        return attempts() == Retry.ATTEMPTS;
    }

    /** How often a request is sent that the fault happens to each time, before it is given up on. */
    int attempts() {
        return switch (fault) {
            case UNAUTHORIZED, EARLY_UNAUTHORIZED, EARLY_UNAUTHORIZED_CLOSED ->
                isRefusal() ? 1 : 2; // the second with a new token
            case EARLY_TOO_LARGE, EARLY_TOO_LARGE_CLOSED -> 1;
            case CORRUPTED -> isFinal() ? 1 : stage == Stage.TOKEN ? 2 : Retry.ATTEMPTS;
            default -> Retry.ATTEMPTS;
        };
    }

    /** It is a no, and there is no other token to be had. */
    private boolean isRefusal() {
        return fault == Fault.EARLY_TOO_LARGE
                || fault == Fault.EARLY_TOO_LARGE_CLOSED
                || (fault == Fault.UNAUTHORIZED && (OF_BUNDLE.contains(stage) || stage == Stage.TOKEN));
    }

    /** What came may be bad in itself. */
    private boolean isFinal() {
        return fault == Fault.CORRUPTED && OF_BUNDLE.contains(stage);
    }

    @Override
    public String toString() {
        return stage.title() + ": " + fault.title() + (lasts ? ", for ever" : ", once");
    }
}
