"""Read from Windows' registry, as any user may, how its firewall stands and what it takes the network for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol

from merchant_helper.network.rules import Profile, ProfileState, WindowsFirewall

if sys.platform == "win32":
    import winreg

POLICY = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
#: What a company or school sets over it.
GROUP_POLICY = r"SOFTWARE\Policies\Microsoft\WindowsFirewall"
NETWORKS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"
_PARTS: dict[Profile, str] = {
    "private": "StandardProfile",
    "public": "PublicProfile",
    "domain": "DomainProfile",
}
_CATEGORIES: dict[object, Profile] = {0: "public", 1: "private", 2: "domain"}
# A time as Windows keeps it here: eight words of two bytes, the third the day of the week.
_TIME_BYTES, _TIME_WORDS = 16, (0, 1, 3, 4, 5, 6)


class Registry(Protocol):
    """Answer what lies below the key of the whole computer; what is closed or missing is empty."""

    def values(self, key: str) -> Mapping[str, object]:
        """Give the values of a key by name."""

    def keys(self, key: str) -> list[str]:
        """Name the keys below a key."""


def read_firewall(registry: Registry, variables: Mapping[str, str]) -> WindowsFirewall | None:
    """Read all that decides whether a phone gets in; None when no rule can be read."""
    rules = [
        text
        for policy in (POLICY, GROUP_POLICY)
        for text in registry.values(rf"{policy}\FirewallRules").values()
        if isinstance(text, str)
    ]
    if not rules:
        return None
    states = {profile: _state(registry, part) for profile, part in _PARTS.items()}
    return WindowsFirewall(newest_network(registry), states, tuple(rules), variables)


def newest_network(registry: Registry) -> Profile | None:
    """Tell the kind of the network that was joined last; the one in use is not marked as such."""
    joined: list[tuple[tuple[int, ...], Profile]] = []
    for name in registry.keys(NETWORKS):
        values = registry.values(rf"{NETWORKS}\{name}")
        category = _CATEGORIES.get(values.get("Category"))
        when = values.get("DateLastConnected")
        if category and isinstance(when, bytes) and len(when) == _TIME_BYTES:
            words = [int.from_bytes(when[at : at + 2], "little") for at in range(0, _TIME_BYTES, 2)]
            joined.append((tuple(words[at] for at in _TIME_WORDS), category))
    return max(joined, key=lambda one: one[0])[1] if joined else None


def _state(registry: Registry, part: str) -> ProfileState:
    own, above = (registry.values(rf"{policy}\{part}") for policy in (POLICY, GROUP_POLICY))
    values = {**own, **above}
    return ProfileState(
        enabled=values.get("EnableFirewall", 1) != 0, shut=values.get("DoNotAllowExceptions", 0) == 1
    )


class WindowsRegistry:
    """Read the registry of this computer."""

    def values(self, key: str) -> Mapping[str, object]:
        """Give the values of a key by name."""
        found: dict[str, object] = {}
        if sys.platform == "win32":
            try:
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                    for number in range(winreg.QueryInfoKey(opened)[1]):
                        name, value, _kind = winreg.EnumValue(opened, number)
                        found[name] = value
            except OSError:
                pass
        return found

    def keys(self, key: str) -> list[str]:
        """Name the keys below a key."""
        if sys.platform == "win32":
            try:
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                    return [winreg.EnumKey(opened, n) for n in range(winreg.QueryInfoKey(opened)[0])]
            except OSError:
                pass
        return []
