"""Collect what a title can be made of: her answers in the kind's order, none that says nothing new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.phrasing import lowered, pieces, put_right, words
from merchant_helper.listings.sizes import says_size, size
from merchant_helper.listings.traits import answers, kind_of, varies_in_size
from merchant_helper.text import nfc, search_key

MAKERS = ("brand", "origin")
# A longer answer is a sentence, and no part of a title.
MOST_WORDS = 5
# To a feature of so few words the next one joins.
_FEW = 2
# From so many words on, more than half of them have to be new.
_MANY = 3
# Of a place that stands in every title nobody learns anything.
_EVERYWHERE = frozenset({"viet nam", "vn", "trong nuoc", "hang viet nam", "vietnam"})
# Of an address a buyer knows the district or the province; the word for it says nothing more.
_SMALL_PLACE = re.compile(r"(?:ấp|thôn|tổ|khóm|xã|phường|số|đường|hẻm|khu phố)\b|\d", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"^(?:huyện|quận|thị xã|tỉnh|thành phố|tp\.?)\s+(?=\D)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Part:
    """Be one part of a title: what it is (a field, or the key of a kind's question) and its words."""

    role: str
    text: str


def called(facts: Facts) -> str:
    """Give the name as she calls it, put right, with the capitals that its maker and its place have."""
    names = [facts.brand or "", *(piece.strip() for piece in (facts.origin or "").split(","))]
    return put_right(facts.name or "", [name for name in names if name])


def parts(facts: Facts) -> Iterator[Part]:
    """Collect what a title can be made of, in the kind's order; what was said before is not said again."""
    told = answers(facts)
    name = called(facts)
    if not name:
        return
    yield Part("name", name)
    said = name
    for role in kind_of(facts).title:
        text = ""
        if role == "size":
            text = size(facts)
            text = "" if says_size(said, text) or varies_in_size(facts) else text
        elif role == "feature":
            text = _feature(facts.special or "", said)
        elif role != "name":
            text = _answer(role, told.get(role, ""), said)
        if text:
            yield Part(role, " ".join(nfc(text).split()).rstrip(" ,;.!"))
            said = f"{said} {text}"


def _answer(role: str, text: str, said: str) -> str:
    """Take an answer as a part: of a place its first name, of a maker what the name does not hold already."""
    if role == "origin":
        text = _place(text)
    elif role == "area":
        text = text.split(",")[0].strip()
    while role == "brand" and len(text.split()) > 1 and text.split()[0].casefold() in words(said):
        text = text.split(None, 1)[1]
    return text if "," not in text and _fits(text, said) else ""


def _place(text: str) -> str:
    """Take from an address the first name that buyers know: Cái Bè of "xã Mỹ Lợi A, huyện Cái Bè"."""
    pieces = [piece.strip() for piece in text.split(",")]
    known = next((piece for piece in pieces if piece and not _SMALL_PLACE.match(piece)), "")
    return _KIND_OF_PLACE.sub("", known)


def _fits(text: str, said: str) -> bool:
    """Tell whether an answer can be a part: short, on one line, and with something new in it."""
    if not text or "\n" in text or search_key(text) in _EVERYWHERE:
        return False
    told, known = words(text), set(words(said))
    new = [word for word in told if word not in known]
    says_more = bool(new) and (len(told) < _MANY or 2 * len(new) > len(told))
    return says_more and len(text.split()) <= MOST_WORDS and not says_size(said, text)


def _feature(special: str, said: str) -> str:
    """Take the first new thing she says is special about it; to one or two words the next joins."""
    first, *more = [*(each for each in pieces(special) if _is_new(each, said)), ""][:2]
    if first and more and more[0] and len(first.split()) <= _FEW and _is_new(more[0], f"{said} {first}"):
        return f"{first}, {lowered(more[0])}"
    return first


def _is_new(feature: str, said: str) -> bool:
    """Tell whether a feature says more than a number that was said already (40 độ, độ đạm 40)."""
    numbers = set(_NUMBER.findall(feature))
    return _fits(feature, said) and not (numbers and numbers <= set(_NUMBER.findall(said)))
