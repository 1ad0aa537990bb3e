"""Know the addresses of this computer, and by which of them a phone beside it gets here.

Nothing is sent: adapters are listed, and choosing a route sends no packet. Only IPv4 is looked at.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from pathlib import Path
from typing import Literal

import ifaddr

Kind = Literal["wifi", "cable", "hotspot", "vpn", "other"]

#: What RFC 1918 sets aside for private networks.
PRIVATE = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
#: What a computer gives itself when nobody gives it an address (RFC 3927).
LINK_LOCAL = IPv4Network("169.254.0.0/16")
#: An address that belongs to nobody (RFC 5737).
NOBODY = "192.0.2.1"
#: Where Linux tells how its adapters stand.
LINUX_ADAPTERS = Path("/sys/class/net")

# Names of adapters: short ones of Linux and macOS, spoken ones of Windows. The first that fits counts.
_NAMES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "vpn",
        re.compile(
            r"^(tun|tap|utun|wg|ppp|ipsec|zt|wwan|rmnet)\w*\b|vpn|wireguard|wintun|tap-windows|tailscale"
            r"|zerotier|nordlynx|\bwarp\b|anyconnect|fortinet|fortissl"
            r"|pangp|globalprotect|hamachi|wan miniport"
        ),
    ),
    ("hotspot", re.compile(r"wi-?fi direct|hosted network|^(ap|uap|bridge1)\d|^local area connection\*")),
    (
        "other",
        re.compile(
            r"^(docker|br-|veth|vbox|vmnet|vnic|virbr|lxc|lxd|podman|cni|awdl|llw|bnep)\w*|^lo\d*$"
            r"|virtualbox|vmware|hyper-v|vethernet|\bwsl\b|loopback|npcap|bluetooth"
        ),
    ),
    ("wifi", re.compile(r"^(wl|ath)\w*|^en0$|wi-?fi|wireless|wlan|802\.11|airport")),
    (
        "cable",
        re.compile(r"^(en|eth|em|usb)\w*|ethernet|gigabit|gbe\b|\bndis\b|\blan\b|^local area connection"),
    ),
)
# A laptop that shares its own network takes these: Windows, NetworkManager.
_SHARING = re.compile(r"192\.168\.137\.1|10\.42\.\d+\.1")
_ORDER: dict[Kind, int] = {"wifi": 1, "cable": 1, "hotspot": 2, "other": 3, "vpn": 4}


@dataclass(frozen=True)
class Address:
    """Be one IPv4 address of this computer; ``name`` is what its owner calls the connection."""

    ip: str
    name: str
    kind: Kind
    is_route: bool = False

    @property
    def private(self) -> bool:
        """Tell an address that only its own network knows."""
        return any(IPv4Address(self.ip) in block for block in (*PRIVATE, LINK_LOCAL))

    @property
    def self_given(self) -> bool:
        """Tell an address that this computer took because no network gave it one."""
        return IPv4Address(self.ip) in LINK_LOCAL


def is_loopback(ip: str) -> bool:
    """Tell an address by which a computer speaks with itself; text that is no address is none."""
    read = _read(ip)
    return read is not None and read.is_loopback


def is_private(ip: str) -> bool:
    """Tell an IPv4 address of a private network, or of this computer itself, from the rest of the world.

    ``::ffff:192.168.1.7`` and ``::1`` are read too. Names and numbers written in odd ways are no addresses.
    """
    read = _read(ip)
    if read is None:
        return False
    if read.is_loopback:
        return True
    return isinstance(read, IPv4Address) and any(read in block for block in (*PRIVATE, LINK_LOCAL))


def addresses() -> list[Address]:
    """List this computer's IPv4 addresses without loopback, those first that a phone most likely reaches.

    The order: the connection that leads on, other Wi-Fi and cable, the laptop's own hotspot, unknown and
    virtual ones, VPN; what the computer gave itself stands behind all of them.
    """
    route = route_address()
    found = [
        Address(
            str(ip.ip), str(ip.nice_name), kind_of(adapter.nice_name, ip.nice_name, ip.ip), ip.ip == route
        )
        for adapter in _adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and not is_loopback(str(ip.ip))
    ]
    if route and route not in {address.ip for address in found}:
        found.append(Address(route, "", "other", is_route=True))
    return sorted(found, key=_order)


def reachable() -> list[str]:
    """Give the private addresses by which a phone may get here, the best first; none of a VPN."""
    listed = [a.ip for a in addresses() if a.private and a.kind != "vpn"]
    return list(dict.fromkeys(listed))


def kind_of(device: str, connection: str, ip: object = "") -> Kind:
    """Tell the kind of a connection by the names of its device and of itself."""
    if _SHARING.fullmatch(str(ip)):
        return "hotspot"
    names = (connection.lower(), device.lower())
    return next((kind for kind, known in _NAMES if any(map(known.search, names))), "other")


def route_address() -> str:
    """Give the address from which this computer speaks to the world, or nothing; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((NOBODY, 9))
            ip = str(probe.getsockname()[0])
        except OSError:
            return ""
    return "" if is_loopback(ip) or ip == "0.0.0.0" else ip  # noqa: S104


def _adapters() -> list[ifaddr.Adapter]:
    """List the adapters that are not switched off; a system that tells nothing has none."""
    try:
        return [adapter for adapter in ifaddr.get_adapters() if not _is_down(adapter.name)]
    except (OSError, ValueError):
        return []


def _is_down(name: str) -> bool:
    """Tell an adapter that is switched off or unplugged, where the system says so."""
    try:
        return (LINUX_ADAPTERS / name.split(":")[0] / "operstate").read_text("ascii").strip() == "down"
    except (OSError, ValueError):
        return False


def _order(address: Address) -> tuple[bool, int, str]:
    first = address.is_route and address.kind != "vpn"
    return address.self_given, 0 if first else _ORDER[address.kind], address.ip


def _read(ip: str) -> IPv4Address | IPv6Address | None:
    try:
        read = ip_address(ip)
    except ValueError:
        return None
    return getattr(read, "ipv4_mapped", None) or read
