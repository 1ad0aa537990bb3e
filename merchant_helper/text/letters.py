"""Compare Vietnamese text: letters without marks, and the order of the alphabet."""

from __future__ import annotations

import re
import unicodedata

from merchant_helper.text.door import nfc

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# The order of a Vietnamese dictionary: none, huyền, hỏi, ngã, sắc, nặng.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
_OF_THE_LETTER = {"\u0302", "\u0306", "\u031b"}
# Foreign keyboards and old fonts give Đ two look-alikes, Ð and Ɖ.
_STROKED = str.maketrans("đĐðÐɖƉ", "dDdDdD")


def fold(text: str) -> str:
    """Write letters without their marks (Đường becomes Duong); the case stays."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return nfc(bare.translate(_STROKED))


def search_key(text: str) -> str:
    """Give what two texts share when a person would call them the same: no marks, case or extra spaces."""
    return " ".join(fold(text).casefold().split())


def vietnamese_sort_key(text: str) -> tuple[object, ...]:
    """Give a key that sorts by the Vietnamese alphabet.

    Signs come first, then numbers by value, then letters (a ă â b c d đ e ê …), then other scripts; tones
    decide only between equal letters, case only between equal tones. Different NFC texts never tie.
    """
    text = nfc(text)
    letters: list[tuple[int, int, str]] = []
    tones: list[int] = []
    for piece in re.findall("[0-9]+|.", text, re.DOTALL):
        if piece[0] in "0123456789":
            digits = piece.lstrip("0")
            letters.append((1, len(digits), digits))
        else:
            place, tone = _place_and_tone(piece)
            letters.append(place)
            tones.append(tone)
    return tuple(letters), tuple(tones), text.swapcase(), text


def _place_and_tone(letter: str) -> tuple[tuple[int, int, str], int]:
    parts = unicodedata.normalize("NFD", letter.lower())
    first, marks = parts[0], parts[1:]
    tone = sum(TONES.index(m) if m in TONES else len(TONES) for m in marks if m not in _OF_THE_LETTER)
    base = nfc(first + "".join(m for m in marks if m in _OF_THE_LETTER))
    if base in _PLACE:
        return (2, _PLACE[base], ""), tone
    if first in _PLACE:
        return (2, _PLACE[first], ""), tone + len(TONES)
    return (3 if letter.isalpha() else 0, ord(letter), ""), 0
