"""Make names that machines take: product codes (SKU) and file names."""

from __future__ import annotations

import re
from collections.abc import Collection

from merchant_helper.issues import Issue
from merchant_helper.text.door import clean_text, glimpse, shorten
from merchant_helper.text.letters import fold

ISSUE_CODES = ("sku.form",)
MAX_SKU = 50
_READABLE_SKU = 30  # a code that is read aloud and written on a label stays short
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
_NOT_IN_SKU = re.compile(r"[^A-Za-z0-9_-]+")
_NOT_IN_FILES = re.compile(r'[\\/:*?"<>|]+')
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)")


def is_sku(text: str) -> bool:
    """Tell whether a text may stand as a product code as it is."""
    return _SKU.fullmatch(text) is not None


def fold_sku(text: str) -> str:
    """Propose the nearest product code (ÁO 01 becomes AO-01); empty when nothing of the text can stay."""
    folded = _NOT_IN_SKU.sub("-", fold(clean_text(text).text))
    return re.sub("-{2,}", "-", folded).lstrip("_-")[:MAX_SKU].rstrip("_-")


def check_sku(text: str, field: str = "sku") -> Issue | None:
    """Hold a product code that breaks the rule, with a proposal."""
    if is_sku(text):
        return None
    return Issue("sku.form", field, "block", {"seen": glimpse(text), "proposal": fold_sku(text) or "MON-1"})


def sku_from(name: str, taken: Collection[str] = ()) -> str:
    """Make a product code from a name that no code in ``taken`` equals, whatever the case.

    A name without a letter or digit (empty, emoji only) gives MON-1, MON-2 and so on.
    """
    used = {sku.casefold() for sku in taken}
    stem = _cut_at_word(fold_sku(name[: 20 * MAX_SKU]).upper())
    candidate, number = (stem, 1) if stem else ("MON-1", 1)
    while candidate.casefold() in used:
        number += 1
        candidate = f"{stem or 'MON'}-{number}"
    return candidate


def file_name(text: str, max_bytes: int = 120, *, suffix: str = "") -> str:
    """Make a file name that Windows, macOS and Linux take, Vietnamese letters kept.

    ``suffix`` (such as ``.jpg``) is added as it is and counted; the whole is at most ``max_bytes`` of UTF-8
    (24 or more).
    """
    stem = _NOT_IN_FILES.sub("-", clean_text(text).text).strip(" .-~")
    stem = _cut_bytes(stem, max_bytes - len(suffix.encode()))
    if not stem:
        stem = "khong-ten"
    if _RESERVED.match(stem):
        stem = _cut_bytes(f"_{stem}", max_bytes - len(suffix.encode()))
    return stem + suffix


def _cut_at_word(sku: str) -> str:
    if len(sku) <= _READABLE_SKU:
        return sku
    words = sku[: _READABLE_SKU + 1].rpartition("-")[0]
    return (words if len(words) >= _READABLE_SKU // 2 else sku[:_READABLE_SKU]).rstrip("_-")


def _cut_bytes(text: str, limit: int) -> str:
    whole = text.encode("utf-8")[: max(limit, 0)].decode("utf-8", "ignore")
    return shorten(text, len(whole)).rstrip(" .-~")
