"""Write one short text for people: what the kit says, and hashtags below it."""

from __future__ import annotations

from collections.abc import Sequence

from merchant_helper.channels.lines import WHOLE_POST, kit_lines
from merchant_helper.channels.model import Channel
from merchant_helper.listings.product import Product

#: Where people share by hand.
SHARED = ("facebook", "zalo")
# Ours: no place told a limit for a post, and nobody reads further on a phone.
MOST_LETTERS = 2_000


def caption(
    product: Product, channel: Channel, hashtags: Sequence[str], variants: Sequence[Product] = ()
) -> str:
    """Give the text to paste: whole lines as far as they fit, then the hashtags. Buyers read Vietnamese."""
    lines = kit_lines(product, channel, "vi", variants)
    post = next((line.text for line in lines if line.key == WHOLE_POST), product.name)
    tags = " ".join(hashtags)
    return "\n\n".join(part for part in (_within(post, MOST_LETTERS - len(tags) - 2), tags) if part)


def _within(text: str, most: int) -> str:
    kept: list[str] = []
    for line in text.split("\n"):
        if len("\n".join([*kept, line])) > most:
            break
        kept.append(line)
    return "\n".join(kept).rstrip() or text[:most].rstrip()
