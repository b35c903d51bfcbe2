package io.github.erlangcodebuild.fuzz;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Jazzer calls: for each input, the target that it was started for.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer/blob/main/docs/advanced.md">Jazzer, native usage</a>
 */
public final class FuzzDriver {

    private static @Nullable FuzzTarget target;
    private static Path directory = Path.of("");
    private static final SlowestInputs SLOWEST = new SlowestInputs();

    private FuzzDriver() {}

    /**
     * Called before the first input.
     *
     * @param arguments the target's class, and the directory to leave the slowest input in
     */
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        target = target(arguments[0]);
        directory = Path.of(arguments[1]);
    }

    /** Called for each input. What it throws is a find. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        long start = System.nanoTime();
        try {
            initialized().read(input);
        } catch (ActionableException e) {
            Invariants.requireReadable(e);
        } finally {
            SLOWEST.add(input, System.nanoTime() - start);
        }
    }

    /** Called after the last input. */
    public static void fuzzerTearDown() throws IOException {
        SlowestInputs.Timed slowest = SLOWEST.find(input -> {
            try {
                initialized().read(input);
            } catch (Exception | AssertionError | StackOverflowError e) {
                // reported when it was thrown first; here it is the time that counts
            }
        });
        Files.write(directory.resolve("slowest"), slowest.input());
        System.err.printf("slowest input: %d ms%n", slowest.nanos() / 1_000_000);
    }

    /**
     * Writes a target's seeds.
     *
     * @param arguments the target's class, and the directory to write them to
     */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        List<byte[]> seeds = target(arguments[0]).seeds();
        Path seedDirectory = Files.createDirectories(Path.of(arguments[1]));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(seedDirectory.resolve("%03d".formatted(i)), seeds.get(i));
        }
    }

    private static FuzzTarget initialized() {
        if (target == null) {
            throw new IllegalStateException("fuzzerInitialize comes first");
        }
        return target;
    }

    private static FuzzTarget target(String className) throws ReflectiveOperationException {
        return Class.forName(className)
                .asSubclass(FuzzTarget.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
