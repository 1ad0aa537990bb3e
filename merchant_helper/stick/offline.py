"""Take the place of those steps of ``start.py`` that would ask the network, on a USB stick.

Standard library only, for nothing is installed yet. What is installed goes onto the disk of the computer:
a stick is slow to run from, and FAT knows no links. Two ways lead there: uv, unpacked from its wheel on the
stick, or pip, run out of its own wheel where uv does not run. Windows' embeddable Python has no ``venv``: a
copy of its folder is the environment.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

MARKER = "stick.json"
WHEELS, TOOLS, PYTHON = "wheels", "tools", "python"
SYSTEMS = {"win32": "windows", "linux": "linux"}
MACHINES = ("x86_64", "amd64")

Failure = tuple[str, str, str]  # a pattern of what a tool wrote, the sentence in Vietnamese, in English
Stop = Callable[[str, str], Exception]


class Stick(NamedTuple):
    """Hold where a stick lies and where its program is installed on this computer.

    ``embedded`` is the folder of the embeddable Python when that one runs this, None otherwise.
    """

    root: Path
    place: Path
    embedded: Path | None

    @property
    def pip(self) -> list[str]:
        """Give what runs pip out of its wheel; zipimport finds it wherever the stick lies."""
        return [str(self._wheel("pip") / "pip")]

    def settings(self) -> dict[str, str]:
        """Give the settings by which pip and uv look nowhere but on the stick.

        Both run in the root of the stick, and a name without blanks is all that pip can read from a setting.
        uv's cache is on the disk of the place, to link from.
        """
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": WHEELS, "PIP_CONFIG_FILE": os.devnull}
        uv = {"UV_OFFLINE": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": WHEELS, "UV_NO_CONFIG": "1"}
        return {**pip, **uv, "UV_CACHE_DIR": str(self._workshop / "cache")}

    @property
    def path_line(self) -> str:
        r"""Give the line for site-packages that finds the program on the stick, whatever its name.

        A path itself would be read in the code page of the computer, so it is spelled in plain letters; it is
        whole, for no relative path leads from ``C:`` to the letter that a stick has today.
        """
        return f"import sys; sys.path.append({str(self.root)!a})\n"

    def python(self, windows: bool) -> Path:
        """Give the Python of the place."""
        if self.embedded:
            return self.place / "python.exe"
        return self.place / "Scripts" / "python.exe" if windows else self.place / "bin" / "python"

    def uv(self) -> str | None:
        """Unpack uv beside the place; None where it is damaged or its place allows no programs."""
        if self.embedded:  # pip is at home there, uv was never seen there
            return None
        try:
            program = unpack_uv(self._wheel("uv"), self._workshop)
            runs = subprocess.run([str(program), "--version"], capture_output=True, timeout=60, check=False)  # noqa: S603
        except (OSError, StopIteration, zipfile.BadZipFile, subprocess.TimeoutExpired):
            return None
        return str(program) if runs.returncode == 0 else None

    def copy_python(self) -> bool:
        """Copy the embeddable Python into the place; False where another Python makes an environment."""
        if not self.embedded:
            return False
        shutil.copytree(self.embedded, self.place, dirs_exist_ok=True)
        for paths in self.place.glob("python3*._pth"):
            paths.write_text(with_site(paths.read_text("utf-8")), "utf-8")
        (self.place / "Lib" / "site-packages").mkdir(parents=True, exist_ok=True)
        return True

    def clear(self) -> None:
        """Remove what only the set-up needed."""
        shutil.rmtree(self._workshop, ignore_errors=True)

    def failures(self) -> tuple[Failure, ...]:
        """Give the sentences that are other ones on a stick than with a network."""
        return (
            (
                r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|BadZipFile|[Bb]ad CRC|[Ii]nvalid zip"
                r"|has an invalid wheel|Input/output error|os error 5\b|WinError (23|1117)\b",
                "Tệp trên USB đã hỏng: chép lại cả thư mục từ bản gốc, hoặc làm USB khác.",
                "A file on the stick is damaged: copy the folder again, or make another stick.",
            ),
            (
                r"No matching distribution|No solution found|no wheels? (with|for)|not a supported wheel",
                "USB này thiếu gói cho máy tính này: làm lại USB bằng «start.py stick» trên máy có mạng.",
                "The stick lacks packages for this computer: make it again with 'start.py stick'.",
            ),
            (
                r"Permission denied|Access is denied|WinError 5\b|os error 13\b|Read-only file system"
                r"|Not a directory",
                f"Không ghi được vào {self.place}: mở quyền ghi thư mục đó trên máy tính này rồi chạy lại.",
                f"This computer does not let {self.place} be written: allow it, then start again.",
            ),
        )

    @property
    def _workshop(self) -> Path:
        return self.place.with_name(self.place.name + "-tools")

    def _wheel(self, package: str) -> Path:
        ending = {"pip": "none-any", "uv": "win_amd64" if sys.platform == "win32" else "manylinux*x86_64"}
        return next((self.root / TOOLS).glob(f"{package}-*{ending[package]}.whl"))


def open_stick(root: Path, stop: Stop) -> Stick:
    """Read what a stick is made for, and refuse a computer that it is not made for in one sentence."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    made_for = pythons_for(root, stop)
    if here not in made_for:
        vi, en = " · ".join(made_for), ", ".join(made_for)
        raise stop(
            f"USB này chạy với Python {vi}, máy tính này đang dùng {here}: cài bản có ghi trên USB.",
            f"This stick works with Python {en}, this is {here}: install one of those.",
        )
    if not all(any((root / TOOLS).glob(f"{name}-*.whl")) for name in ("pip", "uv")):
        raise unfinished(stop)
    copy = root / PYTHON
    embedded = copy if Path(sys.executable).resolve().parent == copy.resolve() else None
    name = f"py{here}-usb" if embedded else f"py{here}"
    return Stick(root, programs_folder() / name, embedded)


