"""The clock of codes, locks and the door: hours in which the laptop slept are hours."""

from __future__ import annotations

import time

import pytest

from merchant_helper.web.phone.codes import JoinCodes, Presence
from merchant_helper.web.steady import steady


def test_a_laptop_that_slept_finds_the_code_ended_and_the_phone_quiet_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = {7: 50.0}
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "clock_gettime", now.__getitem__, raising=False)
    codes, presence = JoinCodes(), Presence()
    code = codes.make("visit", "shop")
    presence.touch("phone")
    assert codes.is_fresh(code)
    # The lid is shut for an hour; what Python calls monotonic has hardly moved.
    now[7] += 3600.0
    assert not codes.is_fresh(code) and presence.quiet_s("phone") == 3600.0


def test_a_system_without_such_a_clock_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        monkeypatch.delattr(time, name, raising=False)
    before = time.monotonic()
    assert before <= steady() <= time.monotonic()
