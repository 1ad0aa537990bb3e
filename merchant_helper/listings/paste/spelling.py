"""Write a name that stood in capitals as a name is written."""

from __future__ import annotations

import re

from merchant_helper.listings.places import place_names
from merchant_helper.text import shorten

LONGEST = 200


def as_name(seen: str) -> str:
    """Begin with a capital; a name all in capitals becomes small letters behind it."""
    letters = [c for c in seen if c.isalpha()]
    if len(letters) >= 4 and all(not c.islower() for c in letters):
        seen = _with_places(seen.lower())
    first = seen[:1].upper()
    return shorten(first + seen[1:] if first.lower() == seen[:1] else seen, LONGEST)


def _with_places(name: str) -> str:
    """Give places their capitals again."""
    for place in place_names():
        if " " in place:
            name = re.sub(rf"(?<!\w){re.escape(place.lower())}(?!\w)", place, name)
    return name
