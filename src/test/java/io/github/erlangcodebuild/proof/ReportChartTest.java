package io.github.erlangcodebuild.proof;

import static io.github.erlangcodebuild.proof.TestBuilds.CURATED;
import static io.github.erlangcodebuild.proof.TestBuilds.PUSHED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportChartTest {

    @Test
    void everyBarIsMadeOfThePhasesOnOneScale() {
        String chart = chart(new TestBuilds()
                .succeeded(CURATED, "PROVISIONING 20 INSTALL 180")
                .succeeded(PUSHED, "PROVISIONING 50 INSTALL 0 BUILD 50")
                .report(PUSHED));

        assertThat(chart)
                .contains("<rect class=\"provisioning\" x=\"0.000%\" width=\"10.000%\" height=\"100%\">"
                        + "<title>PROVISIONING 20 s</title></rect>")
                .contains("<rect class=\"install\" x=\"10.000%\" width=\"90.000%\" height=\"100%\">")
                .contains("<rect class=\"provisioning\" x=\"0.000%\" width=\"25.000%\" height=\"100%\">"
                        + "<title>PROVISIONING 50 s</title></rect>")
                .contains("<rect class=\"build\" x=\"25.000%\" width=\"25.000%\" height=\"100%\">");
    }

    @Test
    void aLongPhaseIsNamedInItsBarAndAShortBarBesideIt() {
        assertThat(chart(TestBuilds.typical().report(PUSHED)))
                .contains("text-anchor=\"middle\">INSTALL 4 min 25 s</text>")
                .contains("text-anchor=\"start\">PROVISIONING 21 s, BUILD 12 s</text>")
                .doesNotContain("text-anchor=\"middle\">PROVISIONING");
    }

    @Test
    void theKeyHasOnlyWhatIsInABar() {
        assertThat(chart(new TestBuilds()
                        .succeeded(PUSHED, "QUEUED 0 INSTALL 5 BUILD 1")
                        .report(PUSHED)))
                .contains("<span>INSTALL</span></li>", "<span>PRE_BUILD, BUILD, POST_BUILD</span></li>")
                .doesNotContain("waiting: SUBMITTED", "<span>PROVISIONING</span></li>", "the rest</span></li>");
    }

    private static String chart(ProjectReport report) {
        return ReportChart.of(report, ProjectHtml.names(report), Mark.of(report));
    }
}
