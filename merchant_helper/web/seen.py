"""Carry in a form which state of which listings its page showed."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from merchant_helper.listings.model import Listing

_MOST = 200


def shown(listings: Iterable[Listing]) -> str:
    """Write the states for a hidden field."""
    return " ".join(
        f"{listing.id}:{max((a.seq for a in listing.answers), default=0)}" for listing in listings
    )


def seen(name: str = "seen") -> dict[str, int]:
    """Read them back; nonsense is nothing seen."""
    found = {}
    for piece in request.form.get(name, "").split(" ")[:_MOST]:
        listing_id, _sign, version = piece.partition(":")
        if listing_id and version.isascii() and version.isdigit() and len(version) < 8:
            found[listing_id] = int(version)
    return found
