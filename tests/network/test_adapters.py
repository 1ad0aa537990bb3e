"""The address that a phone can use comes first, whatever else is plugged in."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.network import adapters as own
from merchant_helper.network.adapters import addresses, is_loopback, is_private, kind_of, reachable
from network.plugged import adapter, plug_in

PRIVATE = (
    *("10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"),
    *("169.254.9.9", "127.0.0.1", "::1", "::ffff:192.168.1.7"),
)
PUBLIC = (
    *(
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
    ),
    *("192.169.0.0", "100.64.0.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "fe80::1", "::ffff:8.8.8.8"),
)
NO_ADDRESS = (
    *("", "localhost", "192.168.1.7.nip.io", "010.0.0.1", "10.1", "0x0a000001", "167772161", "10.0.0.1:80"),
    *(" 10.0.0.1", "10.0.0.1\n", "１０.0.0.1"),
)


@pytest.mark.parametrize("ip", PRIVATE)
def test_private(ip: str) -> None:
    assert is_private(ip)


@pytest.mark.parametrize("ip", PUBLIC + NO_ADDRESS)
def test_not_private(ip: str) -> None:
    assert not is_private(ip)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert is_private(text) in (True, False) and is_loopback(text) in (True, False)


@pytest.mark.parametrize(
    ("device", "connection", "kind"),
    [
        ("wlp2s0", "", "wifi"),
        ("wlx00c0ca", "", "wifi"),
        ("enp0s31f6", "", "cable"),
        ("usb0", "", "cable"),
        ("docker0", "", "other"),
        ("br-1a2b3c4d5e6f", "", "other"),
        ("virbr0", "", "other"),
        ("tun0", "", "vpn"),
        ("wg0", "", "vpn"),
        ("tailscale0", "", "vpn"),
        ("en0", "", "wifi"),
        ("en5", "", "cable"),
        ("utun3", "", "vpn"),
        ("bridge100", "", "hotspot"),
        ("ap0", "", "hotspot"),
        ("Intel(R) Wi-Fi 6 AX201 160MHz", "Wi-Fi", "wifi"),
        ("Realtek PCIe GbE Family Controller", "Ethernet", "cable"),
        ("Realtek PCIe FE Family Controller", "Local Area Connection", "cable"),
        ("Remote NDIS based Internet Sharing Device", "Ethernet 3", "cable"),
        ("Microsoft Wi-Fi Direct Virtual Adapter #2", "Local Area Connection* 10", "hotspot"),
        ("Hyper-V Virtual Ethernet Adapter", "vEthernet (WSL)", "other"),
        ("VirtualBox Host-Only Ethernet Adapter", "VirtualBox Host-Only Network", "other"),
        ("VMware Virtual Ethernet Adapter for VMnet8", "VMware Network Adapter VMnet8", "other"),
        ("Bluetooth Device (Personal Area Network)", "Bluetooth Network Connection", "other"),
        ("TAP-Windows Adapter V9", "Ethernet 2", "vpn"),
        ("WireGuard Tunnel", "laptop", "vpn"),
        ("Wintun Userspace Tunnel", "OpenVPN Wintun", "vpn"),
        ("Cisco AnyConnect Secure Mobility Client Virtual Miniport", "Ethernet 4", "vpn"),
        ("Cloudflare WARP Interface Tunnel", "CloudflareWARP", "vpn"),
        ("", "", "other"),
    ],
)
def test_kinds_by_name(device: str, connection: str, kind: str) -> None:
    assert kind_of(device, connection or device) == kind


def test_a_windows_laptop_with_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(
        monkeypatch,
        adapter("TAP-Windows Adapter V9", "10.8.0.6", connection="Ethernet 2"),
        adapter("Hyper-V Virtual Ethernet Adapter", "172.28.16.1", connection="vEthernet (WSL)"),
        adapter("Realtek PCIe GbE Family Controller", "169.254.7.7", connection="Ethernet"),
        adapter(
            "Microsoft Wi-Fi Direct Virtual Adapter", "192.168.137.1", connection="Local Area Connection* 10"
        ),
        adapter("Intel(R) Wi-Fi 6 AX201 160MHz", "192.168.1.7", ("fe80::1", 0, 3), connection="Wi-Fi"),
        adapter("Software Loopback Interface 1", "127.0.0.1", connection="Loopback Pseudo-Interface 1"),
        route="10.8.0.6",
    )
    found = addresses()
    assert [a.ip for a in found][:3] == ["192.168.1.7", "192.168.137.1", "172.28.16.1"]
    assert [a.name for a in found][:1] == ["Wi-Fi"]
    assert reachable() == ["192.168.1.7", "192.168.137.1", "172.28.16.1", "169.254.7.7"]


def test_the_way_out_comes_first_even_over_an_odd_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    external = adapter("Hyper-V Virtual Ethernet Adapter", "192.168.1.9", connection="vEthernet (External)")
    plug_in(monkeypatch, adapter("eth1", "10.5.5.5"), external, route="192.168.1.9")
    assert reachable() == ["192.168.1.9", "10.5.5.5"]


def test_public_and_shared_addresses_are_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, adapter("eth0", "203.0.113.5"), adapter("en7", "100.101.1.2"), route="203.0.113.5")
    assert reachable() == []
    assert [(a.ip, a.kind, a.private) for a in addresses()] == [
        ("203.0.113.5", "cable", False),
        ("100.101.1.2", "cable", False),
    ]


def test_a_hotspot_of_networkmanager_is_known_by_its_address() -> None:
    assert kind_of("wlp2s0", "wlp2s0", "10.42.0.1") == "hotspot"


def test_adapters_that_are_down_or_cannot_be_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "docker0").mkdir()
    (tmp_path / "docker0" / "operstate").write_text("down\n")
    monkeypatch.setattr(own, "LINUX_ADAPTERS", tmp_path)
    plug_in(monkeypatch, adapter("docker0", "172.17.0.1"), adapter("wlan0", "192.168.0.3"))
    assert reachable() == ["192.168.0.3"]

    def refuse() -> None:
        raise OSError("no adapters")

    monkeypatch.setattr(own.ifaddr, "get_adapters", refuse)
    assert addresses() == []
    monkeypatch.setattr(own, "route_address", lambda: "192.168.0.3")
    assert reachable() == ["192.168.0.3"]


def test_the_way_out_is_found_without_a_packet(monkeypatch: pytest.MonkeyPatch) -> None:
    class Route(socket.socket):
        answer = "192.168.1.7"

        def connect(self, _address: object) -> None:
            assert self.type == socket.SOCK_DGRAM

        def getsockname(self) -> tuple[str, int]:
            return self.answer, 5

    monkeypatch.setattr(own.socket, "socket", Route)
    assert own.route_address() == "192.168.1.7"
    monkeypatch.setattr(Route, "answer", "127.0.0.1")
    assert own.route_address() == ""


def test_without_a_network_there_is_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unplugged(socket.socket):
        def connect(self, _address: object) -> None:
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(own.socket, "socket", Unplugged)
    assert own.route_address() == ""
