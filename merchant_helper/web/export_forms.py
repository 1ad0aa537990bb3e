"""Ask which file, which products, and how their pictures get to the place."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper import channels
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.online import Online
from merchant_helper.text import format_date
from merchant_helper.web.words_form import WordsForm, at_most, tidy

# What a file was asked for, kept beside it.
ASKED = ("listing", "place", "which", "shape", "pictures", "base_url", "verify")
USUAL = "usual"


class ExportForm(WordsForm):
    """Ask how the pictures get to the place."""

    listing = HiddenField()
    place = HiddenField()
    which = RadioField(validate_choice=False)
    shape = RadioField(validate_choice=False)
    pictures = RadioField(validate_choice=False)
    base_url = StringField(filters=[tidy], validators=[at_most(300)])
    verify = HiddenField()
    removals = HiddenField()

    def offer(self, channel: channels.Channel, *, online: bool = False) -> None:
        """Offer the ways in which this place takes pictures; ``online`` when the owner let them go online."""
        ways = {
            "online": _("Phần mềm đưa ảnh lên mạng giúp"),
            "file": _("Tự đưa ảnh vào thư viện ảnh của trang web trước"),
            "later": _("Chưa có chỗ chứa ảnh: tệp không có ảnh, thêm bằng tay sau"),
            "url": _("Ảnh đã có sẵn trên mạng"),
        }
        modes = channel.file.modes if channel.file else ()
        wanted = {"online": online and "url" in modes, "file": "file" in modes}
        wanted["later"] = not channel.requires.picture_address
        ways = {way: words for way, words in ways.items() if wanted.get(way, True)}
        self.pictures.choices = [SelectChoice(way, words) for way, words in ways.items()]
        if self.pictures.data not in ways:
            self.pictures.data = next(iter(ways))
        self.shape.choices = [
            SelectChoice(USUAL, _("Dạng thường dùng")),
            *(SelectChoice(shape.id, shape.label.text()) for shape in channel.forms),
        ]
        if self.shape.data not in {shape.id for shape in channel.forms}:
            self.shape.data = USUAL
        self.which.choices = [
            SelectChoice("all", _("Mọi món đã xem lại")),
            SelectChoice("changed", _("Chỉ những món đã sửa sau lần trước")),
        ]

    def validate_base_url(self, field: Any) -> None:
        """Want an address when the pictures lie on the net."""
        if self.pictures.data == "url" and not channels.is_base_url(field.data or ""):
            raise ValidationError(_("Chưa có địa chỉ ảnh. Gõ địa chỉ thư mục, ví dụ https://tiem.vn/anh/"))


def hints(standing: Online | None) -> dict[str, str]:
    """Say of each way when it fits."""
    day = format_date(standing.until) if standing else ""
    return {
        "online": _("Hợp nhất: không phải làm gì thêm. Chủ tiệm đã đồng ý tới hết ngày {day}.", day=day),
        "file": _("Hợp khi tiệm vào được trang quản trị web. Đưa ảnh lên trước, giữ nguyên tên ảnh."),
        "later": _("Hợp khi ít món. Gói tải về có ảnh mang tên mã hàng, kèm các bước thêm ảnh."),
        "url": _("Hợp khi tiệm có chỗ chứa ảnh riêng. Chép thư mục images lên đó, rồi ghi địa chỉ ở dưới."),
    }
