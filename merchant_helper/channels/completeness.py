"""Say, place by place, what a product still lacks there, and what nobody has told yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from merchant_helper.channels.carried import carried
from merchant_helper.channels.check import check
from merchant_helper.channels.model import Channel
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import mark
from merchant_helper.issues import Issue
from merchant_helper.listings.kinds import Kind, kinds
from merchant_helper.listings.product import Product

ISSUE_CODES = ("channel.not_known_yet",)
# A description that is there and too short stops nobody, and is what the place asks for all the same.
_WANTED = frozenset({"channel.no_description", "channel.description_short", "channel.description_few_words"})
# What an owner can be asked for, and what it is called.
_LABELS: Mapping[str, str] = {
    "unit_size": mark("Quy cách"),
    "weight_g": mark("Cân nặng"),
    "expiry": mark("Hạn dùng"),
    "brand": mark("Thương hiệu"),
    "origin": mark("Xuất xứ"),
    "material": mark("Chất liệu"),
    "color": mark("Màu"),
    "size": mark("Cỡ"),
    "pattern": mark("Hoa văn"),
}
_LINES = {"weight": "weight_g"}
_ATTRIBUTES = ("material", "color", "size", "pattern")


@dataclass(frozen=True)
class Completeness:
    """Hold what a product lacks at one place (issues), and which fields it has room for and nobody told."""

    channel: Channel
    missing: tuple[Issue, ...]
    unknown: tuple[str, ...]

    def words(self) -> str:
        """Say it in a few words."""
        if self.missing:
            return _("còn thiếu {n} mục", n=len(self.missing))
        return _("đủ để đăng")


def completeness(product: Product, channel: Channel) -> Completeness:
    """Judge a product for one place: its required columns and limits, then what it could still tell there."""
    missing = [i for i in check(product, channel) if i.severity == "block" or i.code in _WANTED]
    lacking = {issue.field for issue in missing}
    unknown = (field for field in _asked(product, channel) if field not in lacking)
    return Completeness(channel, tuple(missing), tuple(unknown))


def not_known_yet(product: Product, channel: Channel) -> list[Issue]:
    """Say in one hint what a place has room for and nobody told; nothing where nothing is open."""
    unknown = list(_asked(product, channel))
    fields = ", ".join(label(field) for field in unknown)
    return [Issue("channel.not_known_yet", unknown[0], "hint", {"fields": fields})] if unknown else []


def label(field: str) -> str:
    """Give the name of a field that may be unknown, in the current language."""
    return _(_LABELS[field])


def room_for(channel: Channel) -> frozenset[str]:
    """Give the fields that a place has a column, a box or a line for."""
    lines = (*(channel.kit.lines if channel.kit else ()), *(channel.dossier.lines if channel.dossier else ()))
    slots = channel.fill.columns if channel.fill else ()
    columns = {column.value for column in channel.columns if column.value in _ATTRIBUTES}
    named = {_LINES.get(key, key) for key in lines} | {slot.value or "" for slot in slots}
    return frozenset(_LABELS) & (named | columns | carried(channel))


def _asked(product: Product, channel: Channel) -> Iterator[str]:
    """Give what is not known, has a place there, and is asked for goods of this kind."""
    kind = kinds().get(product.category or "", kinds()["other"])
    room, told = room_for(channel), dict(product.attributes)
    options = {option for option in (product.option1_name, product.option2_name) if option}
    for field in _LABELS:
        known = told.get(field) or (options and field in (*_ATTRIBUTES, "unit_size"))
        known = known or (field not in _ATTRIBUTES and getattr(product, field))
        if field in room and not known and _is_asked(field, kind):
            yield field


def _is_asked(field: str, kind: Kind) -> bool:
    if field in ("unit_size", "expiry"):
        return field in kind.suggest
    if field == "weight_g":
        return "weight" in kind.suggest
    return field in {question.attribute for question in kind.questions}
