"""Find any of many phrases in a text at the cost of few.

Each phrase is looked for by its rarest letter, and what stands before that letter is looked back for: an
expression that begins with rare letters passes over all others at once, and one that begins with a word boundary
does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

# The letters of Vietnamese text from the commonest on, counted in our own guides; what is not here is rarer.
_COMMON = (
    " nhticgaomàe.rkđluspưádbvìảfềêyờôạóớấxãqểỏệủâợíầếốậọứộởơửừăồặwụúỗắịýùỉữẻéựz0ổũằ12òẫẩõ6345ĩễỡẹẵ7ẽẳỹ89"
)
# What gives an address away: a part of a word, or no word at all.
_PARTS = ("@", "://", "www.")
_ENDINGS = (
    ".com",
    ".vn",
    ".net",
    ".org",
    ".info",
    ".shop",
    ".store",
    ".asia",
    ".xyz",
    ".site",
    ".online",
    ".link",
)


class Finder:
    """Find phrases as whole words, one space between words, and what gives an address away."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_letter: dict[str, list[tuple[int, str]]] = defaultdict(list)
        chosen = set("@:.")
        for phrase in (*_PARTS, *_ENDINGS, *sorted(set(phrases), key=lambda one: (len(set(one)), one))):
            place = min(range(len(phrase)), key=lambda at: _cost(phrase[at], chosen))
            chosen.add(phrase[place])
            by_letter[phrase[place]].append((place, phrase))
        # The commonest letter is tried first, and of its phrases the longest.
        letters = sorted(by_letter, key=_share, reverse=True)
        self._all = re.compile("|".join(_branch(letter, by_letter[letter]) for letter in letters))
        self._known = dict(by_letter)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Give the place of each phrase and the phrase, also of those that lie in others."""
        at = 0
        while found := self._all.search(text, at):
            letter, at = found.start(), found.start() + 1
            for place, phrase in self._known[text[letter]]:
                start = letter - place
                if text.startswith(phrase, start) and _whole(text, start, phrase):
                    yield start, phrase


def _whole(text: str, start: int, phrase: str) -> bool:
    """Tell that a phrase stands there as whole words."""
    if phrase in _PARTS:
        return True
    end = start + len(phrase)
    begins = phrase[0] == "." or not (start and (text[start - 1].isalnum() or text[start - 1] == "_"))
    return begins and not (text[end : end + 1].isalnum() and phrase[-1].isalnum())


def _share(letter: str) -> float:
    """Guess how much of a text is this letter."""
    rank = _COMMON.find(letter)
    return 0.16 / (rank + 1) if rank >= 0 else 0.0005


def _cost(letter: str, chosen: set[str]) -> float:
    """Say what one more phrase at a letter costs; a letter that is looked for anyway costs least."""
    return _share(letter) * (0.3 if letter in chosen else 1)


def _branch(letter: str, told: Iterable[tuple[int, str]]) -> str:
    """Find phrases from one of their letters on, the one that reaches furthest first."""
    furthest = sorted(told, key=lambda one: one[0] - len(one[1]))
    return re.escape(letter) + "(?:" + "|".join(_rest(place, phrase) for place, phrase in furthest) + ")"


def _rest(place: int, phrase: str) -> str:
    first = r"(?<!\w)" if phrase not in (*_PARTS, *_ENDINGS) else ""
    last = r"(?!\w)" if phrase[-1].isalnum() else ""
    return f"(?<={first}{re.escape(phrase[: place + 1])}){re.escape(phrase[place + 1 :])}{last}"
