"""Read and write the answers to a kind's own questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import OF_SHEETS, Kind, kinds
from merchant_helper.text import says_unknown, search_key

# Whole answers that say that there is nothing to tell.
_NOTHING = frozenset({"khong", "ko", "khong co", "chua co", "khong hieu", "khong co hieu", "none", "-", "0"})
# Names of an option that says how much or how large, as "Quy cách" does for a product alone.
_SIZES = frozenset({"co", "size", "kich co", "kich thuoc", "quy cach", "dung tich", "khoi luong"})
# What some forms want in their box for a brand, and no buyer needs to read.
_NO_BRAND = frozenset({"no brand", "nobrand"})


def kind_of(facts: Facts) -> Kind:
    """Give the kind whose rules count; a product without one gets the general ones."""
    return kinds().get(facts.kind or "", kinds()["other"])


def answers(facts: Facts) -> dict[str, str]:
    """Give what was told by the key of its question, in the order of the questions; nothing empty.

    Answers to questions of another kind stay out: she may have changed the kind since. Brand and origin
    belong to every kind. What variants differ by is theirs to tell.
    """
    told = dict(each.split("=", 1) for each in facts.traits if "=" in each)
    found: dict[str, str] = {}
    for question in kind_of(facts).questions:
        text = getattr(facts, question.key) if question.key in OF_SHEETS else told.get(question.key)
        if text and is_told(text) and not varies_by(facts, question.says):
            found[question.key] = text.strip()
    for key in OF_SHEETS:
        text = getattr(facts, key)
        if key not in found and text and is_told(text):
            found[key] = text.strip()
    return found


def varies_by(facts: Facts, says: str) -> bool:
    """Tell whether an option goes by this name: a shirt in red and blue has no one colour to tell."""
    options = _options(facts)
    return bool(options) and search_key(says) in options


def varies_in_size(facts: Facts) -> bool:
    """Tell whether each variant has a size of its own."""
    return not _SIZES.isdisjoint(_options(facts))


def _options(facts: Facts) -> set[str]:
    return {search_key(name) for name in (facts.option1_name, facts.option2_name) if name}


def is_told(text: str) -> bool:
    """Tell an answer from "not known" and "none"."""
    return not says_none(text) and search_key(text) not in _NO_BRAND


def says_none(text: str) -> bool:
    """Tell whether an answer says that there is nothing, or that it is not known."""
    plain = search_key(text)
    return not plain or plain in _NOTHING or says_unknown(text)


def told_of(facts: Facts, said: Mapping[str, str | None]) -> dict[str, Any]:
    """Give the fields of a listing that these answers stand for; those to other kinds' questions stay."""
    traits = dict(each.split("=", 1) for each in facts.traits if "=" in each)
    traits |= {key: text or "" for key, text in said.items() if key not in OF_SHEETS}
    told: dict[str, Any] = {key: text for key, text in said.items() if key in OF_SHEETS}
    told["traits"] = [f"{key}={text}" for key, text in traits.items() if text]
    return told


def attributes(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Give what places may have a column for (color, size, material, pattern), as attribute and value."""
    kind, told = kind_of(facts), answers(facts)
    found: dict[str, str] = {}
    for question in kind.questions:
        if question.fills and question.key in told:
            found.setdefault(question.fills, " ".join(told[question.key].split()))
    for name, attribute in kind.attributes.items():
        if (text := getattr(facts, name)) and not (attribute == "size" and varies_in_size(facts)):
            found.setdefault(attribute, _bare(str(text)))
    return tuple(found.items())


def _bare(size: str) -> str:
    """Take the word off a size that a column says already: cỡ M is M."""
    first, _space, rest = size.strip().partition(" ")
    return rest.strip() if rest and search_key(first) in ("co", "size") else size.strip()
