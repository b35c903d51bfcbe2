"""The network between the registries and the tools that are measured: one network namespace for each round-trip time.

The registries listen on ADDRESS in the namespace of this process. Each client namespace reaches them over a link of its
own: a veth pair where nothing is added, else two TUN devices with delay-link between them. Either way it is the kernel's
TCP over a link with an MTU of 1500 bytes, so that the handshake, slow start and windows cost what they cost on a real one.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

ADDRESS = "10.77.0.1"
MTU = 1500
# Packets wait in this queue until delay-link is given the processor; a drop would look like a lossy network.
QUEUE_PACKETS = 10000


@dataclass(frozen=True)
class Counters:
    """What a namespace has sent and received since it was made, headers included, and the connections it opened."""

    sent: int
    received: int
    connections: int

    def since(self, earlier):
        return Counters(self.sent - earlier.sent, self.received - earlier.received, self.connections - earlier.connections)


class Client:
    """A namespace from which the registries are MILLISECONDS of round trip away."""

    def __init__(self, milliseconds, number, delay_link):
        self.milliseconds = milliseconds
        self._holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        _await_namespace(self._holder.pid)
        here, there, address = f"here{number}", f"there{number}", f"10.77.1.{number + 1}"
        if milliseconds == 0:
            _ip("link", "add", here, "type", "veth", "peer", "name", there)
        else:
            self._link = subprocess.Popen(
                [delay_link, here, there, str(round(milliseconds * 1000 / 2))], stdout=subprocess.PIPE, text=True
            )
            if self._link.stdout.readline() != "ready\n":
                raise RuntimeError("delay-link did not start; is /dev/net/tun there?")
        _ip("link", "set", there, "netns", str(self._holder.pid))
        _ip("link", "set", here, "up", "mtu", str(MTU), "txqueuelen", str(QUEUE_PACKETS))
        _ip("route", "add", address, "dev", here, "src", ADDRESS)
        for command in (
            ["ip", "link", "set", "lo", "up"],
            ["ip", "link", "set", there, "up", "mtu", str(MTU), "txqueuelen", str(QUEUE_PACKETS)],
            ["ip", "address", "add", address, "dev", there],
            ["ip", "route", "add", ADDRESS, "dev", there, "src", address],
            # No run may profit from what TCP learned of the path in an earlier one.
            ["sysctl", "--quiet", "--write", "net.ipv4.tcp_no_metrics_save=1"],
        ):
            subprocess.run([*self.enter(), *command], check=True)
        self._device = there

    def enter(self):
        """The words to put before a command that is to run in here."""
        return ["nsenter", f"--net=/proc/{self._holder.pid}/ns/net", "--"]

    def counters(self):
        proc = Path(f"/proc/{self._holder.pid}/net")
        line = next(line for line in (proc / "dev").read_text().splitlines() if f"{self._device}:" in line)
        fields = line.split(":")[1].split()
        names, values = [line.split() for line in (proc / "snmp").read_text().splitlines() if line.startswith("Tcp:")]
        return Counters(sent=int(fields[8]), received=int(fields[0]), connections=int(values[names.index("ActiveOpens")]))


def prepare():
    """Makes ADDRESS in the namespace of this process, which must be one of its own."""
    _ip("link", "set", "lo", "up")
    _ip("address", "add", ADDRESS, "dev", "lo")
    subprocess.run(["sysctl", "--quiet", "--write", "net.ipv4.tcp_no_metrics_save=1"], check=True)


def _await_namespace(pid):
    own = Path("/proc/self/ns/net").readlink()
    while Path(f"/proc/{pid}/ns/net").readlink() == own:
        pass


def _ip(*words):
    subprocess.run(["ip", *words], check=True)
