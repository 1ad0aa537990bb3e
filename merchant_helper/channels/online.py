"""Check that the pictures of a file can be fetched by their addresses, before it is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from merchant_helper.issues import Issue
from merchant_helper.network.look import Looker
from merchant_helper.text import shorten

ISSUE_CODES = (
    "channel.picture_no_answer",
    "channel.picture_not_there",
    "channel.picture_is_none",
    "channel.picture_private",
    "channel.picture_heavy",
)
_CODES = {
    "no_answer": "channel.picture_no_answer",
    "refused": "channel.picture_not_there",
    "no_picture": "channel.picture_is_none",
    "private": "channel.picture_private",
    "odd": "channel.picture_private",
    "too_large": "channel.picture_heavy",
}


def unreachable(addresses: Iterable[str], looker: Looker) -> Iterator[Issue]:
    """Give what is wrong with each address from which no picture comes: importers drop the whole product."""
    for address, seen in looker.look(addresses).items():
        if seen.reason:
            told: dict[str, str | int] = {"address": shorten(address, 200), "status": seen.status}
            yield Issue(_CODES[seen.reason], "photos", "block", told)
