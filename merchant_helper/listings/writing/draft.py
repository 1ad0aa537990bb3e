"""Cut a written text into sentences; one that says what she did not is kept by her yes alone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.lint import Finding, lint, rested
from merchant_helper.listings.unsaid import Claim, unsaid
from merchant_helper.text import nfc

# Looked for at the beginning of such signs alone: at each of thousands it would take a minute.
_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)")


@dataclass(frozen=True)
class Piece:
    """Be one sentence: ``line`` counts the lines of the text, ``claims`` what no answer says.

    ``findings`` are words in it that a place, a law or a buyer may take amiss.
    """

    text: str
    line: int
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Tell whether it stays only by a yes."""
        return bool(self.claims or self.findings)


@dataclass(frozen=True)
class Draft:
    """Hold a text, its sentences, and why it is the template's own where the model gave none."""

    text: str
    pieces: tuple[Piece, ...]
    issue: Issue | None = None

    @property
    def doubtful(self) -> tuple[Piece, ...]:
        """Give the sentences that wait for a yes."""
        return tuple(piece for piece in self.pieces if piece.doubtful)


def pieces(text: str, facts: Facts) -> tuple[Piece, ...]:
    """Cut a text into its sentences, and put each through the gate and the rules about words."""
    found: list[Piece] = []
    for number, line in enumerate(nfc(text).split("\n")):
        ends = [0, *(match.end() for match in _END.finditer(line)), len(line)]
        for start, end in pairwise(ends):
            if sentence := line[start:end].strip():
                found.append(Piece(sentence, number, tuple(unsaid(sentence, facts)), _amiss(sentence, facts)))
    return tuple(found)


def _amiss(sentence: str, facts: Facts) -> tuple[Finding, ...]:
    found = lint({"description": sentence}, kind=facts.kind)
    return tuple(one for one in found if one.severity != "hint" and not rested(one, facts.papers))


def whole(found: Collection[Piece], kept: Collection[str]) -> str:
    """Put the sentences together again: those without a doubt, and of the others those in ``kept``."""
    lines: dict[int, list[str]] = {}
    for piece in found:
        if not piece.doubtful or piece.text in kept:
            lines.setdefault(piece.line, []).append(piece.text)
    return "\n".join(" ".join(line) for _number, line in sorted(lines.items()))
