"""Say where a product's words are fewer than a place of selling wants."""

from __future__ import annotations

from collections.abc import Iterator

from merchant_helper.channels.model import Limits
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product

ISSUE_CODES = ("channel.name_short", "channel.description_short", "channel.description_few_words")


def check_short(product: Product, limits: Limits) -> Iterator[Issue]:
    """Hold a name that is too short there, and warn of a description that is; texts are tidy."""
    name, told = product.name, product.description
    if limits.name_min is not None and 0 < len(name) < limits.name_min:
        yield Issue("channel.name_short", "name", "block", {"length": len(name), "min": limits.name_min})
    if limits.description_min is not None and 0 < len(told) < limits.description_min:
        counts = {"length": len(told), "min": limits.description_min}
        yield Issue("channel.description_short", "description", "warn", counts)
    fewest = limits.description_words
    if fewest is not None and 0 < (words := len(told.split())) < fewest:
        yield Issue("channel.description_few_words", "description", "warn", {"words": words, "min": fewest})
