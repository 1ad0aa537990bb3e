"""Give the words a product is sold with: those that she chose, else ours, made of her answers.

The words are for her buyers, so they are Vietnamese whatever language the pages are read in.
"""

from __future__ import annotations

from dataclasses import dataclass

from merchant_helper.listings.describe import plain, sentences, short
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.titles import title_for


@dataclass(frozen=True)
class Room:
    """Say what a place has room for: letters of a title, and whether it is a chat where few words do."""

    title: int | None = None
    chat: bool = False


def title(facts: Facts, room: Room | None = None) -> str:
    """Give the title: what she chose, else name, maker or place, and size."""
    return title_for(facts, room.title if room else None)


def description(facts: Facts, room: Room | None = None) -> str:
    """Give the description: her own stands as she wrote it, else one composed of her answers."""
    if facts.description:
        return facts.description
    told = sentences(facts)
    return short(told) if room and room.chat else plain(told)
