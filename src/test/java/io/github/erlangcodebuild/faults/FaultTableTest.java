package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.testing.DocumentedTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaultTableTest {

    @Test
    void theDocumentationShowsWhatTheMatrixTests() throws IOException {
        DocumentedTable.requireShown("FaultTableTest", FaultTable.markdown());
    }
}
