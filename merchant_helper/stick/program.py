"""Choose the files of the program that go onto a stick; a checkout needs no git for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import merchant_helper
from merchant_helper.stick.targets import PYTHONS
from merchant_helper.stick.telling import CannotMakeStick

ROOT = Path(merchant_helper.__file__).resolve().parents[1]
FILES = (
    "start.py",
    "requirements.lock",
    "README.md",
    "LICENSE",
    "THIRD-PARTY.md",
    "PICTURES.md",
    "CHANGELOG.md",
)
FOLDERS = ("merchant_helper", "static")
LAUNCHER = "Bat-dau.cmd"
MADE_BY_MACHINES = {".pyc", ".pyo", ".part", ".tmp", ".orig", ".rej", ".swp"}


def program_files(root: Path, windows: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Give the program by path and content. ``windows`` are the versions of Python the launcher looks for."""
    absent = [name for name in (*FILES, LAUNCHER, *FOLDERS) if not (root / name).exists()]
    if absent:
        raise CannotMakeStick(
            f"Thiếu {absent[0]} trong {root}: giải nén lại cả thư mục phần mềm.",
            f"{absent[0]} is missing in {root}: unpack the whole folder of the program again.",
        )
    for name in FILES:
        yield name, (root / name).read_bytes()
    yield LAUNCHER, launcher((root / LAUNCHER).read_bytes(), windows)
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            path = file.relative_to(root)
            if file.is_file() and not _is_rubbish(path):
                yield path.as_posix(), file.read_bytes()


def launcher(text: bytes, windows: Collection[str]) -> bytes:
    """Let the launcher of a stick look only for those versions of Python for which the stick has packages."""
    if set(windows) == set(PYTHONS):
        return text
    order = re.search(rb"for %%V in \(([\d. ]+)\)", text)
    fits = b"((3, 11) <= sys.version_info[:2] < (3, 15) "
    if not order or fits not in text:
        raise CannotMakeStick(
            f"Tệp {LAUNCHER} khác bản gốc: giải nén lại phần mềm.",
            f"{LAUNCHER} is not as it was: unpack the program again.",
        )
    kept = [version for version in order[1].decode().split() if version in windows]
    text = text.replace(order[0], f"for %%V in ({' '.join(kept)})".encode())
    pairs = ", ".join(f"({version.replace('.', ', ')})" for version in kept)
    text = text.replace(fits, f"(sys.version_info[:2] in ({pairs},) ".encode())
    listed = ", ".join(kept)
    text = text.replace(b"Python 3.11 den 3.14 ban", f"Python {listed} ban".encode())
    return text.replace(b"Python 3.11 to 3.14 (64", f"Python {listed} (64".encode())


def _is_rubbish(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return hidden or path.suffix in MADE_BY_MACHINES or path.name.endswith("~")
