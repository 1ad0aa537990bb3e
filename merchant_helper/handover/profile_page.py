"""Draw the page of a shop's file: what the owner reads on her phone, without network or scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from merchant_helper import channels
from merchant_helper.handover import profile_codes
from merchant_helper.handover.profile_data import CodeData
from merchant_helper.handover.profile_pictures import Embedded, PhotoPictures
from merchant_helper.handover.profile_style import STYLE
from merchant_helper.i18n import Address, fill, speak
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import option_words
from merchant_helper.listings.product import Product
from merchant_helper.text import format_date, format_dong_sentence, format_time, vnd_in_words

# A piece of the page: words, or a picture whose letters are written after them.
Piece = str | Embedded

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Item:
    """Be one product on the page, with its photos in the owner's order."""

    number: int
    facts: Facts
    product: Product
    photos: tuple[tuple[str, PhotoPictures], ...]


@dataclass(frozen=True)
class Meeting:
    """Be one visit as the owner remembers it."""

    day: datetime
    team: str
    who: str
    products: int


@dataclass(frozen=True)
class Contents:
    """Hold all that the page shows."""

    shop: str
    address: Address
    made_at: datetime
    items: tuple[Item, ...]
    meetings: tuple[Meeting, ...]
    lost: int
    codes: tuple[CodeData, ...] = ()


def head(contents: Contents, block: str) -> str:
    """Give everything up to the body; ``block`` is the data, escaped already."""
    title = escape(_("Hồ sơ cửa hàng {shop}", shop=contents.shop))
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="vi">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="format-detection" content="telephone=no">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            f"{block}</head>\n<body>",
        )
    )


def body(contents: Contents) -> Iterator[Piece]:
    """Give the page piece by piece; every text of the shop is escaped."""
    yield from _beginning(contents)
    shown: set[str] = set()
    for item in contents.items:
        yield from _item(item, contents.address, shown)
    yield from profile_codes.section(contents.codes)
    yield from _meetings(contents)
    yield from _later(contents.address)
    yield "</main>\n"
    yield from _masks(contents)
    yield "</body></html>\n"


def _beginning(contents: Contents) -> Iterator[str]:
    when = {"day": format_date(contents.made_at), "time": format_time(contents.made_at)}
    yield f"<header><h1>{escape(contents.shop)}</h1>\n"
    yield _p(_("Hồ sơ cửa hàng, làm lúc {time} ngày {day}. Có {n} món.", n=len(contents.items), **when))
    if contents.lost:
        words = _(
            "Có {n} ảnh chưa đưa vào đây được. Mang tệp này tới người hỗ trợ để xem lại các ảnh đó.",
            n=contents.lost,
        )
        yield _p(words, "warn")
    contains = _("Trong tệp này có")
    yield f"</header>\n<main><nav><h2>{escape(contains)}</h2><ol>\n"
    for item in contents.items:
        yield f'<li><a href="#mon-{item.number}">{escape(_name(item))}</a></li>\n'
    places = [("buoi-lam", _("Các buổi làm")), ("mo-lai", _("Mở lại tệp này"))]
    for place, heading in [(profile_codes.PLACE, profile_codes.heading())] * bool(contents.codes) + places:
        yield f'<li><a href="#{place}">{escape(heading)}</a></li>\n'
    yield "</ol></nav>\n"


def _item(item: Item, address: Address, shown: set[str]) -> Iterator[Piece]:
    yield f'<section id="mon-{item.number}"><h2>{escape(_name(item))}</h2>\n'
    if item.facts.removed:
        yield _p(_("Món này đang được cất đi."), "hint")
    if item.facts.price is not None:
        yield _p(_price(item.facts, address), "price")
    yield from _photos(item, shown)
    if item.product.description:
        heading = _("Mô tả")
        yield f'<h3>{escape(heading)}</h3>\n<p class="text">{escape(item.product.description)}</p>\n'
    yield from _places(item)
    yield "</section>\n"


def _name(item: Item) -> str:
    name = item.product.name or _("Món chưa có tên")
    options = option_words(item.facts)
    return f"{name} ({options})" if options else name


def _price(facts: Facts, address: Address) -> str:
    amount = facts.price or 0
    told = {
        "price": format_dong_sentence(amount),
        "words": vnd_in_words(amount, nghin=address.nghin),
        "unit": facts.unit or "",
    }
    return _("{price} ({words}) một {unit}", **told) if facts.unit else _("{price} ({words})", **told)


