"""Which packages go onto a stick, for which computers."""

from __future__ import annotations

import pytest

from merchant_helper.stick.program import ROOT
from merchant_helper.stick.targets import PYTHONS, Target, chosen, pins
from merchant_helper.stick.telling import CannotMakeStick
from merchant_helper.stick.wheels import TOOLS_LOCK

LOCK = """\
alembic==1.20.1 \\
    --hash=sha256:aa
    # via merchant-helper (pyproject.toml)
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:cc
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
psycopg-binary==3.3.9 ; implementation_name != 'pypy' \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(
    ("target", "sums"),
    [
        (Target("windows", "3.11"), ["aa", "bb", "cc", "ee"]),
        (Target("windows", "3.14"), ["aa", "bb", "dd", "ee"]),
        (Target("linux", "3.11"), ["aa", "cc", "ee"]),
        (Target("linux", "3.12"), ["aa", "dd", "ee"]),
    ],
    ids=str,
)
def test_lock_file_is_read_for_that_computer_and_not_for_this_one(target: Target, sums: list[str]) -> None:
    part = target.part_of(LOCK)
    assert [line.split(":")[1] for line in part.splitlines() if "--hash" in line] == sums
    assert ";" not in part
    assert part.startswith("alembic==1.20.1 \\\n    --hash=sha256:aa\n")


def test_real_lock_file_gives_one_version_of_each_package() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for target in chosen(PYTHONS, None, "3.11"):
        names = [pinned.name for pinned, _ in pins(target.part_of(lock))]
        assert len(names) == len(set(names)) > 50
        assert ("colorama" in names) == (target.system == "windows")


def test_tools_are_pinned_by_sum() -> None:
    found = {pinned.name: sums.count("--hash=sha256:") for pinned, sums in pins(TOOLS_LOCK)}
    assert found == {"pip": 1, "uv": 2}


@pytest.mark.parametrize(
    ("asked", "given", "windows", "linux"),
    [
        ([], None, list(PYTHONS), ["3.13"]),
        ([], "3.12", ["3.12"], ["3.13"]),
        (["3.14", "3.11"], None, ["3.11", "3.14"], ["3.11", "3.14"]),
        (["3.11"], "3.12", ["3.11", "3.12"], ["3.11"]),
        (["3.12"], "3.12", ["3.12"], ["3.12"]),
    ],
)
def test_computers_are_chosen(
    asked: list[str], given: str | None, windows: list[str], linux: list[str]
) -> None:
    targets = chosen(asked, given, "3.13")
    assert [t.python for t in targets if t.system == "windows"] == windows
    assert [t.python for t in targets if t.system == "linux"] == linux


@pytest.mark.parametrize("version", ["3.10", "3.15", "3", "../3.12"])
def test_python_without_packages_is_refused(version: str) -> None:
    with pytest.raises(CannotMakeStick, match=r"choose among 3\.11"):
        chosen([version], None, "3.12")
