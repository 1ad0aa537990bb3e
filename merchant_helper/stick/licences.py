"""Gather the licences of everything on a stick: whoever passes the stick on passes them on too."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from email import message_from_bytes
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

FOLDER = "licences"
SUMMARY = "GIAY-PHEP.txt"
TEXT = re.compile(r"(?i)(^|/)(licen[cs]es?|copying|notice|copyright|authors)([._ -][^/]*)?$")
#: Texts that packages on the stick are under and do not carry themselves.
TEXTS = files("merchant_helper.stick") / "texts"
LARGEST = 2_000_000  # bytes of one text; larger files of such a name are no texts

ABOUT = """\
GIẤY PHÉP CỦA NHỮNG THỨ TRÊN USB NÀY · LICENCES OF WHAT IS ON THIS STICK

Phần mềm Merchant Helper theo giấy phép Apache-2.0 (tệp LICENSE). Ảnh, chữ và biểu tượng có ghi trong
PICTURES.md và THIRD-PARTY.md. Các gói trong wheels và tools giữ giấy phép riêng; toàn văn nằm trong thư mục
licences, mỗi gói một tệp. Ai chép USB này cho người khác thì chép cả các tệp giấy phép.

Merchant Helper is under the Apache License 2.0 (LICENSE). Pictures, letters and icons are listed in
PICTURES.md and THIRD-PARTY.md. The packages in wheels and tools keep their own licences; the texts are in the
folder licences, one file a package. Whoever passes this stick on passes these texts on with it.

pillow-heif: mã riêng theo BSD-3-Clause, nhưng gói cài sẵn chứa libheif, libde265 (LGPL-3.0) và x265
(GPL-2.0), nên cả gói theo GPL-2.0. Nguồn: licences/pillow-heif-*.txt; toàn văn: licences/*GPL*.txt.
Ai phát USB này đi thì đưa kèm mã nguồn đó khi được hỏi.
pillow-heif: its own code is BSD-3-Clause, but its wheels hold libheif and libde265 (LGPL-3.0) and x265
(GPL-2.0), so each wheel as a whole is under GPL-2.0. Where the source is: licences/pillow-heif-*.txt; the
texts: licences/*GPL*.txt. Whoever hands this stick on gives that source to those who ask for it.
psycopg, psycopg-binary: LGPL-3.0, không sửa gì, ai cũng đổi được · unchanged, anybody may exchange them.
"""
PYTHON = "\nPython {version} cho Windows (thư mục python · folder python): PSF-2.0; python/LICENSE.txt\n"
MODELS = "\nMẫu tách nền · cut-out models (data/models): {models}\n"


class Package(NamedTuple):
    """Hold what one wheel says of its licence; ``texts`` by their path in the wheel."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]


def read_wheel(wheel: Path) -> Package:
    """Read name, licence and texts out of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        said = message_from_bytes(archive.read(about))
        texts = [
            (name, archive.read(name).decode("utf-8", "replace"))
            for name in sorted(names)
            if TEXT.search(name) or "/licenses/" in name
            if not name.endswith(("/", ".py", ".pyc", ".json")) and archive.getinfo(name).file_size < LARGEST
        ]
    name = re.sub(r"[-_.]+", "-", str(said["Name"])).lower()
    return Package(name, str(said["Version"]), _declared(said.items()), tuple(texts))


def _declared(headers: Iterable[tuple[str, str]]) -> str:
    """Give the licence that metadata name, in the order of how clearly they say it."""
    found: dict[str, str] = {}
    for header, value in headers:
        if header == "Classifier" and not value.startswith("License :: "):
            continue
        found.setdefault(header, str(value).strip())
    classifier = found.get("Classifier", "").rpartition(" :: ")[2]
    return found.get("License-Expression") or classifier or found.get("License", "").partition("\n")[0] or "?"


def known_licences(third_party: str) -> dict[str, str]:
    """Read the licences that the project's own list names: a person has looked at them."""
    rows = re.findall(r"(?m)^\| ([a-z0-9-]+) \| [^|]+ \| ([^|]+) \| [^|]+ \|$", third_party)
    return {name: licence.strip() for name, licence in rows}


def licence_files(
    wheels: Iterable[Path], third_party: str, python: str | None, models: Iterable[str]
) -> dict[str, str]:
    """Write the summary and one file a package, by path. A package's wheels tell the same text once."""
    known = known_licences(third_party)
    texts: dict[tuple[str, str], dict[str, str]] = {}
    licences: dict[tuple[str, str], str] = {}
    for package in map(read_wheel, wheels):
        key = package.name, package.version
        licences[key] = known.get(package.name, package.licence)
        texts.setdefault(key, {}).update({text: path for path, text in reversed(package.texts)})
    written = {
        f"{FOLDER}/{name}-{version}.txt": _gathered(name, version, licences[name, version], found)
        for (name, version), found in texts.items()
    }
    table = "".join(f"{name} {version}: {licences[name, version]}\n" for name, version in sorted(licences))
    summary = f"{ABOUT}\n{table}" + (PYTHON.format(version=python) if python else "")
    listed = ", ".join(models)
    written |= {f"{FOLDER}/{text.name}": text.read_text("utf-8") for text in TEXTS.iterdir()}
    return written | {SUMMARY: summary + (MODELS.format(models=listed) if listed else "")}


def _gathered(name: str, version: str, licence: str, texts: dict[str, str]) -> str:
    parts = [f"{name} {version}: {licence}\n"]
    parts += [
        f"\n{'=' * 20} {path}\n\n{text.rstrip()}\n"
        for text, path in sorted(texts.items(), key=lambda t: t[1])
    ]
    if not texts:
        parts.append("\nThe package carries no text of its own; its licence is the one named above.\n")
    return "".join(parts)
