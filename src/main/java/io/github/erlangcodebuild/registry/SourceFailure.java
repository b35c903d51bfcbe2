package io.github.erlangcodebuild.registry;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * A blob could not be read from its source. Without this, a failure in the middle of an upload would be blamed on the target:
 * its client sees the one exception, whichever end it came from.
 */
public final class SourceFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final ActionableException explanation;

    private SourceFailure(ActionableException explanation, Exception cause) {
        super(explanation.problem(), cause);
        this.explanation = explanation;
    }

    /** What the user reads when trying again did not help. */
    ActionableException explanation() {
        return explanation;
    }

    /**
     * Copies a blob from its source.
     *
     * @param explain turns a failure of the source into what the user reads
     * @throws SourceFailure when reading failed
     * @throws IOException when writing failed, as {@code out} threw it
     */
    public static void copying(BlobContent source, OutputStream out, Function<Exception, ActionableException> explain)
            throws IOException {
        Destination destination = new Destination(out);
        try {
            source.writeTo(destination);
        } catch (ActionableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (destination.failed) {
                throw e;
            }
            throw new SourceFailure(explain.apply(e), e);
        }
    }

    /** Remembers whether it was the one that failed. */
    private static final class Destination extends OutputStream {

        private final OutputStream out;
        private boolean failed;

        Destination(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            failed = true;
            out.write(bytes, offset, length);
            failed = false;
        }

        @Override
        public void flush() throws IOException {
            failed = true;
            out.flush();
            failed = false;
        }
    }
}