def _photos(item: Item, shown: set[str]) -> Iterator[Piece]:
    if item.photos:
        yield _p(_("Giữ ngón tay trên ảnh, rồi chọn lưu ảnh vào điện thoại."), "hint")
    number = 0
    for _photo_id, pictures in item.photos:
        for picture, words in ((pictures.white, _("Ảnh bìa nền trắng")), (pictures.natural, "")):
            if picture is None:
                continue
            number += not words
            caption = words or _("Ảnh {number}", number=number)
            if picture.id in shown:
                yield f'<p><a href="#{picture.id}">{escape(caption)}</a></p>\n'
                continue
            shown.add(picture.id)
            yield from _figure(picture, caption, _name(item))
        if pictures.natural is None:
            yield _p(_("Một ảnh của món này chưa đưa vào đây được."), "warn")


def _figure(picture: Embedded, caption: str, name: str) -> Iterator[Piece]:
    # The id stands before the picture: whoever reads the file back finds both in one look.
    yield f'<figure><img id="{picture.id}" src="data:image/{picture.kind};base64,'
    yield picture
    width, height = picture.size
    yield f'" alt="{escape(caption)}: {escape(name)}" width="{width}" height="{height}" decoding="async">'
    yield f"<figcaption>{escape(caption)}</figcaption></figure>\n"


def _places(item: Item) -> Iterator[str]:
    known = {channel.id: channel for channel in channels.all_channels()}
    for place in item.facts.places:
        lines = channels.kit_lines(item.product, known[place], "vi") if place in known else []
        if not lines:
            continue
        heading = _("Để dán vào {place}", place=known[place].name.text("vi"))
        yield f"<h3>{escape(heading)}</h3>\n"
        yield _p(_("Chạm vào khung để chọn cả đoạn, rồi chọn Sao chép."), "hint")
        # The whole post first: most people paste once.
        for line in sorted(lines, key=lambda one: one.key != channels.WHOLE_POST):
            yield f'<h4>{escape(line.label)}</h4>\n<div class="copy" dir="auto">{escape(line.text)}</div>\n'


def _meetings(contents: Contents) -> Iterator[str]:
    heading = _("Các buổi làm")
    yield f'<section id="buoi-lam"><h2>{escape(heading)}</h2>\n'
    if contents.meetings:
        yield "<ul>\n"
        yield from map(_meeting, contents.meetings)
        yield "</ul>\n"
    yield _p(_("Không ai trong đội gọi lại hỏi OTP, thu tiền hay xin căn cước. Ai hỏi cũng đừng đưa."))
    yield "</section>\n"


def _meeting(meeting: Meeting) -> str:
    who = " – ".join(part for part in (meeting.team, meeting.who) if part)
    words = _("Ngày {day}: làm {n} món.", day=format_date(meeting.day), n=meeting.products)
    return f"<li>{escape(f'{words} {who}'.strip())}</li>\n"


def _later(address: Address) -> Iterator[str]:
    heading = _("Mở lại tệp này")
    yield f'<section id="mo-lai"><h2>{escape(heading)}</h2>\n<ul>\n'
    for words in (
        _("Mở tệp này trên điện thoại, không cần mạng."),
        _("Lần sau có người hỗ trợ tới, {co} đưa tệp này: họ mở lại được để làm tiếp."),
        _("Gửi tệp này qua Zalo cho chính mình, hoặc chép sang điện thoại khác, để có thêm một bản."),
        _("Ai cầm tệp này cũng xem được ảnh và bài của cửa hàng. Chỉ gửi cho người thật tin cậy."),
    ):
        yield f"<li>{escape(fill(speak(words, address), {}))}</li>\n"
    yield "</ul>\n</section>\n"


def _masks(contents: Contents) -> Iterator[Piece]:
    """Put in what only this program reads again, out of sight."""
    written: set[str] = set()
    for item in contents.items:
        for _photo_id, pictures in item.photos:
            mask = pictures.mask
            if mask is not None and mask.id not in written:
                written.add(mask.id)
                yield f'<img id="{mask.id}" src="data:image/{mask.kind};base64,'
                yield mask
                yield '" alt="" hidden>\n'


def _p(words: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(words)}</p>\n' if kind else f"<p>{escape(words)}</p>\n"
