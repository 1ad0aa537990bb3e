"""Say what a channel would refuse or spoil, product by product; nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from merchant_helper.channels.amiss import check_words
from merchant_helper.channels.cells import LARGEST, address, plain_start
from merchant_helper.channels.columns import check_columns
from merchant_helper.channels.model import Channel
from merchant_helper.channels.private import check_private
from merchant_helper.channels.short import check_short
from merchant_helper.channels.tidy import let_in
from merchant_helper.channels.values import sale_price
from merchant_helper.channels.wording import check_wording, keeps_signs
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.text import MAX_GRAMS, check_sku, format_vnd

ISSUE_CODES = (
    "channel.no_name",
    "channel.name_too_long",
    "channel.name_long",
    "channel.name_sign",
    "channel.no_description",
    "channel.description_too_long",
    "channel.no_price",
    "channel.price_low",
    "channel.price_high",
    "channel.sale_not_lower",
    "channel.sale_left_out",
    "channel.stock_negative",
    "channel.measure_odd",
    "channel.gtin_form",
    "channel.gtin_check",
    "channel.no_picture",
    "channel.too_many_pictures",
    "channel.cover_not_white",
    "channel.no_link",
    "channel.link_not_own",
)
GTIN_LENGTHS = (8, 12, 13, 14)
_WORST = ("block", "warn", "hint")
MEASURES = ("weight_g", "length_cm", "width_cm", "height_cm")


def check(product: Product, channel: Channel) -> list[Issue]:
    """List what this channel would refuse (block), spoil (warn) or what was tidied (hint), worst first.

    Lengths count characters of the composed text (NFC).
    """
    return check_tidy(product, *let_in(product), channel)


def check_tidy(product: Product, tidy: Product, removed: list[Issue], channel: Channel) -> list[Issue]:
    """Check a product whose texts were let in already; codes are judged as they came.

    What was found while it was read stands before what is found here.
    """
    issues = [*removed, *_codes(product), *_barcode(tidy)]
    issues += [*_words(tidy, channel), *check_short(tidy, channel.limits)]
    issues += _money(tidy, channel)
    issues += _amounts(tidy)
    issues += _pictures(tidy, channel)
    issues += _link(tidy, channel)
    issues += [*check_wording(tidy, channel), *check_private(tidy, channel), *check_words(tidy, channel)]
    told = {issue.field for issue in (*product.found, *issues) if issue.severity == "block"}
    issues += check_columns(tidy, channel, told)
    return sorted([*product.found, *untold(issues, product)], key=lambda issue: _WORST.index(issue.severity))


def untold(issues: list[Issue], product: Product) -> list[Issue]:
    """Leave out what is said of a field that could not be read: an unreadable price is not also missing."""
    if not product.found:
        return issues
    told = {issue.field for issue in product.found if issue.severity == "block" and issue.field}
    return [issue for issue in issues if issue.field not in told]


def gtin_is_right(digits: str) -> bool:
    """Check the last digit of a GTIN: from the right, digits weigh 3 and 1 in turn (GS1)."""
    weighed = sum(int(d) * (3 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits[:-1])))
    return (10 - weighed % 10) % 10 == int(digits[-1])


def _codes(product: Product) -> Iterator[Issue]:
    for field in ("sku", "group"):
        code = getattr(product, field)
        wrong = check_sku(code, field) if code is not None else None
        if wrong:
            yield wrong


def _barcode(product: Product) -> Iterator[Issue]:
    gtin = product.gtin
    if gtin is None:
        return
    if len(gtin) not in GTIN_LENGTHS or not (gtin.isascii() and gtin.isdigit()):
        yield Issue("channel.gtin_form", "gtin", "block", {"seen": gtin[:40]})
    elif not gtin_is_right(gtin):
        yield Issue("channel.gtin_check", "gtin", "block", {"seen": gtin})


def _words(product: Product, channel: Channel) -> Iterator[Issue]:
    limits = channel.limits
    name = product.name if keeps_signs(channel) else plain_start(product.name)
    if not name:
        yield Issue("channel.no_name", "name", "block")
    elif limits.name_max is not None and len(name) > limits.name_max:
        over = len(name) - limits.name_max
        yield Issue("channel.name_too_long", "name", "block", {"over": over, "max": limits.name_max})
    elif limits.name_advised is not None and len(name) > limits.name_advised:
        yield Issue(
            "channel.name_long", "name", "warn", {"length": len(name), "advised": limits.name_advised}
        )
    if name and name != product.name:
        yield Issue("channel.name_sign", "name", "hint", {"name": name[:80]})
    if not product.description:
        yield Issue("channel.no_description", "description", "warn")
    elif limits.description_max is not None and len(product.description) > limits.description_max:
        over = len(product.description) - limits.description_max
        yield Issue(
            "channel.description_too_long",
            "description",
            "block",
            {"over": over, "max": limits.description_max},
        )


def _money(product: Product, channel: Channel) -> Iterator[Issue]:
    limits, price = channel.limits, product.price
    if price is None:
        yield Issue("channel.no_price", "price", "block")
        return
    if price < limits.price_min:
        seen = {"price": format_vnd(price), "min": format_vnd(limits.price_min)}
        yield Issue("channel.price_low", "price", "block", seen)
    elif limits.price_max is not None and price > limits.price_max:
        seen = {"price": format_vnd(price), "max": format_vnd(limits.price_max)}
        yield Issue("channel.price_high", "price", "block", seen)
    if product.sale_price is not None and sale_price(product) is None:
        seen = {"sale": format_vnd(product.sale_price), "price": format_vnd(price)}
        yield Issue("channel.sale_not_lower", "sale_price", "warn", seen)
    elif product.sale_price is not None and channel.file is not None and not _takes_sales(channel):
        sale: dict[str, str | int] = {"sale": format_vnd(product.sale_price), "price": format_vnd(price)}
        yield Issue("channel.sale_left_out", "sale_price", "warn", sale)


def _takes_sales(channel: Channel) -> bool:
    return any(column.value in ("sale_price", "selling_price") for column in channel.columns)


def _amounts(product: Product) -> Iterator[Issue]:
    if product.stock is not None and product.stock < 0:
        yield Issue("channel.stock_negative", "stock", "block", {"stock": product.stock})
    for field in MEASURES:
        value = getattr(product, field)
        largest = MAX_GRAMS if field == "weight_g" else LARGEST
        if value is not None and not 0 < value <= largest:
            yield Issue("channel.measure_odd", field, "block", {"seen": str(value)})


def _pictures(product: Product, channel: Channel) -> Iterator[Issue]:
    rule = channel.pictures
    # Whoever was told already what became of her photos need not hear that there is none.
    said = any(issue.field == "photos" for issue in product.found)
    if not product.pictures and (rule.required or not said):
        yield Issue("channel.no_picture", "photos", "block" if rule.required else "warn")
    if rule.max_count is not None and len(product.pictures) > rule.max_count:
        counts = {"count": len(product.pictures), "max": rule.max_count}
        yield Issue("channel.too_many_pictures", "photos", "warn", counts)
    if rule.background == "white" and product.pictures and product.pictures[0].mask is None:
        yield Issue("channel.cover_not_white", "photos", "warn")


def _link(product: Product, channel: Channel) -> Iterator[Issue]:
    """Hold what has no page of its own where one is needed."""
    rule = channel.requires
    if not rule.link:
        return
    written = address(product.link)
    if not written:
        yield Issue("channel.no_link", "link", "block")
        return
    host = (urlsplit(written).hostname or "").removeprefix("www.")
    if any(host == strange or host.endswith(f".{strange}") for strange in rule.strange_hosts):
        yield Issue("channel.link_not_own", "link", "block", {"seen": host[:80]})
