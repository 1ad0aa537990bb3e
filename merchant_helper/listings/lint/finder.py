"""Find any of many phrases in a text at the cost of few.

Each phrase is looked for by its rarest letter, and what stands before that letter is looked back for: an
expression that begins with rare letters passes over all others at once, and one that begins with a word
boundary does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable

# The letters of Vietnamese text from the commonest on, counted in our own guides; what is not here is rarer.
_COMMON = (
    " nhticgaomàe.rkđluspưádbvìảfềêyờôạóớấxãqểỏệủâợíầếốậọứộởơửừăồặwụúỗắịýùỉữẻéựz0ổũằ12òẫẩõ6345ĩễỡẹẵ7ẽẳỹ89"
)
# What gives an address away: a part of a word, or no word at all.
_PARTS = ("@", "://", "www.")
_ENDINGS = (".com", ".vn", ".net", ".org", ".info", ".shop", ".store", ".asia", ".xyz", ".site", ".online")
# Whoever reads a hundred things to mend has read enough.
MOST = 100


class Finder:
    """Find phrases as whole words, one space between words, and what gives an address away.

    A phrase is found once for each place of its rarest letter, at most.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._known: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for phrase in (*_PARTS, *_ENDINGS, *sorted(set(phrases), key=lambda one: (len(set(one)), one))):
            at = range(1 if phrase in _ENDINGS else len(phrase))
            place = min(at, key=lambda at: _cost(phrase[at], self._known))
            self._known[phrase[place]].append((place, phrase))
        # Every branch begins with a letter, else the expression is tried everywhere. The commonest comes
        # first, and of its phrases the one that reaches furthest.
        letters = sorted(self._known, key=_share, reverse=True)
        self._all = re.compile("|".join(_branch(letter, self._known[letter]) for letter in letters))

    def find(self, text: str) -> list[tuple[int, str]]:
        """Give each phrase and its place, also those that lie in others."""
        search, known = self._all.search, self._known
        found = search(text)
        phrases: list[tuple[int, str]] = []
        while found is not None and len(phrases) < MOST:
            letter = found.start()
            here = [
                (letter - place, phrase)
                for place, phrase in known[text[letter]]
                if text.startswith(phrase, letter - place)
            ]
            # One of them stands there as whole words, or it had not been found.
            phrases += here if len(here) == 1 else [one for one in here if _whole(text, *one)]
            found = search(text, letter + 1)
        return phrases


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


def _cost(letter: str, chosen: Container[str]) -> float:
    """Say what one more phrase at a letter costs; a letter that is looked for anyway costs least."""
    return _share(letter) * (0.3 if letter in chosen else 1)


def _branch(letter: str, told: Iterable[tuple[int, str]]) -> str:
    """Find phrases from one of their letters on, the one that reaches furthest first."""
    furthest = sorted(told, key=lambda one: one[0] - len(one[1]))
    return re.escape(letter) + "(?:" + "|".join(_rest(place, phrase) for place, phrase in furthest) + ")"


def _rest(place: int, phrase: str) -> str:
    """Look at what follows the letter first, which costs least, then back, and only then for whole words."""
    whole = phrase not in (*_PARTS, *_ENDINGS)
    before = f"(?<={re.escape(phrase)})" if place else ""
    first = f"(?<!\\w{re.escape(phrase)})" if whole else ""
    last = r"(?!\w)" if phrase[-1].isalnum() else ""
    return f"{re.escape(phrase[place + 1 :])}{before}{first}{last}"
