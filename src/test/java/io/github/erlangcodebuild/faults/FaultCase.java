package io.github.erlangcodebuild.faults;

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
                    if (fault.triedForEver()) {
                        all.add(new FaultCase(fault, stage, true));
                    }
                }
            }
        }
        return all;
    }

    boolean recovers() {
        boolean isNo = fault == Fault.UNAUTHORIZED && OF_BUNDLE.contains(stage); // a bundle has no tokens to renew
        boolean isFinal = fault == Fault.CORRUPTED && OF_BUNDLE.contains(stage); // it may be bad in itself
        return !lasts && !isNo && !isFinal;
    }

    @Override
    public String toString() {
        return stage.title() + ": " + fault.title() + (lasts ? ", for ever" : ", once");
    }
}
