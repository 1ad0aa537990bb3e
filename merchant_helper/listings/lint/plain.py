"""See a text as a reader does: small letters, look-alikes of other alphabets read as ours, nothing unseen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Letters of Cyrillic and Greek that are drawn like ours; others of those alphabets are no disguise.
LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮЗаеѕіјкмнорстухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυ",
    "ABESIJKMHOPCTYXY3aesijkmhopctyxhdqwABEZHIKMNOPTYXovikpu",
)
FOREIGN = "\u0370-\u03ff\u0400-\u052f"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe0e\ufe0f\u20e3\ufeff\uffa0"
)
_SPACES = "\\t\u00a0\u2000-\u200a\u202f\u3000"
# Also circled, wide and mathematical forms of letters and figures.
_DRESSED = "\u0130\u2070-\u2089\u2460-\u24ff\u2776-\u2793\uff01-\uff5e\U0001d400-\U0001d7ff"
STRANGE = f"{FOREIGN}{_UNSEEN}{_SPACES}{_DRESSED}"
_STRANGE = re.compile(f"[{STRANGE}]")
_NOT_SEEN = re.compile(f"[{_UNSEEN}]")


@dataclass(frozen=True)
class Plain:
    """Hold a text in plain small letters, and where each of them stands in it (None: at its own place)."""

    low: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place of some plain letters in the text itself; signs drawn onto the last go with it."""
        if self.places is None:
            return start, end
        # All that lies between two plain letters is unseen, so that it goes with the first.
        return self.places[start], self.places[end]


def is_dressed(text: str, low: str) -> bool:
    """Tell that small letters cannot be read as they are."""
    return "  " in text or len(low) != len(text) or _STRANGE.search(text) is not None


def plain(text: str) -> Plain:
    """Read a composed text as plain small letters."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        small = "" if _NOT_SEEN.match(letter) else _small(letter)
        if small and not (small == " " and letters[-1:] == [" "]):
            letters.append(small)
            places.append(place)
    places.append(len(text))
    return Plain("".join(letters), tuple(places))


def _small(letter: str) -> str:
    """Give one letter in its plain small form, always exactly one."""
    if letter != "\n" and letter.isspace():
        return " "
    if letter == "İ":
        return "i"
    if not _STRANGE.match(letter):
        small = letter.lower()
    else:
        small = unicodedata.normalize("NFKC", letter.translate(LOOKALIKES)).lower()
    return small if len(small) == 1 else letter
