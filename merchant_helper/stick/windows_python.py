"""Look at the ZIP of Windows' embeddable Python that a person gives, before anything of it is unpacked.

The ZIP is the one that python.org calls "Windows embeddable package (64-bit)". Its sum is shown, for a person
to compare; what it holds is checked here.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from merchant_helper.stick.targets import PYTHONS
from merchant_helper.stick.telling import CannotMakeStick

AMD64 = 0x8664  # the machine field of a PE file, as in the PE/COFF specification
MOST_FILES, MOST_BYTES = 500, 150_000_000  # 3.13.0 has 35 files and 22 MB


@dataclass(frozen=True)
class WindowsPython:
    """Hold what a good ZIP is. ``version`` is such as ``3.12``, ``sha256`` that of the ZIP itself."""

    zip: Path
    version: str
    sha256: str

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give every file by its path, with its content."""
        with zipfile.ZipFile(self.zip) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield member.filename, archive.read(member)


def read_windows_python(path: Path) -> WindowsPython:
    """Read the ZIP through. Raises CannotMakeStick with a sentence for whatever is not that ZIP."""
    try:
        with zipfile.ZipFile(path) as archive:
            version = _looked_at(archive)
            if archive.testzip() is not None:
                raise zipfile.BadZipFile
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise CannotMakeStick(
            f"Không đọc được tệp {path.name}: tải lại «Windows embeddable package (64-bit)» từ python.org.",
            f"{path.name} cannot be read: fetch 'Windows embeddable package (64-bit)' from python.org again.",
        ) from error
    return WindowsPython(path, version, sha256)


def _looked_at(archive: zipfile.ZipFile) -> str:
    """Refuse what would leave its folder or fill the disk, and give the version of what stays."""
    members = archive.infolist()
    too_much = len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES
    twice = len({member.filename.casefold() for member in members}) < len(members)
    if too_much or twice or any(_leads_out(member.filename) for member in members):
        raise _another("tệp này có thứ lạ bên trong", "it holds things that do not belong there")
    names = {member.filename for member in members}
    found = [match for name in names if (match := re.fullmatch(r"python3(\d\d)\.dll", name))]
    if len(found) != 1 or not {"python.exe", f"python3{found[0][1]}._pth"} <= names:
        raise _another(
            "trong tệp không có python.exe và python3XX._pth", "python.exe or python3XX._pth is missing"
        )
    if _machine(archive.read("python.exe")) != AMD64:
        raise _another("đây là bản 32-bit hoặc ARM", "it is for 32 bits or ARM")
    version = f"3.{found[0][1]}"
    if version not in PYTHONS:
        raise _another(
            f"đây là Python {version}, cần 3.11 đến 3.14", f"it is Python {version}, not 3.11 to 3.14"
        )
    return version


def _leads_out(name: str) -> bool:
    """Tell whether a name is anything but a plain path below the folder, on any system."""
    return not name or bool(re.search(r"[\\:\x00-\x1f]", name)) or name.startswith("/") or _climbs(name)


def _climbs(name: str) -> bool:
    return any(part in ("..", ".") for part in PurePosixPath(name).parts)


def _machine(program: bytes) -> int | None:
    """Read for which machine a Windows program is made, None when it is none."""
    try:
        (header,) = struct.unpack_from("<I", program, 0x3C)
        signature, machine = struct.unpack_from("<4sH", program, header)
    except struct.error:
        return None
    return int(machine) if program[:2] == b"MZ" and signature == b"PE\0\0" else None


def _another(vi: str, en: str) -> CannotMakeStick:
    return CannotMakeStick(
        f"Không phải Python cho USB ({vi}): tải «Windows embeddable package (64-bit)» từ python.org.",
        f"Not the Python for a stick ({en}): fetch 'Windows embeddable package (64-bit)' from python.org.",
    )
