"""Cut a written text into sentences; one that says what she did not is kept by her yes alone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.unsaid import Claim, unsaid
from merchant_helper.text import nfc

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+(?=\s|$)|(?=\n)|$)")


@dataclass(frozen=True)
class Piece:
    """Be one sentence: ``line`` counts the lines of the text, ``claims`` what no answer says."""

    text: str
    line: int
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Hold a text, its sentences, and why it is the template's own where the model gave none."""

    text: str
    pieces: tuple[Piece, ...]
    issue: Issue | None = None

    @property
    def doubtful(self) -> tuple[Piece, ...]:
        """Give the sentences that wait for a yes."""
        return tuple(piece for piece in self.pieces if piece.claims)


def pieces(text: str, facts: Facts) -> tuple[Piece, ...]:
    """Cut a text into its sentences, and put each through the gate."""
    found: list[Piece] = []
    for number, line in enumerate(nfc(text).split("\n")):
        for match in _SENTENCE.finditer(line):
            sentence = match[0].strip()
            if sentence:
                found.append(Piece(sentence, number, tuple(unsaid(sentence, facts))))
    return tuple(found)


def whole(found: Collection[Piece], kept: Collection[str]) -> str:
    """Put the sentences together again: those that say nothing new, and of the others those in ``kept``."""
    lines: dict[int, list[str]] = {}
    for piece in found:
        if not piece.claims or piece.text in kept:
            lines.setdefault(piece.line, []).append(piece.text)
    return "\n".join(" ".join(line) for _number, line in sorted(lines.items()))
