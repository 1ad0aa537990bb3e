"""Write the table of THIRD-PARTY.md anew from the lock file and the licences that the packages declare.

``python tests/third_party.py`` keeps what a person wrote in the last column; a new package gets a ``?``
there, which a test refuses.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "THIRD-PARTY.md"
BEGIN, END = "<!-- packages -->\n", "<!-- end of packages -->\n"

# Read in the licence text of the package, where its metadata name no SPDX expression or say too little.
READ_BY_A_PERSON = {
    "blinker": "MIT",
    "colorama": "BSD-3-Clause",
    "flask-wtf": "BSD-3-Clause",
    "flatbuffers": "Apache-2.0",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "numba": "BSD-2-Clause",
    "onnxruntime": "MIT",
    "ordered-set": "MIT",
    "pillow-heif": "BSD-3-Clause; its wheels GPL-2.0",
    "protobuf": "BSD-3-Clause",
    "scikit-image": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "waitress": "ZPL-2.1",
    "wtforms": "BSD-3-Clause",
}


class Package(NamedTuple):
    """Hold one row of the table."""

    name: str
    version: str
    licence: str
    purpose: str


def locked(file: Path) -> dict[str, str]:
    """Give the packages of a lock file; one with several versions (by Python) has them joined."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([\w.-]+)==([\w.+!-]+)", file.read_text("utf-8")):
        versions.setdefault(name, []).append(version)
    return {name: ", ".join(found) for name, found in versions.items()}


def declared_licence(name: str) -> str | None:
    """Give the licence that a package's own metadata name; None when it is not installed here."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    return said.get("License-Expression") or (said.get("License") or "").partition("\n")[0]


def licence(name: str) -> str:
    """Give the licence for the table."""
    return READ_BY_A_PERSON.get(name) or declared_licence(name) or "?"


def rows() -> list[Package]:
    """Read the table as it stands."""
    table = DOCUMENT.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()[2:]]
    return [Package(*row) for row in cells]


def write() -> None:
    """Put the table right."""
    text = DOCUMENT.read_text("utf-8")
    purposes = {row.name: row.purpose for row in rows()}
    lines = ["| Package | Version | Licence | What for |", "|---|---|---|---|"]
    for name, version in locked(ROOT / "requirements.lock").items():
        lines.append(f"| {name} | {version} | {licence(name)} | {purposes.get(name, '?')} |")
    table = "".join(f"{line}\n" for line in lines)
    DOCUMENT.write_text(text.split(BEGIN)[0] + BEGIN + table + END + text.split(END)[1], "utf-8")


if __name__ == "__main__":
    write()
