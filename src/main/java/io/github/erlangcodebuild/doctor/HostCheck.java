package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.doctor.DoctorRequest.Host;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be told without AWS, and how far the clock is from AWS's. */
final class HostCheck {

    /** A clock that is off by more is worth a look; AWS refuses signatures that are off by five minutes. */
    private static final Duration CLOSE = Duration.ofSeconds(60);

    private static final Duration REFUSED = Duration.ofMinutes(5);

    private HostCheck() {}

    static List<Finding> of(Host host, Optional<String> proxy) {
        return List.of(
                java(host),
                maven(host.mavenVersion()),
                Finding.ok("plugin", "Plugin", host.pluginVersion() + ", on " + host.system())
                        .with("version", host.pluginVersion())
                        .with("system", host.system()),
                proxy(proxy));
    }

    /** New enough, as is Maven: an older one would not have run this. */
    private static Finding java(Host host) {
        return Finding.ok("java", "Java", host.javaVersion() + " (" + host.javaVendor() + ")")
                .with("version", host.javaVersion())
                .with("vendor", host.javaVendor());
    }

    private static Finding maven(String version) {
        return Finding.ok("maven", "Maven", version).with("version", version);
    }

    private static Finding proxy(Optional<String> proxy) {
        return Finding.ok("proxy", "Proxy", proxy.orElse("none"))
                .with("proxy", proxy.stream().toList());
    }

    /** @param skew how far this machine's clock is ahead; empty where AWS has not answered */
    static Finding clock(Optional<Duration> skew) {
        if (skew.isEmpty()) {
            return Finding.unknown("clock", "Clock", "not checked: AWS has not answered");
        }
        Duration off = skew.get().abs();
        String text = off.toSeconds() == 0
                ? "the same as AWS's"
                : off.toSeconds() + " s " + (skew.get().isNegative() ? "behind" : "ahead of") + " AWS's";
        Finding finding;
        if (off.compareTo(REFUSED) > 0) {
            finding = Finding.failed(
                    "clock",
                    "Clock",
                    text + ", and AWS refuses what is signed with it",
                    "Set the clock of this machine, or let NTP do it.");
        } else if (off.compareTo(CLOSE) > 0) {
            finding = Finding.warning("clock", "Clock", text + "; AWS refuses requests from 5 minutes on")
                    .withRemedy("Set the clock of this machine, or let NTP do it.");
        } else {
            finding = Finding.ok("clock", "Clock", text);
        }
        return finding.with("aheadSeconds", String.valueOf(skew.get().toSeconds()));
    }
}
