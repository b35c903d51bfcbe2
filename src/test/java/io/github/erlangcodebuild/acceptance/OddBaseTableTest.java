package io.github.erlangcodebuild.acceptance;

import io.github.erlangcodebuild.testing.DocumentedTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OddBaseTableTest {

    @Test
    void theDocumentationShowsWhatOddBasesAcceptanceTests() throws IOException {
        DocumentedTable.requireShown("OddBaseTableTest", OddBase.markdown());
    }
}
