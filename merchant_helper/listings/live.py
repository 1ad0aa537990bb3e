"""Prepare a live sale: products numbered M1, M2 …, and what to say of each, from her answers alone.

What is said is for buyers, so it is Vietnamese whatever language the pages are read in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from merchant_helper.guides.goods import Goods, warn_about
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import option_words
from merchant_helper.listings.lint import EVERYWHERE, lint, rested
from merchant_helper.listings.write import title
from merchant_helper.text import format_vnd, vnd_in_words

#: Three syllables a second is how one speaks to people who listen and buy.
MOST_SYLLABLES, SECONDS = 180, 60
_END = re.compile(r"(?<=[.!?…])\s+|\n+")
# What is amiss when it is said; how a text looks is nothing to a listener.
_SAID_AMISS = frozenset({"superlatives", "medical_claims", "counterfeit"})


@dataclass(frozen=True)
class Item:
    """Be one product of a live sale: its number, what the board shows, what is said, papers at hand."""

    number: str
    name: str
    price: str
    unit: str
    script: str
    seconds: int
    not_to_say: tuple[str, ...]
    papers: tuple[Goods, ...]
    variants: tuple[str, ...] = ()


def items(families: Sequence[Sequence[Facts]], nghin: str = "nghìn") -> list[Item]:
    """Number products in their order; each is given with its variants, the first one first."""
    return [_item(f"M{n}", family, nghin) for n, family in enumerate(families, start=1)]


def _not_to_say(facts: Facts, said: str) -> Iterator[str]:
    """Find the words of a script that need papers she has not spoken of."""
    for found in lint({"name": title(facts), "description": said}, EVERYWHERE, facts.kind):
        if found.group in _SAID_AMISS and not rested(found, facts.papers):
            yield found.seen


def _item(number: str, family: Sequence[Facts], nghin: str) -> Item:
    facts = family[0]
    said = script(number, family, nghin)
    return Item(
        number=number,
        name=title(facts),
        price=price_words(family),
        unit=facts.unit or "",
        script=said,
        seconds=-(-syllables(said) * SECONDS // MOST_SYLLABLES),
        not_to_say=tuple({words.casefold(): words for words in _not_to_say(facts, said)}.values()),
        papers=tuple(warn_about(facts.name or "")),
        variants=tuple(variant for one in family if (variant := option_words(one))),
    )


def price_words(family: Sequence[Facts]) -> str:
    """Write the price for the board; variants may cost from … to …."""
    prices = sorted({one.price for one in family if one.price is not None})
    if not prices:
        return ""
    low, high = prices[0], prices[-1]
    return format_vnd(low) if low == high else f"{format_vnd(low).removesuffix(' đ')} – {format_vnd(high)}"


def script(number: str, family: Sequence[Facts], nghin: str = "nghìn") -> str:
    """Write what is said of one product: its name, what she told of it, its price; never over a minute."""
    facts = family[0]
    begin, end = _sentence(f"Mã {number}: {title(facts)}"), _price(number, family, nghin)
    room = MOST_SYLLABLES - syllables(begin) - syllables(end)
    told = []
    for sentence in _told(family):
        if syllables(sentence) <= room:
            told.append(sentence)
            room -= syllables(sentence)
    return "\n".join([begin, *told, end])


def _told(family: Sequence[Facts]) -> list[str]:
    facts = family[0]
    texts = [facts.description] if facts.description else [facts.special, facts.made, facts.use]
    pieces = [piece for text in texts if text for piece in _END.split(text)]
    sentences = [_sentence(piece) for piece in pieces if syllables(piece)]
    values = list(dict.fromkeys(one.option1_value for one in family if one.option1_value))
    if len(values) > 1:
        sentences.append(_sentence(f"{facts.option1_name or 'Có'}: {', '.join(values)}"))
    return sentences


def _price(number: str, family: Sequence[Facts], nghin: str) -> str:
    prices = sorted({one.price for one in family if one.price is not None})
    if not prices:
        return _sentence(f"Mã {number}")
    words = " đến ".join(vnd_in_words(price, nghin) for price in dict.fromkeys((prices[0], prices[-1])))
    unit = f" một {family[0].unit}" if family[0].unit else ""
    return _sentence(f"Mã {number}, giá {words}{unit}")


def syllables(text: str) -> int:
    """Count what is spoken: pieces between spaces that hold a letter or a digit."""
    return sum(any(letter.isalnum() for letter in piece) for piece in text.split())


def _sentence(text: str) -> str:
    text = text.strip(" -•").strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
