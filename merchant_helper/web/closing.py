"""Look everything through, and hand over what she posts from her phone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from merchant_helper import channels
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings import ledger, shots
from merchant_helper.listings.check import check, status, words_told
from merchant_helper.listings.facts import ALWAYS, Facts
from merchant_helper.listings.goods import to_product
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.live import price_words
from merchant_helper.listings.matrix import main_of, variants_of
from merchant_helper.listings.outcomes import reasons, told_of
from merchant_helper.listings.product import Product
from merchant_helper.listings.write import Room, description, title
from merchant_helper.text import format_dong_sentence, format_weight, vnd_in_words
from merchant_helper.web import words
from merchant_helper.web.db import services
from merchant_helper.web.kit_set import changed_throughout, kit_set
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, who

# What a tick stands for: the place and the key of a line.
_LINE = re.compile(r"[a-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Row:
    """Be one line of the check page: a question, what was told, and where to change it."""

    label: str
    text: str
    step: str
    missing: bool = False
    #: Where it is changed, if no question of the wizard does that.
    url: str | None = None


def rows_of(page: Page) -> list[Row]:
    """Put all answers under the questions they belong to; "chưa biết" stays visible."""
    facts = page.facts
    kind = kinds().get(facts.kind or "")
    asks = {field for field in ("weight", "expiry") if kind is None or kind.asks(field)}
    family = [each for _one, each in variants_of(page.session, page.listing)]
    served = _("Nhận làm") if facts.kind == "service" else _("Còn hàng")
    return [
        Row(_("Ảnh"), _photos(page), "review", not page.photos),
        Row(_("Ảnh bìa"), _cover(page), "cover", facts.cover is None),
        _named(page),
        Row(_("Loại hàng"), kind.label() if kind else "", "name", kind is None),
        _priced(page, family),
        Row(_("Bài viết"), description(facts, Room(chat=True)), "about", not words_told(facts)),
        *([] if family else [Row(served, _stock(facts), "stock", not facts.answered("stock"))]),
        *([Row(_("Cân nặng"), _weight(facts), "stock")] if facts.weight_g or "weight" in asks else []),
        *([Row(_("Hạn dùng"), facts.expiry or "", "stock")] if facts.expiry or "expiry" in asks else []),
    ]


def _named(page: Page) -> Row:
    """Give the name; words that she chose to sell under are changed where she chose them."""
    facts = page.facts
    own = facts.title and not facts.title_form
    url = url_for("title.show", shop_id=page.shop.id, listing_id=page.listing.id) if own else None
    return Row(_("Tên đăng bán") if own else _("Tên món"), title(facts), "name", not facts.name, url)


def _priced(page: Page, family: list[Facts]) -> Row:
    """Give the price, or from which to which the variants cost; these are changed where all of them stand."""
    if not family:
        return Row(_("Giá bán"), _price(page), "price", page.facts.price is None)
    url = url_for("variants.show", shop_id=page.shop.id, listing_id=page.listing.id)
    text = _("{price} một {unit}, {n} phân loại", price=price_words(family), unit=page.facts.unit or "",
             n=len(family))  # fmt: skip
    return Row(_("Giá bán"), text, "price", page.facts.price is None, url)


def _weight(facts: Facts) -> str:
    return format_weight(facts.weight_g) if facts.weight_g else ""


def _photos(page: Page) -> str:
    if not page.photos:
        return _("{count} ảnh", count=0)
    enough = shots.state(page.facts, shots.wanted(page.facts.kind))
    return _("{n} ảnh, {state}", n=len(page.photos), state=enough)


def _cover(page: Page) -> str:
    if page.facts.cover == "cutout":
        return _("Ảnh đã xóa nền")
    return _("Ảnh gốc") if page.facts.cover else _("Chưa chọn, phần mềm đang xóa nền")


def _price(page: Page) -> str:
    price = page.facts.price
    if price is None:
        return ""
    words = vnd_in_words(price, nghin=page.shop.nghin)
    return _(
        "{price} ({words}) một {unit}",
        price=format_dong_sentence(price),
        words=words,
        unit=page.facts.unit or "",
    )


def _stock(facts: Facts) -> str:
    if facts.stock == ALWAYS:
        if facts.kind == "service":
            return _("Lúc nào cũng nhận")
        return _("Luôn có hàng")
    return "" if facts.stock is None else str(facts.stock)


def show_check(page: Page) -> str:
    """Show all answers with a way to change each."""
    return render_template(
        "listings/check.html",
        page=page,
        step="check",
        rows=rows_of(page),
        blocks=_lacks(page),
        amiss=words.blocked(page),
        spots=len(words.found(page)),
    )


def _lacks(page: Page) -> list[Issue]:
    """List what stops the sale and was asked before this page; the places are asked after it."""
    return [issue for issue in check(page.facts) if issue.severity == "block" and issue.field != "places"]


def act_check(page: Page) -> Response:
    """Take the answers as they stand; with something missing it waits on the list of products."""
    if not page.facts.checked:
        ledger.write(page.listing, {"checked": True}, by=who())
        page.refresh()
    if lacks := _lacks(page):
        words = _("Đã lưu trên máy tính. Còn thiếu {n} mục; có rồi thì {co} bấm “Làm tiếp” nhé.")
        flash(say(words, n=len(lacks)), "info")
        return redirect(url_for("shops.show", shop_id=page.shop.id), 303)
    return redirect(page.onward(), 303)


def product_of(page: Page, channel: channels.Channel | None = None) -> Product:
    """Build the product that the kit and the files are made of, its words as the place has room for them."""
    photos = {photo.id: photo for photo in page.photos}
    room = channel.room if channel else None
    return to_product(page.facts, photos, services().files, page.listing.number, room)


def show_kit(page: Page) -> str | Response:
    """Give pictures and words for one place, ready to paste on her phone."""
    if any(issue.severity == "block" for issue in check(page.facts)):
        return redirect(page.onward() if page.onward() != page.url("kit") else page.url("check"))
    # A place that this version does not know (any more) is passed over.
    places = [c for c in channels.all_channels() if c.id in page.facts.places and c.by_hand]
    places.sort(key=lambda c: page.facts.places.index(c.id))
    chosen = request.args.get("place")
    channel = next((c for c in places if c.id == chosen), places[0] if places else channels.load("facebook"))
    product = product_of(page, channel)
    return render_template(
        "listings/kit.html",
        page=page,
        step="kit",
        channel=channel,
        places=places,
        product=product,
        lines=_lines(page, product, channel),
        problems=[i for i in channels.check(product, channel) if i.severity != "hint"],
        way=channels.which_way() if channel.has_file_way else "",
        by_label=channels.by_label() if channel.kit and channel.kit.by_label else "",
        pictures=(pictures := kit_set(product, channel)),
        unasked=any(picture.asked is False for picture in pictures),
        changed=changed_throughout(pictures, channel),
        woocommerce=channels.load("woocommerce"),
        status=status(page.facts),
    )


def variant_products(page: Page) -> list[Product]:
    """Give all variants, when this is the listing that they are shown by; any other is shown alone."""
    members = variants_of(page.session, page.listing)
    if len(members) < 2 or main_of(page.session, page.listing) is not page.listing:
        return []
    return [to_product(facts, {}, services().files, one.number) for one, facts in members]


def _lines(page: Page, product: Product, channel: channels.Channel) -> list[channels.KitLine]:
    """Give the lines to paste, the whole post first: most people paste once. Buyers read Vietnamese."""
    lines = channels.kit_lines(product, channel, "vi", variant_products(page))
    return sorted(lines, key=lambda line: line.key != channels.WHOLE_POST)


def act_kit(page: Page) -> Response:
    """Remember which lines were pasted, and whether it is posted or was refused."""
    told: dict[str, object] = {}
    # A button that stands outside of the form with the ticks says nothing about them.
    if "ticks" in request.form or "pasted" in request.form:
        told["pasted"] = [name for name in request.form.getlist("pasted") if _LINE.fullmatch(name)][:60]
    outcome = request.form.get("outcome")
    if outcome in ("posted", "refused", "none"):
        told |= _outcome(page.facts, outcome)
    ledger.write(page.listing, told, by=who())
    if request.headers.get("X-Quiet") == "1":
        return Response(status=204)
    if outcome == "posted":
        flash(say(_("Đã ghi: món này đã đăng. {Co} có thể làm món tiếp theo.")), "good")
        return redirect(url_for("shops.show", shop_id=page.shop.id), 303)
    if outcome == "refused":
        words = _("Đã ghi: nơi bán không nhận. {Co} xem lý do trên điện thoại, sửa ở đây rồi đăng lại nhé.")
        flash(say(words), "warn")
        return redirect(page.url("check"), 303)
    return redirect(page.url("kit", **_place()), 303)


def _outcome(facts: Facts, outcome: str) -> dict[str, object]:
    """Note it for the place that is shown, too; her own word is what counts for the product as a whole."""
    if outcome == "none":
        return {"outcome": None, "outcomes": [], "refusals": []}
    known = [channel.id for channel in channels.all_channels() if channel.by_hand]
    chosen = [place for place in (request.args.get("place"), *facts.places) if place in known]
    place = chosen[0] if chosen else "facebook"
    return told_of(facts, place, outcome, reasons(facts, place)) | {"outcome": outcome}


def _place() -> dict[str, str | int]:
    chosen = request.args.get("place")
    return {"place": chosen} if chosen else {}
