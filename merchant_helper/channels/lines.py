"""Say a product in lines of text that a person pastes, in the order in which the app asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from merchant_helper.channels.cells import decimal
from merchant_helper.channels.model import Channel
from merchant_helper.channels.tidy import let_in, shown
from merchant_helper.channels.values import category_name, sale_price
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import in_language, mark
from merchant_helper.i18n import language as current_language
from merchant_helper.listings.product import Product
from merchant_helper.text import format_vnd, format_weight

WHOLE_POST = "post"
_LABELS: Mapping[str, str] = {
    "name": mark("Tên món"),
    "price": mark("Giá bán"),
    "price_digits": mark("Giá (chỉ ghi số)"),
    "sale_price": mark("Giá khuyến mãi"),
    "category": mark("Hạng mục"),
    "condition": mark("Tình trạng"),
    "description": mark("Mô tả"),
    "options": mark("Phân loại"),
    "unit_size": mark("Quy cách"),
    "weight": mark("Cân nặng"),
    "weight_g": mark("Cân nặng (gam, chỉ ghi số)"),
    "measures": mark("Kích thước"),
    "expiry": mark("Hạn dùng"),
    "brand": mark("Thương hiệu"),
    "origin": mark("Xuất xứ"),
    "stock": mark("Số lượng còn"),
    "gtin": mark("Mã vạch"),
    "tags": mark("Từ khóa"),
    "sku": mark("Mã hàng"),
    WHOLE_POST: mark("Cả bài"),
}
_CONDITIONS = {"new": mark("Mới"), "used": mark("Đã dùng"), "refurbished": mark("Đã tân trang")}
# What speaks for itself inside a post and needs no label before it.
_BARE = ("name", "description", "options")


@dataclass(frozen=True)
class KitLine:
    """Be one text to copy: what it is called there, and the text itself (LF between its lines)."""

    key: str
    label: str
    text: str


def kit_lines(
    product: Product, channel: Channel, language: str, variants: Sequence[Product] = ()
) -> list[KitLine]:
    """Give the lines to paste, in the order of the channel's app; what is not known has no line.

    Where the spec wants it, the whole post comes last, for apps with a single box. With ``variants`` (the
    product is the first of them) the options are told of all, each with its price where prices differ.
    """
    rule = channel.kit
    if rule is None:
        return []
    tidy = let_in(product)[0]
    with in_language(language):
        all_of = _of_all([let_in(one)[0] for one in variants])
        lines = [line for key in rule.lines if (line := _line(key, tidy, rule.labels.get(key), all_of))]
        whole = _post([line for key in rule.post if (line := _line(key, tidy, None, all_of))])
        return [*lines, KitLine(WHOLE_POST, _(_LABELS[WHOLE_POST]), whole)] if whole else lines


def text_file(lines: Sequence[KitLine]) -> str:
    """Put the lines into a plain text, each under its label; CRLF, because Notepad is where it opens."""
    blocks = [f"{line.label}:\n{line.text}" for line in lines]
    return "\n\n".join(blocks).replace("\n", "\r\n") + "\r\n" if blocks else ""


def dossier_lines(product: Product, channel: Channel, language: str) -> list[KitLine]:
    """Give the lines of a dossier in order; one that is asked for and not known has an empty text.

    The description comes last, for it may be long and run over to the next leaf.
    """
    rule = channel.dossier
    if rule is None:
        return []
    tidy = let_in(product)[0]
    with in_language(language):
        always = [_line(key, tidy) or KitLine(key, _(_LABELS[key]), "") for key in rule.lines]
        lines = [*always, *(line for key in rule.more if (line := _line(key, tidy)))]
    return sorted(lines, key=lambda line: line.key == "description")


def _line(
    key: str, product: Product, named: str | None = None, of_all: Mapping[str, str] | None = None
) -> KitLine | None:
    """Give a line, under the name that the place has for it where that is known."""
    text = (of_all or {}).get(key) or _TEXTS[key](product)
    return KitLine(key, _label(key, named), text) if text else None


def _label(key: str, named: str | None) -> str:
    label = _(_LABELS[key])
    if named is None or current_language() == "vi":
        return named or label
    return f"{label} ({named})"


def _post(lines: Sequence[KitLine]) -> str:
    """Write one text for one box; a fact that the description tells already is not told twice."""
    described = next((line.text for line in lines if line.key == "description"), "")
    parts: list[str] = []
    for line in lines:
        if line.key in _BARE:
            parts.append(line.text)
        elif not re.search(rf"(?<!\w){re.escape(line.text)}(?!\w)", described, re.IGNORECASE):
            parts.append(f"{line.label}: {line.text}")
    return "\n".join(parts)


def _price(product: Product) -> str:
    if product.price is None:
        return ""
    return format_vnd(product.price) + (f"/{product.unit}" if product.unit else "")


def _sale(product: Product) -> str:
    sale = sale_price(product)
    return "" if sale is None else format_vnd(sale) + (f"/{product.unit}" if product.unit else "")


def _options(product: Product) -> str:
    pairs = (
        (product.option1_name, product.option1_value),
        (product.option2_name, product.option2_value),
    )
    return ", ".join(f"{name}: {value}" if name else value for name, value in pairs if value)


def _of_all(variants: Sequence[Product]) -> dict[str, str]:
    """Say for all variants together what they have each for itself."""
    if len(variants) < 2:
        return {}
    prices = sorted({one.price for one in variants if one.price is not None})
    differ = len(prices) > 1
    options = [_options(one) + (f" – {_price(one)}" if differ and one.price else "") for one in variants]
    told = {"options": "\n".join(options), "sku": "\n".join(shown(one.sku) for one in variants)}
    if all(one.stock is not None for one in variants):
        told["stock"] = "\n".join(f"{_options(one)}: {one.stock}" for one in variants)
    if differ:
        low, high = format_vnd(prices[0]).removesuffix(" đ"), format_vnd(prices[-1])
        told["price"] = f"{low} – {high}" + (f"/{variants[0].unit}" if variants[0].unit else "")
        told["price_digits"] = "\n".join(f"{_options(one)}: {one.price}" for one in variants if one.price)
    return told


def _measures(product: Product) -> str:
    """Write sizes only when all three are known: two numbers leave the third to guessing."""
    sides = [decimal(side) for side in (product.length_cm, product.width_cm, product.height_cm)]
    return f"{' × '.join(sides)} cm".replace(".", ",") if all(sides) else ""


_TEXTS: Mapping[str, Callable[[Product], str]] = {
    "name": lambda p: p.name,
    "price": _price,
    "price_digits": lambda p: "" if p.price is None else str(p.price),
    "sale_price": _sale,
    "category": lambda p: category_name(p.category) or "",
    # A service is neither new nor used.
    "condition": lambda p: "" if p.category == "service" else _(_CONDITIONS[p.condition]),
    "description": lambda p: p.description,
    "options": _options,
    "unit_size": lambda p: p.unit_size or "",
    "weight": lambda p: format_weight(p.weight_g) if p.weight_g and p.weight_g > 0 else "",
    "weight_g": lambda p: str(p.weight_g) if p.weight_g and p.weight_g > 0 else "",
    "measures": _measures,
    "expiry": lambda p: p.expiry or "",
    "brand": lambda p: p.brand or "",
    "origin": lambda p: p.origin or "",
    "stock": lambda p: "" if p.stock is None else str(p.stock),
    "gtin": lambda p: p.gtin or "",
    "tags": lambda p: ", ".join(p.tags),
    "sku": lambda p: shown(p.sku),
}
