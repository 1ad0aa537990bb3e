"""Adapters as three systems name them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from merchant_helper.network import adapters as own


def adapter(device: str, *ips: object, connection: str = "", name: str = "") -> Any:
    """Describe one adapter as ifaddr does; on Linux and macOS all its names are one."""
    given = [
        SimpleNamespace(ip=ip, nice_name=connection or device, is_IPv4=isinstance(ip, str)) for ip in ips
    ]
    return SimpleNamespace(name=name or device, nice_name=device, ips=given)


def plug_in(monkeypatch: pytest.MonkeyPatch, *adapters: Any, route: str = "") -> None:
    """Give this computer exactly these adapters and this way out."""
    monkeypatch.setattr(own.ifaddr, "get_adapters", lambda: list(adapters))
    monkeypatch.setattr(own, "route_address", lambda: route)
