"""Know the published cut-out models: name, size, sum, licence, where they come from; data in models.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TABLE = Path(__file__).with_name("models.toml")


@dataclass(frozen=True)
class KnownModel:
    """Describe a published model. ``size`` is bytes; ``url`` is where it is fetched from when asked."""

    name: str
    md5: str
    licence: str
    size: int
    url: str = ""
    licence_source: str = ""
    source: str = ""

    def is_it(self, size: int, md5: str) -> bool:
        """Recognise the file of this model by its size and sum."""
        return (size, md5) == (self.size, self.md5)


def _read() -> tuple[tuple[KnownModel, ...], date]:
    told = tomllib.loads(TABLE.read_text("utf-8"))
    return tuple(KnownModel(**one) for one in told["model"]), told["checked_on"]


#: The default first.
KNOWN, CHECKED_ON = _read()
