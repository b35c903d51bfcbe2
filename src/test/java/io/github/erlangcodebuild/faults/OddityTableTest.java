package io.github.erlangcodebuild.faults;

import io.github.erlangcodebuild.testing.DocumentedTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OddityTableTest {

    @Test
    void theDocumentationShowsWhatOddRegistriesAcceptanceTests() throws IOException {
        DocumentedTable.requireShown("OddityTableTest", Oddity.markdown());
    }
}
