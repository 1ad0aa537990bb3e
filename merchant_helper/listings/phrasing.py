"""Put spaces, marks and capitals of her words right; no word is added or changed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from merchant_helper.text import nfc

_WORD = re.compile(r"[^\W_]+")
_SPACE_BEFORE = re.compile(r"\s+([,;:!?…]|\.(?!\w))")
_NO_SPACE_AFTER = re.compile(r"(?<=[^\W\d_])([,;])(?=[^\W_])")
_TWICE = re.compile(r"([,;:!?–-])(?:\s*\1)+|\.{4,}")
_BEFORE, _BEHIND = re.compile(r"^[\s,;:.!?|/*~–_-]+"), re.compile(r"[\s,;:.!?|/*~–_-]+$")
_UNITS = re.compile(r"(?<=\d)(\s?)(KG|ML|CM|MM|GR|G|L|M)\b")
# Words that are written in capitals whatever stands around them.
_CAPITALS = frozenset(
    ["OCOP", "HTX", "ISO", "HACCP", "USB", "LED", "SPF", "XS", "XL", "XXL", "XXXL", "S", "M", "L", "CR", "UV"]
)
# Names that begin a phrase and are no reason to write what follows with a capital.
_NAMES = frozenset(["Huế", "Pháp", "Nhật", "Hàn", "Mỹ", "Úc", "Thái", "Đức", "Ý", "Anh", "Nga"])
_ENDS = (".", "!", "?", "…")
_PIECE = re.compile(r"[,;.!?…\n]+(?=\s|$)|\n")


@cache
def phrases() -> dict[str, Any]:
    """Read the fixed words of descriptions."""
    text = files("merchant_helper.listings").joinpath("phrases.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return table


def put_right(text: str, names: Sequence[str] = ()) -> str:
    """Give one line that begins with a capital, without doubled marks and spaces, and nothing hanging around.

    ``names`` are written as they are told there. What is written in capitals throughout gets one a word, or
    none where a name stands in it: then the names in it are known.
    """
    text = " ".join(nfc(text).split())
    text = _TWICE.sub(lambda m: m[1] or "…", _NO_SPACE_AFTER.sub(r"\1 ", _SPACE_BEFORE.sub(r"\1", text)))
    text = _BEHIND.sub("", _BEFORE.sub("", text)) or text
    if _shouts(text):
        known = any(_stands_in(text, name) for name in names)
        text = " ".join(_calmed(word, small=known) for word in text.split(" "))
    text = _UNITS.sub(lambda m: m[0].lower() if m[2] not in ("M", "L") or m[1] == "" else m[0], text)
    for name in names:
        text = _as_told(text, name)
    return capital(text)


def capital(text: str) -> str:
    """Begin with a capital letter, unless the first word has one further on (iPhone)."""
    first = text.split(" ", 1)[0]
    letter = text[:1].upper()
    return letter + text[1:] if len(letter) == 1 and first == first.lower() else text


def lowered(text: str) -> str:
    """Begin with a small letter, as inside a sentence; names and abbreviations keep theirs."""
    first, *rest = text.split("\n", 1)[0].split(None, 2) or [""]
    if len(first) > 1 and first != first[:1] + first[1:].lower():
        return text
    named = rest and rest[0][:1].isupper() and first.lower() not in phrases()["materials"]
    if first.strip(",;.") in _NAMES or named:
        return text
    letter = text[:1].lower()
    return letter + text[1:] if len(letter) == 1 else text


def sentence(text: str) -> str:
    """End with a full stop, unless something else ends it."""
    text = text.strip()
    return text if not text or text.endswith(_ENDS) else f"{text.rstrip(',;:')}."


def flowing(text: str) -> str:
    """Write answers that were tapped one after another as one: what follows a ";" begins small."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return "; ".join([*parts[:1], *(lowered(part) for part in parts[1:])]) if parts else text.strip()


def pieces(text: str) -> Iterator[str]:
    """Part an answer at its commas and stops."""
    for piece in _PIECE.split(text):
        if told := piece.strip(" ,;.-–"):
            yield told


def words(text: str) -> list[str]:
    """Give the words of a text, small and without signs."""
    return [word.casefold() for word in _WORD.findall(nfc(text))]


def holds(text: str, part: str) -> bool:
    """Tell whether all words of a part stand in a text already."""
    return not set(words(part)) - set(words(text))


def _shouts(text: str) -> bool:
    told = [word for word in _WORD.findall(text) if not any(sign.isdigit() for sign in word)]
    long = [word for word in told if len(word) > 1]
    return len(long) > 1 and all(word.isupper() for word in long)


def _stands_in(text: str, name: str) -> bool:
    name = " ".join(nfc(name).split())
    return name != name.lower() and f" {name.lower()} " in f" {text.lower()} "


def _calmed(word: str, *, small: bool) -> str:
    bare = "".join(_WORD.findall(word))
    if bare in _CAPITALS or any(sign.isdigit() for sign in bare):
        return word
    if small:
        return word.lower()
    start = next((at for at, sign in enumerate(word) if sign.isalpha()), 0)
    return word[: start + 1] + word[start + 1 :].lower()


def _as_told(text: str, name: str) -> str:
    """Write a name with its capitals where it stands in small letters."""
    name = " ".join(nfc(name).split())
    if not name or name == name.lower():
        return text
    return re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", lambda _m: name, text)
