"""List what may be done with a product besides the questions: nobody has to, and nothing waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template

from merchant_helper.i18n import gettext
from merchant_helper.i18n import mark as _
from merchant_helper.web.db import read_session
from merchant_helper.web.lacks import lacks_of
from merchant_helper.web.page import load_page

bp = Blueprint("more", __name__)


@dataclass(frozen=True)
class Extra:
    """Be one page on one product: its endpoint (with shop_id, listing_id), its name, a line of why.

    ``needs`` are settings without which the page is not there.
    """

    endpoint: str
    label: str
    why: str
    picture: str = "edit"
    needs: tuple[str, ...] = ()


# In the order in which they help.
EXTRAS: tuple[Extra, ...] = (
    Extra(
        "title.show",
        _("Chọn tên bán hàng"),
        _("Vài cách gọi món này, xem có vừa từng nơi bán không."),
        "tag",
    ),
    Extra(
        "details.show",
        _("Thêm chi tiết"),
        _("Vài câu hợp với loại hàng này, để bài viết đủ ý."),
        "list",
    ),
    Extra("words.show", _("Xem lại lời văn"), _("Từ nào sàn không nhận, dấu nào còn thiếu.")),
    Extra(
        "writing.show",
        _("Nhờ phần mềm viết thử"),
        _("Gửi câu chữ tới nơi viết thử, xem từng câu rồi mới lấy."),
        "wand",
        needs=("MODEL_URL", "MODEL_NAME"),
    ),
    Extra("variants.show", _("Phân loại (màu, cỡ)"), _("Cùng một món mà có nhiều màu, nhiều cỡ."), "box"),
    Extra("takings.show", _("Còn về tay"), _("Bán được rồi, trừ các khoản thì còn bao nhiêu."), "scale"),
    Extra("share.show", _("Bài chia sẻ, thẻ giá"), _("Bài ngắn và ảnh có giá để gửi cho khách."), "share"),
    Extra(
        "paste.show",
        _("Dán bài đăng cũ"),
        _("Bài ở Facebook hoặc Zalo: phần mềm đọc tên, giá, cỡ rồi hỏi lại."),
        "copy",
    ),
    Extra("history.show", _("Đã ghi những gì"), _("Xem ai ghi gì, lúc nào; ghi nhầm thì trả lại."), "clock"),
)


@bp.app_template_global()
def extras() -> tuple[Extra, ...]:
    """Give the pages that a product has besides the questions."""
    return tuple(extra for extra in EXTRAS if all(current_app.config[name] for name in extra.needs))


@bp.get("/shops/<shop_id>/listings/<listing_id>/more")
def show(shop_id: str, listing_id: str) -> str:
    """Show the pages to choose from."""
    page = load_page(read_session(), shop_id, listing_id)
    rows = [(extra, gettext(extra.label), gettext(extra.why)) for extra in extras()]
    return render_template("listings/more.html", page=page, rows=rows, lacks=lacks_of(page))
