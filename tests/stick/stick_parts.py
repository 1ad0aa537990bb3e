"""Make what sticks are made of: small wheels, and a ZIP that looks like Windows' embeddable Python."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from pathlib import Path

PTH = "python312.zip\n.\n\n# Uncomment to run site.main() automatically\n#import site\n"
LICENCES = {"licenses/LICENSE": "Do as you like."}


def make_wheel(
    folder: Path,
    name: str = "tiny-package",
    version: str = "1.0",
    *,
    texts: dict[str, str] | None = None,
    headers: str = "License-Expression: MIT\n",
    module: str = "ANSWER = 42\n",
) -> Path:
    """Write a wheel with one module."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = name.replace("-", "_")
    wheel = folder / f"{plain}-{version}-py3-none-any.whl"
    about = f"{plain}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{plain}.py", module)
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{headers}\n"
        )
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        for path, text in (LICENCES if texts is None else texts).items():
            archive.writestr(f"{about}/{path}", text)
        archive.writestr(f"{about}/RECORD", "")
    return wheel


def locked(wheel: Path) -> str:
    """Give the line of a lock file that pins a wheel."""
    name, version = wheel.name.split("-")[:2]
    return f"{name.replace('_', '-')}=={version} \\\n    --hash=sha256:{sum_of(wheel)}\n"


def sum_of(file: Path) -> str:
    """Sum a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def windows_program(machine: int = 0x8664) -> bytes:
    """Give the head of a Windows program, as far as the field that names its machine."""
    return b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0" + struct.pack("<H", machine)


def embeddable(path: Path, minor: int = 12, machine: int = 0x8664, **more: bytes) -> Path:
    """Write a ZIP as python.org's; ``more`` adds or replaces members (``__`` in a name stands for a dot)."""
    members = {
        "python.exe": windows_program(machine),
        f"python3{minor}.dll": b"MZ dll",
        f"python3{minor}.zip": b"PK standard library",
        f"python3{minor}._pth": PTH.replace("312", f"3{minor}").encode(),
        "LICENSE.txt": b"PSF",
        "vcruntime140.dll": b"MZ runtime",
    }
    members |= {name.replace("__", "."): content for name, content in more.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if content:
                archive.writestr(name, content)
    return path
