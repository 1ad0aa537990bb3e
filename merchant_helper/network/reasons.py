"""Say in words why a phone does not get here, the likeliest reason first."""

from __future__ import annotations

from merchant_helper.issues import Issue
from merchant_helper.network.adapters import Address, addresses
from merchant_helper.network.firewall import about_firewall

ISSUE_CODES = (
    "network.none",
    "network.public",
    "network.vpn",
    "network.other_network",
    "network.isolation",
)

#: Where phones call, unless it was set otherwise.
PHONE_PORT = 8001


def causes(heard_from_phone: bool = False, *, port: int = PHONE_PORT) -> list[Issue]:
    """List what may keep the phone out, likeliest first; nothing once a phone has been heard.

    What was seen on this computer is a warning; what can only be guessed from here is a hint.
    """
    if heard_from_phone:
        return []
    network = about_network(addresses())
    if any(issue.code in ("network.none", "network.public") for issue in network):
        return network
    found = [*about_firewall(port), *network]
    sure = [issue for issue in found if issue.severity != "hint"]
    guessed = [issue for issue in found if issue.severity == "hint"]
    likely, last = guesses()
    return [*sure, likely, *guessed, last]


def guesses() -> tuple[Issue, Issue]:
    """Give what cannot be seen from this computer: another network, and one that keeps its guests apart."""
    return (
        Issue("network.other_network", severity="hint"),
        Issue("network.isolation", severity="hint"),
    )


def about_network(found: list[Address]) -> list[Issue]:
    """Say what is wrong with the networks themselves, surest first."""
    issues = []
    if not any(a.private and not a.self_given and a.kind != "vpn" and _joined(a) for a in found):
        public = next((a for a in found if not a.private and a.kind != "vpn"), None)
        issues.append(
            Issue("network.public", params={"address": public.ip}) if public else Issue("network.none")
        )
    if vpn := next((a for a in found if a.kind == "vpn" and not a.self_given), None):
        issues.append(Issue("network.vpn", params={"name": vpn.name or vpn.ip}))
    return issues


def _joined(address: Address) -> bool:
    """Tell a network that phones can be in from those that only programs on this computer use."""
    return address.kind != "other" or address.is_route
