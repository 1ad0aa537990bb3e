"""Read payment codes from photos that are sent: in memory, and gone with the answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.guides.vietqr import picture
from merchant_helper.guides.vietqr.opening import MAX_BYTES
from merchant_helper.i18n import Address
from merchant_helper.issues import Issue
from merchant_helper.text import glimpse
from merchant_helper.web.uploads import explained

MOST_PHOTOS, MOST_CODES = 6, 12


@dataclass
class Sent:
    """Hold what photos said: the codes, each once, an empty one for what is there and cannot be read.

    ``refused`` says why a file was none.
    """

    codes: list[str] = field(default_factory=list)
    photos: int = 0
    refused: list[tuple[str, Issue]] = field(default_factory=list)

    def sentences(self, address: Address) -> list[str]:
        """Say of the files that are no photos what to do."""
        return explained(self.refused, address)


def read_photos() -> Sent:
    """Read all photos of this request."""
    sent = Sent()
    for file in [one for one in request.files.getlist("photos") if one.filename][:MOST_PHOTOS]:
        try:
            found = picture.read(file.stream.read(MAX_BYTES + 1))
        except PhotoUnreadable as error:
            sent.refused.append((glimpse(file.filename or ""), error.issue))
            continue
        sent.photos += 1
        sent.codes += [one.payload for one in found if one.payload not in sent.codes]
    del sent.codes[MOST_CODES:]
    return sent
