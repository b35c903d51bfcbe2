package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.doctor.DoctorRequest.Host;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be told without AWS, and how far the clock is from AWS's. */
final class HostCheck {

    private static final int JAVA = 17;
    private static final List<Integer> MAVEN = List.of(3, 6, 3);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

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

    private static Finding java(Host host) {
        String found = host.javaVersion() + " (" + host.javaVendor() + ")";
        Finding finding = numbers(host.javaVersion()).get(0) >= JAVA
                ? Finding.ok("java", "Java", found)
                : Finding.failed(
                        "java", "Java", found + " is too old", "Use Java " + JAVA + " or later: set JAVA_HOME to it.");
        return finding.with("version", host.javaVersion()).with("vendor", host.javaVendor());
    }

    private static Finding maven(String version) {
        Finding finding = isAtLeast(numbers(version), MAVEN)
                ? Finding.ok("maven", "Maven", version)
                : Finding.failed("maven", "Maven", version + " is too old", "Use Maven 3.6.3 or later.");
        return finding.with("version", version);
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

    private static List<Integer> numbers(String version) {
        return NUMBER.matcher(version)
                .results()
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .toList();
    }

    private static boolean isAtLeast(List<Integer> version, List<Integer> least) {
        for (int i = 0; i < least.size(); i++) {
            int number = i < version.size() ? version.get(i) : 0;
            if (number != least.get(i)) {
                return number > least.get(i);
            }
        }
        return true;
    }
}
