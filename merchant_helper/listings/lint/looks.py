"""Find what is wrong with the look of a text: signs, capitals, repeated words, letters of other alphabets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from merchant_helper.listings.lint.plain import FOREIGN, LOOKALIKES

Span = tuple[str, int, int, str]

# What a title needs: letters, figures, spaces and the signs of measures, lists and quotations.
_SIGNS = re.compile(r"[^\w\s.,:;?/%()+&\-–—−×°\"'’‘“”½¼¾″′\u0300-\u036f]+")
_SPLIT = re.compile(r"\[|\]|\{|\}|#|[^\[\]{}#]+")
_CAPITALS = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
_LOUD = f"[{_CAPITALS}]+(?!\\w)"
_SHOUT = re.compile(f"(?<!\\w){_LOUD}(?:[ 0-9]{{1,9}}{_LOUD}){{2,}}(?: ?[0-9]+ {_LOUD})*")
# Two capitals of the plain alphabet stand in whatever is shouted; this is looked for in every text.
_SHOUTED = re.compile("[A-Z][A-Z]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-zA-ZÀ-ɏḀ-ỿ]")
_OTHER = re.compile(f"[{FOREIGN}]")
_FEW_LETTERS = 8


def in_title(text: str, low: str) -> list[Span]:
    """Give what a title alone should not have; ``low`` is the same in small letters."""
    found = list(signs(text)) if _SIGNS.search(text) else []
    apart = low.replace("-", " ").replace(",", " ").split()
    # Words that stand there three times leave two fewer.
    return [*found, *repeated(text)] if len(apart) - len(set(apart)) > 1 else found


def anywhere(text: str, *, title: bool, strange: bool) -> Iterator[Span]:
    """Give what no text should have; ``strange`` tells that it holds letters of other alphabets."""
    yield from shouted(text, title=title)
    if strange:
        yield from mixed(text)


def signs(text: str) -> Iterator[Span]:
    """Give the signs that no title needs; a bracket stands for itself. Signs alone are no title at all."""
    if not _WORD.search(text):
        return
    for run in _SIGNS.finditer(text):
        for sign in _SPLIT.finditer(run[0]):
            yield "symbols", run.start() + sign.start(), run.start() + sign.end(), ""


def shouted(text: str, *, title: bool) -> Iterator[Span]:
    """Give runs of words in capitals: three in a title, four elsewhere; a row of short names is let be."""
    if not _SHOUTED.search(text):
        return
    for run in _SHOUT.finditer(text):
        words = _WORD.findall(run[0])
        letters = sum(map(len, words))
        names = run[0].isascii() and all(len(word) <= 4 for word in words) and run[0].strip() != text.strip()
        if len(words) >= (3 if title else 4) and letters >= _FEW_LETTERS and not names:
            yield "shouting", run.start(), run.end(), _sentence_case(run[0], first=_begins(text, run.start()))


def _begins(text: str, at: int) -> bool:
    before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return not _WORD.search(before) or before[-1] in ".!?:"


def _sentence_case(words: str, *, first: bool) -> str:
    """Write words in small letters; only short names without marks that stand beside a figure keep theirs."""
    small = words.lower()
    return small[:1].upper() + small[1:] if first else small


def repeated(text: str) -> Iterator[Span]:
    """Give the first words of a title that are too many: two words three times, or one four times."""
    words = list(_WORD.finditer(text))
    low = [word[0].lower() for word in words]
    pairs = Counter[tuple[str, str]]()
    single = Counter[str]()
    for at, word in enumerate(low):
        single[word] += 1
        if at and low[at - 1] != word:
            pairs[low[at - 1], word] += 1
        if at and pairs[low[at - 1], word] == 3:
            yield "spam", words[at - 1].start(), words[at].end(), ""
            return
        if single[word] == 4 or (at > 1 and low[at - 2 : at + 1] == [word] * 3):
            yield "spam", words[at].start(), words[at].end(), ""
            return


def mixed(text: str) -> Iterator[Span]:
    """Give the words that hold our letters and such of another alphabet that look like ours."""
    for word in _WORD.finditer(text):
        strange = _OTHER.findall(word[0])
        if strange and _LATIN.search(word[0]):
            ours = word[0].translate(LOOKALIKES)
            if not _OTHER.search(ours):
                yield "mixed_scripts", word.start(), word.end(), ours
