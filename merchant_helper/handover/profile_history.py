"""Turn the rows of a shop into what travels: answers with roles for names, photos without file names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from merchant_helper.handover.profile_data import (
    AnswerData,
    CodeData,
    CutoutData,
    IssueData,
    ListingData,
    PhotoData,
    Role,
    ShopData,
    VisitData,
)
from merchant_helper.handover.profile_pictures import PhotoPictures
from merchant_helper.listings.ledger import OF_A_SHEET
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.photos.framed import by_hand, names
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.shops.model import Shop
from merchant_helper.shops.pay_codes import PayCode
from merchant_helper.shops.visits import Visit

# Who is no person, as the ledger writes it.
_NO_PERSON = ("copy", "program", "shop")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


def shop_data(shop: Shop) -> ShopData:
    """Give what is the shop's own."""
    return ShopData(
        id=shop.id,
        name=shop.name,
        co=shop.co,
        nghin=shop.nghin,
        places=list(shop.places or ()),
        sells_already=shop.sells_already,
    )


def listing_data(listing: Listing, owner: str | None) -> ListingData:
    """Give one product with its whole history."""
    return ListingData(
        id=listing.id,
        number=listing.number,
        copied_from=listing.copied_from,
        created_at=listing.created_at,
        answers=[_answer(answer, owner) for answer in sorted(listing.answers, key=lambda a: a.seq)],
    )


def photo_data(photo: Photo, made: PhotoPictures) -> PhotoData:
    """Give one photo; its file name stays behind, for a phone writes the day and the hour into it."""
    edits = photo.edited()
    hand = ["hand_corrected"] if by_hand(edits) else []
    return PhotoData(
        id=photo.id,
        original=photo.sha256,
        image=made.natural.id if made.natural else None,
        sha256=made.natural.sha256 if made.natural else None,
        issues=_issues(photo.issues),
        added_at=photo.added_at,
        cutout=_cutout(photo.cutout, made) if photo.cutout else None,
        came=hand + names(edits, lit=False),
        light=cast("Any", edits.light),
    )


def visit_data(visit: Visit) -> VisitData:
    """Give one visit as the page tells of it."""
    return VisitData(started_at=visit.started_at, ended_at=visit.ended_at, team=visit.team, who=visit.who)


def code_data(code: PayCode) -> CodeData:
    """Give one payment code whole."""
    return CodeData(**{name: getattr(code, name) for name in CodeData.model_fields})


def _answer(answer: Answer, owner: str | None) -> AnswerData:
    return AnswerData(
        seq=answer.seq,
        field=answer.field,
        value=answer.value,
        given_by=_role(answer.given_by, owner),
        given_at=answer.given_at,
        page_version=min(answer.page_version, OF_A_SHEET),
    )


def _role(given_by: str, owner: str | None) -> Role:
    if given_by in _NO_PERSON:
        return cast("Role", given_by)
    return "owner" if given_by == owner else "volunteer"


def _cutout(cutout: Cutout, made: PhotoPictures) -> CutoutData | None:
    if made.mask is None:
        return None
    return CutoutData(
        image=made.mask.id,
        sha256=made.mask.sha256,
        engine=cutout.engine,
        model=cutout.model,
        verdict=cast("Any", cutout.verdict),
        confidence=cutout.confidence,
        issues=_issues(cutout.issues),
    )


def _issues(records: list[dict[str, Any]]) -> list[IssueData]:
    return [
        IssueData(
            code=str(record["code"]),
            field=record.get("field"),
            severity=record["severity"],
            params=_params(record.get("params") or {}),
        )
        for record in records
    ]


def _params(params: Mapping[str, object]) -> dict[str, int | float | str]:
    """Keep numbers and keys; a longer text could name a file or a folder."""
    return {name: value for name, value in params.items() if _harmless(value)}  # type: ignore[misc]


def _harmless(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number or (isinstance(value, str) and _KEY.fullmatch(value) is not None)
