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
from merchant_helper.listings.facts import ALWAYS, Facts, changes
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.ledger import taken_skus
from merchant_helper.listings.product import Picture, Product
from merchant_helper.listings.told import NotTold, clean_told
from merchant_helper.photos.alike import Lookalikes, fingerprint
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
Name = tuple[str, ...]
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
    """Hold what a shop has: listings (id and state) by code, photo ids by content, all codes it ever gave.

    ``by_name`` gives the codes of products of one name, for rows that have no code themselves; ``alike``
    knows its photos, and those of the sheet as they are read.
    """

    listings: dict[str, tuple[str, Facts]] = field(default_factory=dict)
    by_name: dict[Name, list[str]] = field(default_factory=dict)
    skus: set[str] = field(default_factory=set)
    photos: dict[str, str] = field(default_factory=dict)
    alike: Lookalikes = field(default_factory=Lookalikes)
    agreed: bool = False

    @classmethod
    def of(cls, session: Session, shop: Shop) -> Known:
        """Load it."""
        known = cls(agreed=shop.has_agreed)
        known.skus = {sku.casefold() for sku in taken_skus(session, shop.id)}
        for listing, facts in listings_of(session, shop.id):
            if facts.sku:
                known.listings[facts.sku.casefold()] = listing.id, facts
                known.by_name.setdefault(_name_of(facts), []).append(facts.sku)
        photos = photos_of(session, shop.id).values()
        known.photos = {photo.sha256: photo.id for photo in photos}
        known.alike = Lookalikes((photo.fingerprint, photo.file_name) for photo in photos)
        return known


def plan(sheet: Sheet, known: Known) -> Iterator[Planned]:
    """Say for each row what would become of it; one held variant holds its group."""
    planning = _Planning(sheet, known)
    for product in sheet.products():
        yield planning.planned(planning.named(product))


def _name_of(product: Facts | Product) -> Name:
    options = (search_key(option or "") for option in (product.option1_value, product.option2_value))
    return (search_key(product.name or ""), *options)


class _Planning:
    """Know of a sheet as a whole what decides on its single rows."""

    def __init__(self, sheet: Sheet, known: Known) -> None:
        self._known = known
        self._stock_told = sheet.rows_that_tell("stock")
        self._condition_told = sheet.rows_that_tell("condition")
        # Rows without a code never get one that another row has, nor one that another row was just given.
        self._taken = {p.sku.casefold() for p in sheet.products() if not _code_was_made(p)}
        self._held = {
            product.group.casefold()
            for product in sheet.products()
            if product.group and blocking(self._judge(product)[1])
        }

    def named(self, product: Product) -> Product:
        """Know a product without a code by its name; a made code that is given away is made anew."""
        if not _code_was_made(product):
            return product
        mine = self._known.by_name.get(_name_of(product), []) if product.name else []
        sku = next((sku for sku in mine if sku.casefold() not in self._taken), None)
        if sku is None:
            taken = self._taken | self._known.skus
            sku = product.sku if product.sku.casefold() not in taken else sku_from(product.name, taken)
        self._taken.add(sku.casefold())
        if sku == product.sku:
            return product
        said = Issue("sheet.sku_made", "sku", "hint", {"sku": sku})
        found = tuple(said if issue.code == said.code else issue for issue in product.found)
        return replace(product, sku=sku, found=found)

    def planned(self, product: Product) -> Planned:
        """Say what becomes of one row."""
        told, found = self._judge(product)
        group = product.group
        if group and group.casefold() in self._held and not blocking(found):
            found.append(Issue("sheet.group_held", "group", "block", {"group": glimpse(group)}))
        listing, facts = self._listing(product)
        new: tuple[Path, ...] = ()
        if product.pictures and not blocking(found):
            photos, new = _photos(product.pictures, self._known, facts, found)
            if photos is not None:
                told["photos"] = photos
        action: Action = "add" if listing is None else "update" if changes(facts, told) else "unchanged"
        if blocking(found):
            action = "held"
        return Planned(product.row or 0, product.sku, action, tuple(found), listing, told, new)

    def _listing(self, product: Product) -> tuple[str | None, Facts]:
        return self._known.listings.get(product.sku.casefold(), (None, Facts()))

    def _judge(self, product: Product) -> tuple[dict[str, Any], list[Issue]]:
        """Give the answers of one row and all that is wrong with it, apart from its group and photos."""
        listing, facts = self._listing(product)
        found = list(product.found)
        if listing is None and not product.name and not blocking(found):
            found.append(Issue("sheet.no_name", "name", "block"))
        told, doubts = _told(product)
        said = product.row or 0
        if product.stock is None and said in self._stock_told and "stock" not in _read_wrong(product):
            told["stock"] = ALWAYS
        if said in self._condition_told and "condition" not in _read_wrong(product):
            told["condition"] = product.condition
        if "kind" in told and facts.category is not None:
            told["category"] = None  # a name of the shop's own would go before the kind
        if facts.removed:
            told["removed"] = False
        return told, found + doubts


def _code_was_made(product: Product) -> bool:
    return any(issue.code == "sheet.sku_made" for issue in product.found)


def _read_wrong(product: Product) -> set[str | None]:
    return {issue.field for issue in product.found if issue.severity == "block"}


def _told(product: Product) -> tuple[dict[str, Any], list[Issue]]:
    """Put a product into answers; an empty cell is no answer and changes nothing."""
    told: dict[str, Any] = {name: getattr(product, name) for name in _AS_TOLD}
    told |= {"sku": product.sku, "description": product.description, "tags": list(product.tags)}
    told["kind" if product.category in kinds() else "category"] = product.category
    clean: dict[str, Any] = {}
    issues: list[Issue] = []
    wrong = _read_wrong(product)
    for name, value in told.items():
        if value in (None, "", []) or name in wrong:
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
        try:
            digest = _sha256(picture.path)
        except OSError:
            found.append(_left_out(picture.path))
            continue
        kept = known.photos.get(digest)
        if kept is not None:
            photos += [] if kept in photos else [kept]
        elif digest not in new and _opens(picture.path, known.alike, found):
            photos.append(len(new))
            new[digest] = picture.path
    return (photos if photos != list(facts.photos) else None), tuple(new.values())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _opens(path: Path, alike: Lookalikes, found: list[Issue]) -> bool:
    try:
        upright = open_upright(path, longest=LOOK_AT)
    except PhotoUnreadable as error:
        found.append(replace(error.issue, severity="warn"))
        found.append(_left_out(path))
        return False
    found += alike.look(fingerprint(upright.image), path.name)
    return True


def _left_out(path: Path) -> Issue:
    return Issue("sheet.photo_left_out", "photos", "warn", {"file": glimpse(path.name)})
