"""Extract the strings of one part, or of all, into its catalogues.

Vietnamese texts of ordinary strings are the strings themselves; a string that left the code leaves the
catalogues.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent
CORE = ("errors.py", "issues.py", "i18n.py", "text.py", "text", "db", "jobs")
PARTS: dict[str, tuple[str, ...]] = {
    "core": CORE,
    "shops": ("shops",),
    "guides": ("guides",),
    "photos": ("photos",),
    "listings": ("listings",),
    "channels": ("channels",),
    "bulk": ("bulk",),
    "handover": ("handover",),
    "network": ("network",),
    "web": ("web",),
    "cli": ("cli.py", "cli"),
}
KEYWORDS = {"_": None, "gettext": None, "mark": None}


def sources(part: str) -> Iterator[Path]:
    """Find the files of one part that may hold sentences."""
    for name in PARTS[part]:
        path = PACKAGE / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(path.rglob("*.py"))
            yield from sorted(path.rglob("*.html"))


def issue_codes(path: Path) -> Iterator[str]:
    """Read the literal ISSUE_CODES of a module without importing it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.AnnAssign):
            targets, value = [cast("ast.expr", node.target)], node.value
        elif isinstance(node, ast.Assign):
            targets, value = list(node.targets), node.value
        else:
            continue
        if value and any(isinstance(t, ast.Name) and t.id == "ISSUE_CODES" for t in targets):
            yield from ast.literal_eval(value)


def messages(part: str) -> dict[str, list[tuple[str, int]]]:
    """Map every msgid of a part to the places that use it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sources(part):
        place = path.relative_to(PACKAGE).as_posix()
        method = "python" if path.suffix == ".py" else "jinja2"
        options = {} if method == "python" else {"trimmed": "true", "silent": "false"}
        for line, msgid, _comments, _context in extract_from_file(
            method, path, keywords=KEYWORDS, options=options
        ):
            if isinstance(msgid, str):
                found.setdefault(msgid, []).append((place, line))
        if path.suffix == ".py":
            for code in issue_codes(path):
                found.setdefault(f"issue:{code}", []).append((place, 1))
                found.setdefault(f"fix:{code}", []).append((place, 1))
    return found


def update(part: str) -> None:
    """Rewrite both catalogues of a part, keeping what was translated."""
    found = messages(part)
    for code in ("vi", "en"):
        path = PACKAGE / "translations" / code / f"{part}.po"
        old = Catalog(locale=code)
        if path.exists():
            with path.open("rb") as file:
                old = read_po(file, locale=code)
        new = Catalog(locale=code, fuzzy=False, header_comment=f"# {part}, {code}")
        missing = 0
        for msgid in sorted(found):
            known = old.get(msgid)
            text = str(known.string) if known and known.string else ""
            if not text and code == "vi" and not msgid.startswith(("issue:", "fix:")):
                text = msgid
            missing += not text
            new.add(msgid, text, locations=[(place, 0) for place in sorted({p for p, _ in found[msgid]})])
        if found:
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                write_po(file, new, width=0, omit_header=True, include_lineno=False, sort_output=True)
        print(f"{code}/{part}.po: {len(found)} sentences, {missing} without text")


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] != "update":
        sys.exit("usage: python -m merchant_helper.translations update [PART ...]")
    for chosen in sys.argv[2:] or PARTS:
        update(chosen)
