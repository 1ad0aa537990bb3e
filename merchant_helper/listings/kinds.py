"""Know the kinds of goods that shops sell; they are data in kinds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from merchant_helper.i18n import language
from merchant_helper.text import fold


@dataclass(frozen=True)
class Kind:
    """Describe one kind: its names, usual units, and an example for each prompt (in Vietnamese).

    ``words`` stand in the names of such goods; ``suggest`` maps a field to answers for it, to be tapped.
    ``shots`` are the photos worth taking of it, ``needed`` those that make them enough.
    """

    key: str
    name: str
    english: str
    units: tuple[str, ...]
    example: str
    made: str
    special: str
    use: str
    words: tuple[str, ...]
    shots: tuple[str, ...]
    needed: tuple[str, ...]
    suggest: Mapping[str, tuple[str, ...]]

    def label(self) -> str:
        """Give the kind's name in the current language."""
        return self.english if language() == "en" else self.name


@cache
def kinds() -> dict[str, Kind]:
    """Read all kinds, in the order in which they are shown.

    Raises TypeError for a key that the file should not have.
    """
    table = tomllib.loads(files("merchant_helper.listings").joinpath("kinds.toml").read_text("utf-8"))
    return {key: _read(key, row) for key, row in table.items()}


def _read(key: str, row: Mapping[str, Any]) -> Kind:
    lists = {name: tuple(row[name]) for name in ("units", "words", "shots", "needed")}
    suggest = {name: tuple(answers) for name, answers in row["suggest"].items()}
    return Kind(key=key, **{**row, **lists, "suggest": suggest})


def find_kind(text: str) -> Kind | None:
    """Find a kind by its key or by its name in either language, marks and case aside."""
    wanted = fold(text).strip().casefold()
    for kind in kinds().values():
        if wanted in {kind.key, fold(kind.name).casefold(), kind.english.casefold()}:
            return kind
    return None
