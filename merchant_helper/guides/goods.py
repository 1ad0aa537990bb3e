"""Tell by a product's name whether it is of a kind that may need papers, before any work goes into it.

It only warns: what no source told is unknown, with the question to ask.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.bilingual import Plain, Said
from merchant_helper.guides.model import Certainty, Key, Office, Strict
from merchant_helper.text import fold, nfc

PLACE = "goods.toml"
_Words = tuple[Plain, ...]


class Goods(Strict):
    """Be one kind of goods that may need papers; ``except`` are names of other things.

    ``everyday`` goods are what most shops sell: the helper is told of their papers, the owner is not stopped.
    """

    key: Key
    name: Said
    words: Annotated[_Words, Field(min_length=1)]
    but: Annotated[_Words, Field(alias="except")]
    papers: Said | None = None
    ask: Said
    whom: Annotated[tuple[Office, ...], Field(min_length=1)]
    certainty: Certainty | Literal["unknown"]
    checked_on: date
    source: Plain
    everyday: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether some source named the papers."""
        return self.papers is not None

    def fits(self, name: str) -> bool:
        """Tell whether a product's name speaks of such goods; a name without marks is read without."""
        told = " ".join(nfc(name).casefold().split())
        bare = fold(told) == told
        if self.but:
            told = _pattern(self.but, bare).sub(" ", told)
        return _pattern(self.words, bare).search(told) is not None

    @model_validator(mode="after")
    def _papers_have_a_source(self) -> Self:
        if (self.papers is None) != (self.certainty == "unknown"):
            raise ValueError("papers that are named have a certainty; without any it is unknown")
        if self.certainty == "D":
            raise ValueError("papers never rest on what everybody knows")
        if any(word != word.casefold() for word in (*self.words, *self.but)):
            raise ValueError("words are written small")
        return self


@cache
def goods() -> dict[str, Goods]:
    """Read all kinds, in the order in which they are told.

    Raises GuideBroken.
    """
    return parse(files("merchant_helper.guides").joinpath(PLACE).read_text("utf-8"))


def parse(text: str) -> dict[str, Goods]:
    """Read kinds of goods from TOML.

    Raises GuideBroken with every broken rule.
    """
    try:
        table = tomllib.loads(text)
        return {key: Goods.model_validate({**row, "key": key}) for key, row in table.items()}
    except tomllib.TOMLDecodeError as error:
        raise GuideBroken(PLACE, str(error)) from error
    except ValidationError as error:
        rules = [f"{'.'.join(map(str, e['loc'])) or 'row'}: {e['msg']}" for e in error.errors()]
        raise GuideBroken(PLACE, "; ".join(rules)) from error


def warn_about(name: str) -> list[Goods]:
    """Give the kinds that a product's name speaks of; none for most names."""
    return [kind for kind in goods().values() if kind.fits(name)]


@cache
def _pattern(words: tuple[str, ...], bare: bool) -> re.Pattern[str]:
    written = [fold(word) if bare else word for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")
