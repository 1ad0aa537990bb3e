"""Read the rules of Windows' firewall and say what they mean for one program.

The grammar is that of [MS-GPFAS] 2.2.2.19: ``v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|App=…|``.
A rule that blocks beats every rule that allows; what no rule names is blocked, and asked about once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Literal

Profile = Literal["private", "public", "domain"]
Verdict = Literal["open", "allowed", "blocked", "shut", "other_profile", "unnamed"]

_TCP = "6"
_VARIABLE = re.compile(r"%([^%]+)%")
#: Fields that narrow a rule to services, packaged apps, people, adapters or addresses: such a rule decides
#: nothing about a phone beside us.
_NARROW = frozenset(
    ("Svc", "AppPkgId", "LUAuth", "LUOwn", "RUAuth", "RMAuth", "IF", "IFType", "LA4", "RPort", "RPort2_10")
)
_WHOLE_NET = frozenset(("LocalSubnet", "LocalSubnet4"))


@dataclass(frozen=True)
class Rule:
    """Be one rule for what comes in by TCP; without ``app``, ``ports`` or ``profiles`` it is about all."""

    blocks: bool
    app: str = ""
    ports: tuple[range, ...] = ()
    profiles: frozenset[str] = frozenset()

    def touches(self, programs: Iterable[str], port: int) -> bool:
        """Tell whether the rule is about one of these programs on this port."""
        if self.app and self.app not in programs:
            return False
        return not self.ports or any(port in ports for ports in self.ports)


@dataclass(frozen=True)
class ProfileState:
    """Say how the firewall stands for one kind of network."""

    enabled: bool = True
    shut: bool = False


@dataclass(frozen=True)
class WindowsFirewall:
    """Hold what was read: the kind of the network in use (None when unknown), states, and rule texts."""

    profile: Profile | None = None
    states: Mapping[Profile, ProfileState] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)

    def verdict(self, programs: Iterable[str], port: int) -> Verdict:
        """Say what becomes of a phone that calls one of these programs on a port."""
        own = frozenset(same_path(program, self.variables) for program in programs)
        read = [rule for text in self.rules if (rule := parse(text, self.variables))]
        ours = [rule for rule in read if rule.touches(own, port)]
        state = self.states.get(self.profile or "private", ProfileState())
        here = [rule for rule in ours if self._holds(rule)]
        if not state.enabled:
            return "open"
        if state.shut:
            return "shut"
        if any(rule.blocks for rule in here):
            return "blocked"
        if here:
            return "allowed"
        return "other_profile" if any(not rule.blocks for rule in ours) else "unnamed"

    def _holds(self, rule: Rule) -> bool:
        """Tell whether a rule holds in the network in use; of an unknown one, whether it holds in any."""
        return not rule.profiles or self.profile is None or self.profile in rule.profiles


def parse(text: str, variables: Mapping[str, str] | None = None) -> Rule | None:
    """Read one rule; None for what is switched off, outgoing, narrow, of another protocol, or no rule."""
    fields = _fields(text)
    if not fields or _NARROW & fields.keys():
        return None
    if _one(fields, "Active").upper() != "TRUE" or _one(fields, "Dir").lower() != "in":
        return None
    if _one(fields, "Protocol") not in ("", "256", _TCP):
        return None
    action = _one(fields, "Action").lower()
    if action not in ("block", "allow", "bypass") or set(fields.get("RA4", ())) - _WHOLE_NET:
        return None
    ports = _ports([*fields.get("LPort", ()), *fields.get("LPort2_10", ())])
    if ports is None:
        return None
    app = _one(fields, "App")
    return Rule(
        blocks=action == "block",
        app="" if app.lower() == "any" else same_path(app, variables or {}),
        ports=ports,
        profiles=frozenset(profile.lower() for profile in fields.get("Profile", ())),
    )


def same_path(path: str, variables: Mapping[str, str]) -> str:
    """Write a Windows path in the one way in which two that mean the same file are equal."""
    if not path:
        return ""
    known = {name.lower(): value for name, value in variables.items()}
    whole = _VARIABLE.sub(lambda match: known.get(match[1].lower(), match[0]), path)
    return str(PureWindowsPath(whole.removeprefix("\\\\?\\"))).casefold()


def _fields(text: str) -> dict[str, list[str]]:
    """Split a rule; fields may repeat. Names and descriptions may hold anything but a bar."""
    version, *rest = text.split("|")
    if not re.fullmatch(r"v\d+\.\d+", version):
        return {}
    fields: dict[str, list[str]] = {}
    for part in rest:
        name, equals, value = part.partition("=")
        if equals:
            fields.setdefault(name, []).append(value)
    return fields


def _one(fields: Mapping[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _ports(texts: list[str]) -> tuple[range, ...] | None:
    """Read ports and ranges; None when there are only words such as RPC, which name other services."""
    found = []
    for text in texts:
        if match := re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text):
            first = int(match[1])
            found.append(range(first, int(match[2] or first) + 1))
    return tuple(found) if found or not texts else None