def pythons_for(root: Path, stop: Stop) -> list[str]:
    """Give the versions of Python for which a stick has packages on this kind of computer."""
    try:
        about = json.loads((root / MARKER).read_text("utf-8"))
        finished, made_for = about["finished"], about["pythons"]
    except (ValueError, KeyError, TypeError) as error:
        raise unfinished(stop) from error
    if not finished:
        raise unfinished(stop)
    system = SYSTEMS.get(sys.platform, "") if platform.machine().lower() in MACHINES else ""
    if not made_for.get(system):
        raise stop(
            "USB này dành cho Windows và Linux 64-bit (Intel, AMD): máy tính này cần tải bản có mạng.",
            "This stick is for 64-bit Windows and Linux (Intel, AMD): here the set-up needs a network.",
        )
    return [str(version) for version in made_for[system]]


def unfinished(stop: Stop) -> Exception:
    """Say that a stick was not made to its end."""
    return stop(
        "USB này chưa làm xong hoặc thiếu tệp: chạy lại «start.py stick» trên máy đã làm nó.",
        "This stick is not finished or lacks files: run 'start.py stick' again where it was made.",
    )


def programs_folder() -> Path:
    """Give where this computer keeps programs of one user; never where its shops' data lie.

    A Python of Microsoft's store sees an AppData of its own, in which other programs find nothing.
    """
    if "WindowsApps" in Path(getattr(sys, "_base_executable", None) or sys.executable).parts:
        return Path.home() / "MerchantHelper-program"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "MerchantHelper-program"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "merchant-helper-program"


def unpack_uv(wheel: Path, folder: Path) -> Path:
    """Take uv itself out of its wheel. Raises BadZipFile when the wheel is damaged."""
    name = "uv.exe" if "win" in wheel.name else "uv"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        inside = next(part for part in archive.namelist() if part.endswith(f".data/scripts/{name}"))
        with archive.open(inside) as packed, (folder / name).open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    (folder / name).chmod(0o755)
    return folder / name


def with_site(paths: str) -> str:
    """Let an embeddable Python look into its own site-packages, which its ``._pth`` file keeps it from."""
    lines = [line for line in paths.splitlines() if line.strip().lstrip("#").strip() != "import site"]
    return "\n".join([*lines, "import site"]) + "\n"
