"""Know for which computers a stick carries packages: a system, and a version of Python."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from packaging.requirements import Requirement

from merchant_helper.stick.telling import CannotMakeStick

System = Literal["windows", "linux"]
SYSTEMS: tuple[System, ...] = ("windows", "linux")
#: The versions that the lock file is made for.
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
#: glibc 2.28 is that of Debian 10 and of every system since; a few packages ask for no less.
GLIBC = 28
PLATFORMS: dict[System, tuple[str, ...]] = {
    "windows": ("win_amd64",),
    "linux": (
        *(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC, 4, -1)),
        *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    ),
}
MARKERS: dict[System, dict[str, str]] = {
    "windows": {
        **{"os_name": "nt", "sys_platform": "win32"},
        **{"platform_system": "Windows", "platform_machine": "AMD64"},
    },
    "linux": {
        **{"os_name": "posix", "sys_platform": "linux"},
        **{"platform_system": "Linux", "platform_machine": "x86_64"},
    },
}


@dataclass(frozen=True)
class Target:
    """Name one kind of computer. ``python`` is a version such as ``3.12``."""

    system: System
    python: str

    def __str__(self) -> str:
        return f"{self.system.capitalize()}, Python {self.python}"

    def takes(self, requirement: Requirement) -> bool:
        """Tell whether a line of the lock file is for this computer."""
        there = {
            **MARKERS[self.system],
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
        }
        return requirement.marker is None or requirement.marker.evaluate(there)

    def part_of(self, lock: str) -> str:
        """Give those lines of a lock file that are for this computer, without the condition.

        pip weighs conditions for the computer it runs on, whatever it is asked to download for.
        """
        return "".join(
            f"{pinned.name}{pinned.specifier} \\\n{sums}" for pinned, sums in pins(lock) if self.takes(pinned)
        )


def pins(lock: str) -> Iterable[tuple[Requirement, str]]:
    """Read a lock file: each requirement, and the lines with its sums."""
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:]:
        first, _sign, sums = block.partition(" \\\n")
        yield Requirement(first), sums


def chosen(asked: Collection[str], given: str | None, running: str) -> list[Target]:
    """Choose the computers: ``asked`` on both systems, else the Python of the ZIP, else what is likely.

    Windows without a Python on the stick may have any version; Linux brings the version of its release, of
    which only the one running here is known. A version costs 160 to 190 MB.
    """
    unknown = sorted(set(asked) - set(PYTHONS))
    if unknown:
        raise CannotMakeStick(
            f"Không có gói cho Python {', '.join(unknown)}: chọn trong {', '.join(PYTHONS)}.",
            f"There are no packages for Python {', '.join(unknown)}: choose among {', '.join(PYTHONS)}.",
        )
    windows = [*asked, *([given] if given else [])] or PYTHONS
    linux = asked or [running]
    return [
        *(Target("windows", python) for python in PYTHONS if python in windows),
        *(Target("linux", python) for python in PYTHONS if python in linux),
    ]
