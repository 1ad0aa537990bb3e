"""Windows' firewall rules mean for us what they mean for Windows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.network.rules import ProfileState, WindowsFirewall, parse, same_path

PYTHON = r"C:\Users\Lan\AppData\Local\Programs\Python\Python312\python.exe"
ASKED = r"App=C:\users\lan\appdata\local\programs\python\python312\python.exe|Name=python.exe|Desc=python.exe"
# What Windows writes after Cancel in its question, and after Allow with Private ticked.
CANCELLED = f"v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Public|{ASKED}|Defer=User|"
CANCELLED_HOME = f"v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Private|{ASKED}|Defer=User|"
LET_IN = f"v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Private|{ASKED}|Defer=User|"
# Rules that every Windows has.
USUAL = (
    r"v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=17|LPort=5353|App=%SystemRoot%\system32\svchost.exe"
    r"|Svc=dnscache|Name=@%SystemRoot%\system32\firewallapi.dll,-37303|Desc=mDNS|",
    r"v2.30|Action=Block|Active=FALSE|Dir=In|Protocol=6|LPort=445|App=System|Name=SMB|",
    r"v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort=443|Name=Out|",
    r"v2.30|Action=Block|Active=TRUE|Dir=In|AppPkgId=S-1-15-2-155514346-2573954481|Name=Some app|",
    r"v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=RPC|Name=Words only|",
    r"v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=135|LPort2_10=5000-5010|Name=Others' ports|",
    r"v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|RA4=203.0.113.0/255.255.255.0|Name=Far away|",
)


def verdict(*rules: str, profile: str | None = "private", port: int = 8001, **state: bool) -> str:
    states = {profile or "private": ProfileState(**state)}
    wall = WindowsFirewall(profile, states, (*USUAL, *rules), {"SystemRoot": r"C:\WINDOWS"})  # type: ignore[arg-type]
    return wall.verdict([PYTHON], port)


def test_what_every_windows_has_says_nothing_of_us() -> None:
    assert verdict() == "unnamed"


def test_a_block_beats_whatever_allows() -> None:
    assert verdict(LET_IN) == "allowed"
    assert verdict(LET_IN, CANCELLED_HOME) == verdict(CANCELLED_HOME, LET_IN) == "blocked"


def test_a_rule_holds_in_its_kind_of_network() -> None:
    assert verdict(LET_IN, CANCELLED) == "allowed"
    assert verdict(LET_IN, CANCELLED, profile="public") == "blocked"
    assert verdict(LET_IN, profile="public") == "other_profile"
    assert verdict(LET_IN, profile=None) == "allowed"
    assert verdict(LET_IN, CANCELLED, profile=None) == "blocked"


def test_a_firewall_that_is_off_or_shut() -> None:
    assert verdict(CANCELLED_HOME, enabled=False) == "open"
    assert verdict(LET_IN, shut=True) == "shut"


def test_another_python_is_not_ours() -> None:
    assert verdict(CANCELLED_HOME.replace("python312", "python311")) == "unnamed"


@pytest.mark.parametrize(("port", "seen"), [(8001, "blocked"), (8000, "blocked"), (7999, "unnamed")])
def test_ports_and_ranges(port: int, seen: str) -> None:
    rule = "v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=8000|LPort2_10=8001-8010|Name=x|"
    assert verdict(rule, port=port) == seen


@pytest.mark.parametrize("protocol", ["", "Protocol=6|", "Protocol=256|"])
def test_a_rule_about_everything_is_about_us(protocol: str) -> None:
    assert verdict(f"v2.30|Action=Block|Active=TRUE|Dir=In|{protocol}Name=All|") == "blocked"
    assert verdict(f"v2.30|Action=Block|Active=TRUE|Dir=In|{protocol}RA4=LocalSubnet|Name=All|") == "blocked"


def test_variables_and_strange_spellings_mean_the_same_file() -> None:
    variables = {"LOCALAPPDATA": r"C:\Users\Lan\AppData\Local"}
    spellings = (
        r"%LocalAppData%\Programs\Python\Python312\python.exe",
        r"\\?\C:\Users\Lan\AppData\Local\Programs\Python\Python312\python.exe",
        PYTHON.replace("\\", "/").replace("python.exe", "PYTHON.EXE"),
    )
    assert {same_path(text, variables) for text in spellings} == {same_path(PYTHON, {})}


@pytest.mark.parametrize(
    "text", ["", "v2.30", "|||", "v2.30|Action=Maybe|Active=TRUE|Dir=In|", "Action=Block|"]
)
def test_what_is_no_rule(text: str) -> None:
    assert parse(text) is None


pieces = st.sampled_from(
    ("v2.30", "Action=Block", "Active=TRUE", "Dir=In", "Protocol=6", "LPort=", "App=", "=")
)


@given(st.lists(pieces | st.text(max_size=20)).map("|".join))
def test_no_rule_is_too_odd_to_read(text: str) -> None:
    wall = WindowsFirewall("public", {}, (text,), {})
    assert wall.verdict([PYTHON], 8001) in ("allowed", "blocked", "unnamed", "other_profile")
