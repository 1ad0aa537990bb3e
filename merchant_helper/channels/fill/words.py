"""Read the short words that templates use, in the languages in which they were seen."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from merchant_helper.text import fold, nfc

Needed = Literal["yes", "no", "sometimes", "unknown"]
_MARKS: dict[str, Needed] = {
    **dict.fromkeys(("bat buoc", "mandatory", "required", "wajib"), "yes"),
    **dict.fromkeys(("khong bat buoc", "tuy chon", "optional", "opsional", "not required"), "no"),
    **dict.fromkeys(
        (
            *("bat buoc co dieu kien", "co dieu kien", "conditionally mandatory", "conditional"),
            *("conditionally required", "conditional mandatory", "wajib bersyarat"),
        ),
        "sometimes",
    ),
}
_SIGNS = re.compile(r"[^a-z0-9]+")
_KG = re.compile(r"(?<![\w])(?:kg|kgs|kilogram|kilogam|ki lo gam|ki-lo-gam|kilo)(?!\w)")
_G = re.compile(r"(?<![\w])(?:g|gr|gram|grams|gam)(?!\w)")
_DIGITS = re.compile(r"(?<=\d)(?=[a-z])")


@lru_cache(512)
def mark_of(text: str) -> Needed | None:
    """Tell whether a cell is a mark (mandatory, optional …), and which."""
    return _MARKS.get(_SIGNS.sub(" ", fold(text).lower()).strip()) if len(text) < 60 else None


@lru_cache(4096)
def plain(text: str) -> str:
    """Give a header as it is compared: composed, without case, star and spaces around."""
    return " ".join(nfc(text).replace("*", " ").split()).casefold()


def weight_unit(texts: tuple[str, ...]) -> Literal["g", "kg"] | None:
    """Find the one unit that texts about a weight name; None where there is none, or both."""
    for text in texts:
        said = _DIGITS.sub(" ", fold(text).lower())
        grams, kilograms = _G.search(said) is not None, _KG.search(said) is not None
        if grams != kilograms:
            return "g" if grams else "kg"
        if grams:
            return None
    return None
