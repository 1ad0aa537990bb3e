"""Refuse what an export cannot do, and give the channel as its file is written this time."""

from __future__ import annotations

from merchant_helper.channels.model import Channel
from merchant_helper.channels.pictures import image_cell
from merchant_helper.channels.updates import for_update, in_form
from merchant_helper.errors import MerchantHelperError
from merchant_helper.i18n import fill
from merchant_helper.i18n import gettext as _


class ExportRefused(MerchantHelperError):
    """Say that an export was asked for in a way that cannot be done; nothing was written."""


def refuse_impossible(
    channel: Channel, base_url: str | None, published: bool, kit: bool, has_writer: bool
) -> None:
    """Stop what cannot be done. Raises ExportRefused."""
    if not has_writer and not (channel.has_file or channel.by_hand):
        sentence = _(
            "{place} chỉ nhận mẫu tải từ chính gian hàng. Đưa thêm tệp mẫu đó.", place=channel.title()
        )
        raise ExportRefused(sentence)
    if kit and not channel.has_kit:
        raise ExportRefused(_("{place} không có bộ ảnh và chữ cho điện thoại.", place=channel.title()))
    if base_url is None and not published:
        return
    if not has_writer and (channel.file is None or "url" not in channel.file.modes):
        raise ExportRefused(_("{place} không nhận ảnh bằng địa chỉ trên mạng.", place=channel.title()))
    try:
        image_cell(base_url)
    except ValueError as error:
        sentence = _("Địa chỉ ảnh “{seen}” chưa đúng. Ghi địa chỉ thư mục, ví dụ https://tiem.vn/anh/")
        raise ExportRefused(fill(sentence, {"seen": (base_url or "")[:120]})) from error


def as_asked(channel: Channel, update: bool, form: str | None) -> Channel:
    """Give the channel as its file for updates or another form of its file is written."""
    asked = for_update(channel) if update else channel
    if asked is None:
        raise ExportRefused(_("{place} không có tệp riêng để sửa hàng đã đăng.", place=channel.title()))
    formed = in_form(asked, form) if form else asked
    if formed is None:
        known = ", ".join(one.id for one in channel.forms) or "-"
        sentence = _("{place} không có dạng tệp “{seen}”. Có: {known}.")
        raise ExportRefused(
            fill(sentence, {"place": channel.title(), "seen": (form or "")[:40], "known": known})
        )
    return formed
