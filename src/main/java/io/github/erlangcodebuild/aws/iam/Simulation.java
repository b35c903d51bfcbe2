package io.github.erlangcodebuild.aws.iam;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a simulation ended. */
public sealed interface Simulation {

    /**
     * IAM decided.
     *
     * @param decisions by right, in the order in which they were asked for
     */
    record Decided(Map<Right, Decision> decisions) implements Simulation {

        public Decided {
            decisions = Collections.unmodifiableMap(new LinkedHashMap<>(decisions));
        }
    }

    /**
     * IAM could not be asked.
     *
     * @param reason why not, to be read on from "because"
     * @param remedy what would make it possible, a full sentence
     */
    record Impossible(String reason, String remedy) implements Simulation {}
}
