"""Find what is wrong with the look of a text: signs, capitals, repeated words, letters of other alphabets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from merchant_helper.listings.lint.plain import FOREIGN, LOOKALIKES

Span = tuple[int, int, str]

# What a title needs: letters, figures, spaces and the signs of measures, lists and quotations.
_SIGNS = re.compile(r"[^\w\s.,:;?/%()+&\-–—−×°\"'’‘“”½¼¾″′]+")
_SPLIT = re.compile(r"\[|\]|\{|\}|#|[^\[\]{}#]+")
_CAPITALS = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
_SHOUT = re.compile(
    f"(?<!\\w)[{_CAPITALS}]+(?!\\w)(?:[ 0-9]{{1,9}}[{_CAPITALS}]+(?!\\w)){{2,}}(?:[ ]?[0-9]+ [{_CAPITALS}]+(?!\\w))*"
)
# Two capitals of the plain alphabet stand in whatever is shouted; this is looked for in every text.
_SHOUTED = re.compile("[A-Z][A-Z]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-zA-ZÀ-ɏḀ-ỿ]")
_OTHER = re.compile(f"[{FOREIGN}]")
_FEW_LETTERS = 8


def signs(text: str) -> Iterator[Span]:
    """Give the signs that no title needs; a bracket stands for itself."""
    for run in _SIGNS.finditer(text):
        for sign in _SPLIT.finditer(run[0]):
            yield run.start() + sign.start(), run.start() + sign.end(), ""


def shouted(text: str, *, title: bool) -> Iterator[Span]:
    """Give runs of words in capitals: three in a title, four elsewhere; what may be a row of short names is let be."""
    if not _SHOUTED.search(text):
        return
    for run in _SHOUT.finditer(text):
        words = _WORD.findall(run[0])
        letters = sum(map(len, words))
        names = run[0].isascii() and all(len(word) <= 4 for word in words) and run[0].strip() != text.strip()
        if len(words) >= (3 if title else 4) and letters >= _FEW_LETTERS and not names:
            yield run.start(), run.end(), _sentence_case(run[0], first=_begins(text, run.start()))


def _begins(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in ".!?:" or text[at - 1] == "\n"


def _sentence_case(words: str, *, first: bool) -> str:
    """Write words in small letters; only short names without marks that stand beside a figure keep theirs."""
    small = words.lower()
    return small[:1].upper() + small[1:] if first else small


def repeated(text: str) -> Iterator[Span]:
    """Give the first words of a title that stand there too often: two words three times, or one four times."""
    words = list(_WORD.finditer(text))
    low = [word[0].lower() for word in words]
    if len(low) - len(set(low)) < 2:
        return
    pairs = Counter[tuple[str, str]]()
    single = Counter[str]()
    for at, word in enumerate(low):
        single[word] += 1
        if at and low[at - 1] != word:
            pairs[low[at - 1], word] += 1
        if at and pairs[low[at - 1], word] == 3:
            yield words[at - 1].start(), words[at].end(), ""
            return
        if single[word] == 4 or (at > 1 and low[at - 2 : at + 1] == [word] * 3):
            yield words[at].start(), words[at].end(), ""
            return


def mixed(text: str) -> Iterator[Span]:
    """Give the words that hold our letters and such of another alphabet that look like ours."""
    if not _OTHER.search(text):
        return
    for word in _WORD.finditer(text):
        strange = _OTHER.findall(word[0])
        if strange and _LATIN.search(word[0]):
            ours = word[0].translate(LOOKALIKES)
            if not _OTHER.search(ours):
                yield word.start(), word.end(), ours
