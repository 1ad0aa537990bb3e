"""Read an old post: what is sold, for how much, how large. By rules alone; what is doubtful stays open."""

from __future__ import annotations

import re
import unicodedata

from merchant_helper.listings.paste.contacts import contacts, masked, without
from merchant_helper.listings.paste.model import FIELDS, Found, Guess, Reading
from merchant_helper.listings.paste.sorting import guesses, sells
from merchant_helper.listings.paste.words import lines_of
from merchant_helper.text import clean_text
from merchant_helper.text.legacy import from_old

__all__ = ["FIELDS", "MOST", "Found", "Guess", "Reading", "read"]

MOST = 50_000
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")


def read(post: str) -> Reading:
    """Read a post; of a longer one than MOST letters only the beginning. Never raises.

    A field is sure only where the post says it once and clearly; else its candidates are in ``others``.
    """
    text = _plain(post)
    taken = contacts(text)
    lines = lines_of(text, masked(text, taken))
    selling = sells(lines, text)
    return Reading(
        text=text,
        selling=selling,
        description=without(text, taken),
        fields=guesses(lines, text, selling=selling),
        taken_out=tuple(taken),
    )


def _plain(post: str) -> str:
    """Make letters plain that people take for bold ones, and those of old fonts readable."""
    post = post[:MOST]
    composed = unicodedata.normalize("NFKC", _KEYCAP.sub("•", from_old(post) or post))
    return clean_text(composed, multiline=True).text[:MOST].rstrip()
