"""Say what a shop's file holds beside the page that people read: strict, bounded, without a key.

No name is in it that the page itself does not show.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from merchant_helper.shops.pay_codes import MOST_CODES

VERSION = 1
FORMAT = "ho-so-cua-hang"
#: Where the data stand in the page: the id of a block that no browser runs.
BLOCK_ID = "ho-so-cua-hang"
MOST_BYTES = 250_000_000
MOST_DATA_BYTES = 24_000_000
MOST_LISTINGS, MOST_ANSWERS, MOST_PHOTOS, MOST_VISITS = 500, 20_000, 3_000, 300

Role = Literal["owner", "volunteer", "copy", "program", "shop"]
# As long as a form or a sheet may have told it (listings.told); of all together MOST_DATA_BYTES is the bound.
Value = (
    None
    | bool
    | int
    | Annotated[float, Field(allow_inf_nan=False)]
    | Annotated[str, Field(max_length=100_000)]
    | list[Annotated[str, Field(max_length=1_000)]]
)
Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,24}$")]
# It names a folder and stands in addresses: no short word of ours ("new") or of a disk's ("con", "nul").
ShopId = Annotated[str, Field(pattern=r"^[a-z0-9_-]{8,24}$")]
Sum = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ImageId = Annotated[str, Field(pattern=r"^[pm][0-9]{1,4}$")]


def _in_reach(moment: datetime) -> datetime:
    """Refuse a year that no clock shows, however wrong it is."""
    # As told, and as it is kept: whatever is taken in has to fit into the next file.
    if not 1970 <= moment.year <= 2200 or not 1970 <= (kept := moment.astimezone(UTC)).year <= 2200:
        raise ValueError("a moment out of reach")
    return kept


Moment = Annotated[AwareDatetime, AfterValidator(_in_reach)]


class Part(BaseModel):
    """Be a part of the file: exact types, and what a later version adds is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Stamp(Part):
    """Tell the file's kind and version before anything else is believed."""

    format: Literal["ho-so-cua-hang"]
    version: Annotated[int, Field(ge=1)]


class ShopData(Part):
    """Hold what is the shop's own; whose laptop it was and what was agreed there stay behind."""

    id: ShopId
    name: Annotated[str, Field(min_length=1, max_length=200)]
    co: Annotated[str, Field(max_length=10)]
    nghin: Annotated[str, Field(max_length=10)]
    places: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=60)]
    sells_already: Annotated[str, Field(max_length=10)] | None


class AnswerData(Part):
    """Be one answer; ``given_by`` is a role, never a person."""

    seq: Annotated[int, Field(ge=1, le=1_000_000)]
    field: Annotated[str, Field(max_length=40)]
    value: Value
    given_by: Role
    given_at: Moment
    page_version: Annotated[int, Field(ge=0, le=1_000_000)]


class ListingData(Part):
    """Be one product with all that was ever answered."""

    id: Id
    number: Annotated[int, Field(ge=1, le=1_000_000)]
    copied_from: Id | None
    created_at: Moment
    answers: Annotated[list[AnswerData], Field(max_length=MOST_ANSWERS)]


class IssueData(Part):
    """Be one thing that was said of a photo."""

    code: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]{1,40}$")]
    field: Annotated[str, Field(max_length=40)] | None
    severity: Literal["block", "warn", "hint"]
    params: Annotated[
        dict[Annotated[str, Field(max_length=40)], int | float | Annotated[str, Field(max_length=200)]],
        Field(max_length=10),
    ]


Issues = Annotated[list[IssueData], Field(max_length=20)]


class CutoutData(Part):
    """Point to a mask in the page, and say how it was made and judged."""

    image: ImageId
    sha256: Sum
    engine: Annotated[str, Field(max_length=80)] | None
    model: Annotated[str, Field(max_length=80)] | None
    verdict: Literal["good", "check", "retake"] | None
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None
    issues: Issues


class PhotoData(Part):
    """Point to a picture in the page; ``original`` is the sum of the photo that it was made from.

    ``image`` is none where the picture could not be made. ``came`` names what was done to it by hand: that
    is in the picture for good. ``light`` is what was chosen, and is not.
    """

    id: Id
    original: Sum
    image: ImageId | None
    sha256: Sum | None
    issues: Issues
    added_at: Moment
    cutout: CutoutData | None
    came: Annotated[list[Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]], Field(max_length=10)] = []
    light: Literal["on", "original"] | None = None


class VisitData(Part):
    """Be one visit as the page tells of it; none of its phones, folders or promises travel.

    ``ended_at`` is none for the one that the file was made in.
    """

    started_at: Moment
    ended_at: Moment | None
    team: Annotated[str, Field(max_length=120)]
    who: Annotated[str, Field(max_length=200)]


class CodeData(Part):
    """Be one payment code: what it says in full, for the owner's own file is where an account may leave."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,19}$")]
    payload: Annotated[str, Field(min_length=1, max_length=1_000)]
    bank: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None
    account: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,40}$")] | None
    holder: Annotated[str, Field(max_length=120)]
    amount: Annotated[int, Field(ge=1, le=499_999_999)] | None
    purpose: Annotated[str, Field(max_length=40)]
    made_here: bool
    created_at: Moment
    tried_at: Moment | None
    enrolled_at: Moment | None


class ProfileData(Part):
    """Hold a whole shop as it travels."""

    format: Literal["ho-so-cua-hang"] = "ho-so-cua-hang"
    version: Literal[1] = 1
    program: Annotated[str, Field(max_length=40)]
    made_at: Moment
    shop: ShopData
    listings: Annotated[list[ListingData], Field(max_length=MOST_LISTINGS)]
    photos: Annotated[list[PhotoData], Field(max_length=MOST_PHOTOS)]
    visits: Annotated[list[VisitData], Field(max_length=MOST_VISITS)] = []
    codes: Annotated[list[CodeData], Field(max_length=MOST_CODES)] = []

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if sum(len(listing.answers) for listing in self.listings) > MOST_ANSWERS:
            raise ValueError("too many answers")
        masks = [one.cutout.image for one in self.photos if one.cutout]
        images = [one.image for one in self.photos if one.image] + masks
        for ids in ([one.id for one in self.listings], [one.id for one in self.photos], images):
            if len(set(ids)) < len(ids):
                raise ValueError("an id stands twice")
        for listing in self.listings:
            seqs = [answer.seq for answer in listing.answers]
            if any(later <= earlier for earlier, later in pairwise(seqs)):
                raise ValueError("answers out of order")
        return self
