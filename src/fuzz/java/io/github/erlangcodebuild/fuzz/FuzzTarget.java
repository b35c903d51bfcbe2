package io.github.erlangcodebuild.fuzz;

import io.github.erlangcodebuild.ActionableException;
import java.util.List;

/** Reads input as the project reads what others send it, and knows what must hold whatever they send. */
public interface FuzzTarget {

    /** Inputs to begin with, whole and nearly whole. What is made of them gets further than what is made of nothing. */
    List<byte[]> seeds();

    /**
     * Reads one input. The driver looks at what a refusal says.
     *
     * @throws ActionableException when the input is refused
     * @throws AssertionError when something does not hold; so is every other exception a find
     */
    void read(byte[] input) throws Exception;
}
