"""Read Vietnamese that was typed for old fonts: TCVN3 (ABC, .VnTime) and VNI Windows.

Both put Vietnamese letters where Windows has others, so that a text without its font reads "n­íc m¾m" or
"nöôùc maém". A text is read anew only where it is surely such a one: a single word may be anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Literal

from merchant_helper.issues import Issue
from merchant_helper.text.letters import TONES, fold

ISSUE_CODES = ("text.old_font_read",)
Encoding = Literal["tcvn3", "vni"]

# TCVN 5712:1993 as Windows-1252 shows it. Capitals with a tone have no place of their own: fonts with
# capitals draw the small letter.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# VNI writes the letter and then its marks; a few letters have a sign of their own.
_VNI_SIGNS = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_VNI_TONES = dict(zip("ùøûõï", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_HAT, _BREVE = "\u0302", "\u0306"
_IN_ORDER = tuple(_VNI_TONES.values())
_VNI_MARKS = {
    **_VNI_TONES,
    **dict(zip("âáàåãä", (_HAT, *(_HAT + tone for tone in _IN_ORDER)), strict=True)),
    **dict(zip("êéèúüë", (_BREVE, *(_BREVE + tone for tone in _IN_ORDER)), strict=True)),
}


def _vni_pairs() -> Mapping[str, str]:
    """Give each letter of VNI that is written with two signs; capitals have capital marks."""
    pairs: dict[str, str] = {}
    for base, (sign, marks) in product("aeouyôö", _VNI_MARKS.items()):
        letter = unicodedata.normalize("NFC", _VNI_SIGNS.get(base, base) + marks)
        # What is more than one letter has no such combination: there is no u with a hat.
        if len(letter) == 1 and (base == "a" or _BREVE not in marks):
            pairs[base + sign] = letter
            pairs[base.upper() + sign.upper()] = pairs[base.upper() + sign] = letter.upper()
    return pairs


_VNI = _vni_pairs()
_VNI_PIECE = re.compile("|".join([*map(re.escape, _VNI), *map(re.escape, _VNI_SIGNS)]))
_TCVN3_ONLY = re.compile("[¡-¬\u00ad®-¾Æ×ØÞßæ÷øþÐ]")
_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^\s\d.,;:!?()\[\]{}/\\\"'“”‘’–—-]+")
_NOT_OLD = re.compile("[\u0100-\u1fff]")
_ONSET = r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr|[bcdhklmnprstvx])?"
# Vowels that an ending may follow, and those that none follows.
_OPEN = ["a", "e", "i", "o", "u", "y", "ie", "ye", "oa", "oe", "oo", "ua", "ue", "uo", "uy", "uye"]
_SHUT = (
    *["ai", "ao", "au", "ay", "eo", "eu", "ia", "ieu", "iu", "oai", "oay", "oeo", "oi", "uay", "ui"],
    *["uoi", "uou", "uu", "uya", "uyu", "yeu", "uao", "uai"],
)  # fmt: skip


def _either(parts: Iterable[str]) -> str:
    return "|".join(sorted(parts, key=len, reverse=True))


_SYLLABLE = re.compile(rf"{_ONSET}(?:(?:{_either(_OPEN)})(ng|nh|ch|[cmnpt])|(?:{_either([*_OPEN, *_SHUT])}))")
# A mark on a consonant, or one that no Vietnamese letter has.
_FOREIGN = re.compile(
    "(?<![aeiouy\u0300-\u036f])[\u0300-\u036f]"
    "|[\u0304\u0305\u0307\u0308\u030a-\u031a\u031c-\u0322\u0324-\u036f]"
)
_STOPPED, _SHORT_TONES = ("c", "ch", "p", "t"), {"\u0301", "\u0323"}
_FEWEST, _SHARE = 2, 0.5


# Finds at once a letter that no old font has; nearly every Vietnamese text has one.
has_new_letter = _NOT_OLD.search


def from_old(text: str) -> str | None:
    """Read a text that was surely typed for an old font, else None."""
    found = old_font(text)
    return _READERS[found](text) if found else None


def old_font(text: str) -> Encoding | None:
    """Tell for which old fonts a text was surely typed."""
    if has_new_letter(text) or text.isascii():
        return None
    sure: tuple[Encoding, ...] = ("tcvn3", "vni")
    return next((encoding for encoding in sure if _fits(text, encoding)), None)


def _fits(text: str, encoding: Encoding) -> bool:
    """Tell whether reading a text anew makes Vietnamese of what is none."""
    if encoding == "tcvn3" and not _TCVN3_ONLY.search(text):
        return False
    pieces = [piece for piece in _PIECE.findall(text) if not piece.isascii()]
    read = [(piece, _READERS[encoding](piece)) for piece in pieces]
    better = sum(is_syllable(new) and new != old and not is_syllable(old) for old, new in read)
    still = sum(is_syllable(new) for _old, new in read)
    return better >= _FEWEST and better >= _SHARE * len(pieces) and still >= 0.8 * len(pieces)


def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable: beginning, vowels, ending and tone fit."""
    if not word.isalpha():
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in TONES[1:]]
    if _FOREIGN.search(parts):
        return False
    shape = _SYLLABLE.fullmatch(fold(word).lower())
    if shape is None or len(tones) > 1:
        return False
    return (
        shape[1] not in _STOPPED
        or (bool(tones) and tones[0] in _SHORT_TONES)
        or (not tones and word.isascii())
    )


def _from_tcvn3(text: str) -> str:
    return text.translate({ord(old): new for old, new in _TCVN3.items()})


def _from_vni(text: str) -> str:
    return _VNI_PIECE.sub(lambda found: _VNI.get(found[0]) or _VNI_SIGNS[found[0]], text)


_READERS: Mapping[Encoding, Callable[[str], str]] = {"tcvn3": _from_tcvn3, "vni": _from_vni}


def to_old(text: str, encoding: Encoding) -> str:
    """Write a text for an old font, as old files have it; capitals with a tone become small in TCVN3."""
    if encoding == "tcvn3":
        back = {new: old for old, new in _TCVN3.items()}
        return "".join(back.get(letter) or back.get(letter.lower(), letter) for letter in text)
    pairs = {new: old for old, new in reversed(list(_VNI.items()))} | {
        new: old for old, new in _VNI_SIGNS.items()
    }
    return "".join(pairs.get(letter, letter) for letter in text)


def old_font_found(text: str, field: str) -> tuple[str, Issue | None]:
    """Read a text of a file and say so, before what is unseen is taken out: TCVN3 writes ư unseen."""
    found = old_font(text)
    if found is None:
        return text, None
    read = _READERS[found](text)
    return read, Issue("text.old_font_read", field, "warn", {"seen": text[:40], "read": read[:40]})
