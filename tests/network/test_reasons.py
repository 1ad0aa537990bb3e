"""The likeliest cause stands first, and every cause says what to do."""

from __future__ import annotations

import pytest

from merchant_helper.i18n import in_language
from merchant_helper.issues import Issue
from merchant_helper.network import about_network, causes, reasons
from merchant_helper.network.adapters import addresses
from network.plugged import adapter, plug_in

WIFI = adapter("Intel(R) Wi-Fi 6 AX201 160MHz", "192.168.1.7", connection="Wi-Fi")
UNPLUGGED = adapter("Realtek PCIe GbE Family Controller", "169.254.3.3", connection="Ethernet")
VPN = adapter("WireGuard Tunnel", "10.6.0.2", connection="truong-hoc")
SLEEPING_VPN = adapter("TAP-Windows Adapter V9", "169.254.8.8", connection="Ethernet 2")
WSL = adapter("Hyper-V Virtual Ethernet Adapter", "172.28.16.1", connection="vEthernet (WSL)")
GUESSES = ["other_network", "isolation"]


def codes(monkeypatch: pytest.MonkeyPatch, *firewall: Issue) -> list[str]:
    monkeypatch.setattr(reasons, "about_firewall", lambda _port: list(firewall))
    found = causes()
    for language in ("vi", "en"):
        with in_language(language):
            for said in [s for issue in found for s in (issue.message(), issue.fix())]:
                assert len(said) > 20 and "{" not in said and ":network." not in said
    return [issue.code.removeprefix("network.") for issue in found]


def test_when_all_looks_right_only_guesses_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, WIFI, UNPLUGGED, SLEEPING_VPN, WSL, route="192.168.1.7")
    assert codes(monkeypatch) == GUESSES
    assert {issue.severity for issue in causes()} == {"hint"}


@pytest.mark.parametrize("adapters", [(), (UNPLUGGED,), (WSL,), (UNPLUGGED, WSL, SLEEPING_VPN)])
def test_without_a_network_nothing_else_matters(
    monkeypatch: pytest.MonkeyPatch, adapters: tuple[object]
) -> None:
    plug_in(monkeypatch, *adapters)
    assert codes(monkeypatch, Issue("network.firewall_blocks", params={"name": "x"})) == ["none"]


def test_a_vpn_alone_is_no_network_for_a_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, VPN, route="10.6.0.2")
    assert codes(monkeypatch) == ["none", "vpn"]


def test_a_public_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, adapter("wlan0", "203.0.113.5"), route="203.0.113.5")
    assert codes(monkeypatch) == ["public"]
    assert "203.0.113.5" in about_network(addresses())[0].message()


def test_a_vpn_beside_the_wifi_is_named_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, WIFI, VPN, route="10.6.0.2")
    assert codes(monkeypatch) == ["vpn", *GUESSES]
    assert "truong-hoc" in causes()[0].message()


def test_what_was_seen_stands_before_what_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, WIFI, VPN, route="192.168.1.7")
    blocks = Issue("network.firewall_blocks", params={"name": "python.exe"})
    asks = Issue("network.firewall_asks", severity="hint", params={"name": "Python"})
    assert codes(monkeypatch, blocks) == ["firewall_blocks", "vpn", *GUESSES]
    assert codes(monkeypatch, asks) == ["vpn", "other_network", "firewall_asks", "isolation"]


def test_a_phone_that_was_heard_needs_no_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch)
    assert causes(heard_from_phone=True) == []


def test_every_firewall_sentence_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, WIFI, route="192.168.1.7")
    told = {"name": "ufw", "command": "sudo ufw allow 8001/tcp"}
    for code in ("firewall_blocks", "firewall_shut", "firewall_asks", "firewall_on", "public_profile"):
        assert codes(monkeypatch, Issue(f"network.{code}", params=told))[0] == code
