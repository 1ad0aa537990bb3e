"""Note that a file for a place of selling was made, and say what changed since the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from merchant_helper import channels
from merchant_helper.channels.said import PictureWay, StepKind
from merchant_helper.channels.updates import for_update
from merchant_helper.errors import NoSuchChannel
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.prints import changed, fingerprint
from merchant_helper.listings.product import Product
from merchant_helper.shops import place_files
from merchant_helper.web.db import writing
from merchant_helper.web.page import load_shop
from merchant_helper.web.shop_forms import today

# Seen by third parties, or remembered: the screen may look otherwise.
UNSURE = ("C", "D")


@dataclass(frozen=True)
class Step:
    """Be one line of the card beside a file."""

    text: str
    unsure: bool


@dataclass(frozen=True)
class Card:
    """Say what a person does next with a file; ``stale`` when nobody has looked for half a year."""

    steps: tuple[Step, ...]
    checked_on: date
    stale: bool


def card(channel: channels.Channel, kind: StepKind, way: PictureWay | None = None) -> Card:
    """Give the steps after a file, with the day on which the oldest of them was last true.

    ``way`` says how pictures get there, where the file does not name them as they lie beside it.
    """
    told = channel.steps_with(kind, way)
    steps = tuple(Step(step.text(), step.certainty in UNSURE) for step in told)
    if way == "by_hand":
        steps += (Step(by_hand(), False),)
    checked_on = min((step.checked_on for step in told), default=channel.checked_on)
    return Card(steps, checked_on, (today() - checked_on).days > channels.FRESH_DAYS)


def by_hand() -> str:
    """Say how pictures are added that the file does not name."""
    return _(
        "Thêm ảnh bằng tay: trong gói tải về có thư mục images, tên mỗi ảnh bắt đầu bằng mã hàng. "
        "Mở từng món ở nơi bán, thêm các ảnh có mã của món đó; ảnh số 1 là ảnh bìa."
    )


def way_of(report: Mapping[str, Any], *, online: bool) -> PictureWay | None:
    """Tell from a report how its pictures get there, and whether it was from here."""
    if online:
        return "online"
    named = all(problem["code"] != "channel.pictures_by_hand" for problem in report["problems"])
    return None if named else "by_hand"


def note_made(shop_id: str, place: str, products: Sequence[Product] = ()) -> None:
    """Note a file for a place, with what went out in it; the visit will ask about signing out there."""
    prints = {product.sku: fingerprint(product) for product in products if product.sku}
    with writing() as session:
        load_shop(session, shop_id, "export")
        place_files.note_file(session, shop_id, place, prints)


def went_out(products: Sequence[Product], report: channels.Report) -> list[Product]:
    """Leave out what was held; without a file nothing went out."""
    if not report.files:
        return []
    held = {product.sku for product in report.held}
    return [product for product in products if product.sku not in held]


def changed_since(
    session: Session, shop_id: str, channel: channels.Channel, products: Sequence[Product]
) -> list[Product] | None:
    """Give what changed since it last went out; None where the place takes no such file or has none yet."""
    if channel.replaces_all or for_update(channel) is None:
        return None
    sent = place_files.sent_before(session, shop_id, channel.id)
    return changed(products, sent) if sent else None


def named(places: Sequence[str]) -> list[str]:
    """Name places; one that this version does not know (any more) keeps its id."""
    return [_title(place) for place in places]


def _title(place: str) -> str:
    try:
        return channels.load(place).title()
    except NoSuchChannel:
        return place
