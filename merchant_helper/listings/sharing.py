"""Make hashtags of the owner's own answers, for posts among people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from merchant_helper.listings.facts import Facts
from merchant_helper.text import fold

MOST_TAGS = 10
# Longer than this nobody reads it as words any more.
LONGEST_TAG = 30
_WORD = re.compile(r"[A-Za-z0-9]+")


def hashtag(text: str) -> str | None:
    """Write some words as one hashtag without marks: nước mắm nhĩ makes #NuocMamNhi; whole words, or none."""
    tag = ""
    for word in _WORD.findall(fold(text)):
        if len(tag) + len(word) > LONGEST_TAG:
            break
        tag += word[:1].upper() + word[1:]
    return f"#{tag}" if any(letter.isalpha() for letter in tag) else None


def hashtags(facts: Facts, shop_name: str) -> list[str]:
    """Give up to ten hashtags: of the name, brand, origin, keywords, the shop's name."""
    told: Iterable[str | None] = (
        facts.name,
        facts.brand,
        facts.origin,
        *facts.tags,
        shop_name,
    )
    found: dict[str, str] = {}
    for text in told:
        if text and (tag := hashtag(text)):
            found.setdefault(tag.casefold(), tag)
    return list(found.values())[:MOST_TAGS]
