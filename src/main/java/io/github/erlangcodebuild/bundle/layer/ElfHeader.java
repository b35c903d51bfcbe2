package io.github.erlangcodebuild.bundle.layer;

import java.util.Map;
import java.util.Optional;

/**
 * The start of a program or library: just enough to tell which machine it is for.
 *
 * <p>Read by hand, because the libraries that read ELF want the whole file: given a header that counts sections, they
 * follow it beyond what is there.
 *
 * @param machine {@code e_machine}
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html">System V ABI, ELF header</a>
 */
public record ElfHeader(int machine) {

    /** Bytes of a file that {@link #parse} needs: up to and with {@code e_machine}. */
    static final int LENGTH = 20;

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int EI_DATA = 5;
    private static final int ELFDATA2MSB = 2;
    private static final int E_MACHINE = 18;

    private static final Map<String, Integer> MACHINES = Map.of("amd64", 62, "arm64", 183);
    private static final Map<Integer, String> NAMES = Map.of(
            3,
            "EM_386",
            8,
            "EM_MIPS",
            20,
            "EM_PPC",
            21,
            "EM_PPC64",
            22,
            "EM_S390",
            40,
            "EM_ARM",
            62,
            "EM_X86_64",
            183,
            "EM_AARCH64",
            243,
            "EM_RISCV");

    /** Whether it is known which machine an architecture, in Go's names, means. */
    public static boolean knows(String architecture) {
        return MACHINES.containsKey(architecture);
    }

    /**
     * Reads the start of a file.
     *
     * @param start a file's first bytes
     * @return empty for a file that is not ELF; one cut short before its machine has machine 0
     */
    static Optional<ElfHeader> parse(byte[] start) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (start.length <= i || start[i] != MAGIC[i]) {
                return Optional.empty();
            }
        }
        if (start.length < LENGTH) {
            return Optional.of(new ElfHeader(0));
        }
        int first = start[E_MACHINE] & 0xff;
        int second = start[E_MACHINE + 1] & 0xff;
        boolean bigEndian = start[EI_DATA] == ELFDATA2MSB;
        return Optional.of(new ElfHeader(bigEndian ? first << 8 | second : second << 8 | first));
    }

    boolean fits(String architecture) {
        return Integer.valueOf(machine).equals(MACHINES.get(architecture));
    }

    /** {@code EM_X86_64}, or the number where no name is known. */
    String machineName() {
        return NAMES.getOrDefault(machine, "machine " + machine);
    }
}
