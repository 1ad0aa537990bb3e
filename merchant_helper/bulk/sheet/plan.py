"""Say what a sheet would do to a shop, row by row; nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from merchant_helper.bulk.sheet.read import Sheet
from merchant_helper.errors import PhotoUnreadable
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.facts import Facts, changes
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.ledger import taken_skus
from merchant_helper.listings.product import Picture, Product
from merchant_helper.listings.told import NotTold, clean_told
from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.receive import LOOK_AT
from merchant_helper.shops.model import Shop
from merchant_helper.text import glimpse, search_key, sku_from

ISSUE_CODES = (
    "sheet.no_name",
    "sheet.does_not_fit",
    "sheet.no_consent",
    "sheet.group_held",
    "sheet.photo_left_out",
)
Action = Literal["add", "update", "unchanged", "held"]
_AS_TOLD = (
    *(
        "name",
        "price",
        "sale_price",
        "stock",
        "weight_g",
        "length_cm",
        "width_cm",
        "height_cm",
        "brand",
        "gtin",
    ),
    *("origin", "unit", "unit_size", "expiry", "group", "option1_name", "option1_value", "option2_name"),
    *("option2_value", "link"),
)


@dataclass(frozen=True)
class Planned:
    """Hold one row: what would become of it, the answers it gives, and the photos that are not kept yet.

    ``told["photos"]`` holds ids of photos and, for new ones, their place in ``new_photos`` as a number.
    """

    row: int
    sku: str
    action: Action
    issues: tuple[Issue, ...] = ()
    listing: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    new_photos: tuple[Path, ...] = ()


@dataclass
class Known:
    """Hold what a shop has: listings (id and present state) by code, codes by name, photo ids by content."""

    listings: dict[str, tuple[str, Facts]] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    skus: set[str] = field(default_factory=set)
    photos: dict[str, str] = field(default_factory=dict)
    agreed: bool = False

    @classmethod
    def of(cls, session: Session, shop: Shop) -> Known:
        """Load it."""
        known = cls(agreed=shop.has_agreed)
        known.skus = {sku.casefold() for sku in taken_skus(session, shop.id)}
        for listing, facts in listings_of(session, shop.id):
            if facts.sku:
                known.listings[facts.sku.casefold()] = listing.id, facts
                known.by_name.setdefault(search_key(facts.name or ""), facts.sku)
        known.photos = {photo.sha256: photo.id for photo in photos_of(session, shop.id).values()}
        return known


def plan(sheet: Sheet, known: Known) -> Iterator[Planned]:
    """Say for each row what would become of it; one held variant holds its group."""
    held = {p.group.casefold() for p in sheet.products() if p.group and blocking(list(p.found))}
    for product in sheet.products():
        product = _named_before(product, known)
        yield _planned(product, known, held)


def _planned(product: Product, known: Known, held: set[str]) -> Planned:
    found = list(product.found)
    if product.group and product.group.casefold() in held and not blocking(found):
        found.append(Issue("sheet.group_held", "group", "block", {"group": glimpse(product.group)}))
    listing, facts = known.listings.get(product.sku.casefold(), (None, Facts()))
    if listing is None and not product.name and not blocking(found):
        found.append(Issue("sheet.no_name", "name", "block"))
    told, doubts = _told(product)
    found += doubts
    if facts.removed:
        told["removed"] = False
    new: tuple[Path, ...] = ()
    if product.pictures and not blocking(found):
        photos, new = _photos(product.pictures, known, facts, found)
        if photos is not None:
            told["photos"] = photos
    action: Action = "add" if listing is None else "update" if changes(facts, told) else "unchanged"
    if blocking(found):
        action = "held"
    return Planned(product.row or 0, product.sku, action, tuple(found), listing, told, new)


def _named_before(product: Product, known: Known) -> Product:
    """Know a product without a code by its name; a made code that the shop has given away is made anew."""
    if not any(issue.code == "sheet.sku_made" for issue in product.found):
        return product
    sku = known.by_name.get(search_key(product.name)) if product.name else None
    if sku is None and product.sku.casefold() in known.skus:
        sku = sku_from(product.name, known.skus)
    known.skus.add((sku or product.sku).casefold())
    if sku is None:
        return product
    said = Issue("sheet.sku_made", "sku", "hint", {"sku": sku})
    return replace(product, sku=sku, found=tuple(said if i.code == said.code else i for i in product.found))


def _told(product: Product) -> tuple[dict[str, Any], list[Issue]]:
    """Put a product into answers; an empty cell is no answer and changes nothing."""
    told: dict[str, Any] = {name: getattr(product, name) for name in _AS_TOLD}
    told |= {"sku": product.sku, "description": product.description, "tags": list(product.tags)}
    told["condition"] = None if product.condition == "new" else product.condition
    told["kind" if product.category in kinds() else "category"] = product.category
    clean: dict[str, Any] = {}
    issues: list[Issue] = []
    read_wrong = {issue.field for issue in product.found if issue.severity == "block"}
    for name, value in told.items():
        if value in (None, "", []) or name in read_wrong:
            continue
        try:
            clean[name] = clean_told(name, value)
        except NotTold:
            issues.append(Issue("sheet.does_not_fit", name, "block"))
    return clean, issues


def _photos(
    pictures: tuple[Picture, ...], known: Known, facts: Facts, found: list[Issue]
) -> tuple[list[str | int] | None, tuple[Path, ...]]:
    """Put the photos of a row behind those of its listing; None where there is nothing to change."""
    if not known.agreed:
        found.append(Issue("sheet.no_consent", "photos", "warn"))
        return None, ()
    photos: list[str | int] = list(facts.photos)
    new: dict[str, Path] = {}
    for picture in pictures:
        digest = _sha256(picture.path)
        kept = known.photos.get(digest)
        if kept is not None:
            photos += [] if kept in photos else [kept]
        elif digest not in new and _opens(picture.path, found):
            photos.append(len(new))
            new[digest] = picture.path
    return (photos if photos != list(facts.photos) else None), tuple(new.values())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _opens(path: Path, found: list[Issue]) -> bool:
    try:
        open_upright(path, longest=LOOK_AT)
    except PhotoUnreadable as error:
        found.append(replace(error.issue, severity="warn"))
        found.append(Issue("sheet.photo_left_out", "photos", "warn", {"file": glimpse(path.name)}))
        return False
    return True
