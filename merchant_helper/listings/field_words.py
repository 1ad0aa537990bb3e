"""Put one answer into plain words: what was asked, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from merchant_helper.i18n import gettext, mark
from merchant_helper.listings.facts import ALWAYS
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.takings import Costs, fees_of, percent_words
from merchant_helper.text import format_dong_sentence, format_weight, shorten

LABELS: Mapping[str, str] = {
    "photos": mark("Ảnh"),
    "shots": mark("Ảnh chụp mặt nào"),
    "name": mark("Tên món"),
    "title": mark("Tên đăng bán"),
    "sku": mark("Mã hàng"),
    "kind": mark("Loại hàng"),
    "price": mark("Giá bán"),
    "unit": mark("Giá cho một"),
    "unit_count": mark("Một chục có"),
    "unit_size": mark("Cỡ"),
    "made": mark("Làm từ gì, ở đâu"),
    "special": mark("Có gì hay"),
    "use": mark("Dùng và cất thế nào"),
    "traits": mark("Đặc điểm"),
    "accepted": mark("Câu đã nhận"),
    "stock": mark("Còn hàng"),
    "weight_g": mark("Cân nặng"),
    "expiry": mark("Hạn dùng"),
    "cover": mark("Ảnh bìa"),
    "checked": mark("Xem lại lần cuối"),
    "places": mark("Nơi bán"),
    "outcome": mark("Đăng bán"),
    "outcome_reason": mark("Lý do bị từ chối"),
    "outcomes": mark("Đăng ở từng nơi"),
    "refusals": mark("Lý do bị từ chối"),
    "removed": mark("Cất món đi"),
    "description": mark("Bài viết"),
    "sale_price": mark("Giá khuyến mãi"),
    "length_cm": mark("Dài"),
    "width_cm": mark("Rộng"),
    "height_cm": mark("Cao"),
    "brand": mark("Thương hiệu"),
    "gtin": mark("Mã vạch"),
    "condition": mark("Tình trạng"),
    "origin": mark("Xuất xứ"),
    "category": mark("Loại hàng"),
    "group": mark("Mã chung của các phân loại"),
    "option1_name": mark("Phân loại 1"),
    "option1_value": mark("Giá trị phân loại 1"),
    "option2_name": mark("Phân loại 2"),
    "option2_value": mark("Giá trị phân loại 2"),
    "tags": mark("Từ khóa"),
    "link": mark("Địa chỉ trang của món"),
    "cost": mark("Giá vốn"),
    "packing_cost": mark("Tiền đóng gói"),
    "fees": mark("Phí của nơi bán"),
    "papers": mark("Lời có giấy chứng nhận"),
}
# What the pages note for themselves; nobody would know it again.
QUIET = frozenset(
    {"kept", "seen", "private_seen", "cover_of", "price_kept", "pasted", "undone", "title_form"}
)
_OTHER = mark("Điều khác")
_WORDS: Mapping[str, str] = {
    "cutout": mark("Ảnh đã xóa nền"),
    "original": mark("Ảnh gốc"),
    "posted": mark("Đã đăng"),
    "refused": mark("Bị từ chối"),
    "new": mark("Mới"),
    "used": mark("Đã dùng"),
    "refurbished": mark("Đã tân trang"),
}
_UNKNOWN = mark("Chưa biết")
# What holds where a field is empty.
_NOTHING: Mapping[str, str] = {
    "removed": mark("chưa"),
    "checked": mark("chưa"),
    "title": mark("ghép từ các câu đã trả lời"),
    "description": mark("ghép từ các câu đã trả lời"),
}
_MONEY = ("price", "sale_price", "cost", "packing_cost")
_SIDES = ("length_cm", "width_cm", "height_cm")
_LONGEST = 120


def label(field: str) -> str:
    """Name what an answer is about."""
    return gettext(LABELS.get(field, _OTHER))


def value_words(field: str, value: Any, places: Mapping[str, str] | None = None) -> str:
    """Say an answer as a person would; ``places`` are the names of places of selling by id."""
    if value is None or value in ((), [], ""):
        return gettext(_NOTHING.get(field, _UNKNOWN))
    if isinstance(value, bool):
        return gettext("rồi") if value else gettext("chưa")
    if (say := _SAY.get(field)) is not None:
        return say(value)
    if field == "fees":
        return _fees(value, places or {})
    if isinstance(value, (list, tuple)):
        return _listed(value, places or {})
    if isinstance(value, str) and field in ("cover", "outcome", "condition"):
        return gettext(_WORDS.get(value, value))
    return shorten(str(value), _LONGEST)


def _listed(values: Any, places: Mapping[str, str]) -> str:
    told = []
    for one in values:
        at, sign, what = str(one).partition("=")
        first = places.get(at, at)
        told.append(f"{first}: {gettext(_WORDS.get(what, what))}" if sign else first)
    return shorten(", ".join(told), _LONGEST)


def _fees(values: Any, places: Mapping[str, str]) -> str:
    said = []
    for place in (str(one).partition("=")[0] for one in values):
        told = fees_of(values, place) or Costs()
        parts = [f"{percent_words(told.percent)} %"] if told.percent is not None else []
        parts += [format_dong_sentence(told.fixed)] if told.fixed is not None else []
        if told.tax is not None:
            parts.append(gettext("thuế {percent} %", percent=percent_words(told.tax)))
        said.append(f"{places.get(place, place)}: {', '.join(parts)}" if parts else places.get(place, place))
    return "; ".join(said)


def _traits(values: Any) -> str:
    """Say answers to a kind's own questions under the words that stand before them in a description."""
    says = {question.key: question.says for kind in kinds().values() for question in kind.questions}
    told = (str(one).partition("=") for one in values)
    return shorten("; ".join(f"{says.get(key, key)}: {text}" for key, _sign, text in told), _LONGEST)


def _side(value: float) -> str:
    return f"{value:g} cm".replace(".", ",")


_SAY: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(_MONEY, format_dong_sentence),
    **dict.fromkeys(_SIDES, _side),
    "weight_g": format_weight,
    "photos": lambda value: gettext("{count} ảnh", count=len(value)),
    "shots": lambda value: gettext("{count} ảnh", count=len(value)),
    "stock": lambda value: gettext("Luôn có hàng") if value == ALWAYS else str(value),
    "traits": _traits,
    "kind": lambda value: kinds()[value].label() if value in kinds() else str(value),
}
