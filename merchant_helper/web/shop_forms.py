"""Ask the volunteer about a shop and about a visit: who comes, whose laptop, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from merchant_helper.db.base import utc_now
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.model import Shop
from merchant_helper.shops.visits import Visit
from merchant_helper.text import format_date, local, parse_date
from merchant_helper.web.words_form import WordsForm, at_most, tidy

PRONOUNS = ("cô", "chú", "bác", "anh", "chị", "dì", "ông", "bà", "em", "bạn")


def today() -> date:
    """Tell the day in Vietnam."""
    return local(utc_now()).date()


class AboutShop(WordsForm):
    """Ask whose shop it is and how to speak to the owner."""

    name = StringField(filters=[tidy], validators=[at_most(100)])
    co = RadioField(validate_choice=False)
    nghin = RadioField(validate_choice=False, choices=[SelectChoice("nghìn"), SelectChoice("ngàn")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.co.choices = [*map(SelectChoice, PRONOUNS), SelectChoice("", _("Không xưng gọi"))]

    def validate_name(self, field: Any) -> None:
        """Want a name for the shop."""
        if not field.data:
            raise ValidationError(_("Chưa có tên cửa hàng. Gõ tên mà bà con hay gọi, ví dụ: Nước mắm Bà Sáu"))


class VisitForm(WordsForm):
    """Ask who comes, whose laptop this is, until when things may stay on it, and whom she can ask later."""

    who = StringField(filters=[tidy], validators=[at_most(100)])
    team = StringField(filters=[tidy], validators=[at_most(100)])
    laptop_of = StringField(filters=[tidy], validators=[at_most(100)])
    contact = StringField(filters=[tidy], validators=[at_most(100)])
    until = RadioField(validate_choice=False)
    until_day = StringField(filters=[tidy], validators=[at_most(20)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.until.choices = [
            SelectChoice("visit", _("Hết buổi làm hôm nay")),
            SelectChoice("day", _("Tới một ngày khác")),
        ]

    def validate_laptop_of(self, field: Any) -> None:
        """Want to know whose laptop this is, since the owner is told."""
        if not field.data:
            raise ValidationError(_("Chưa ghi máy tính này của ai. Gõ tên bạn; chủ tiệm sẽ thấy tên này."))

    def validate_until_day(self, field: Any) -> None:
        """Read the day when one was chosen; it lies ahead."""
        if self.until.data != "day":
            return
        day = parse_date(field.data or "")
        if day is None:
            raise ValidationError(_("Chưa rõ ngày nào. Gõ ngày/tháng/năm, ví dụ 31/12/2026"))
        if day < today():
            raise ValidationError(_("Ngày này đã qua. Gõ một ngày từ hôm nay trở đi."))

    def agree_on(self, shop: Shop) -> bool:
        """Write into a shop what its owner agrees to; tell whether that differs from before."""
        before = (shop.laptop_of, shop.team, shop.agreed_until)
        shop.laptop_of, shop.team = self.laptop_of.data, self.team.data or ""
        shop.agreed_until = parse_date(self.until_day.data or "") if self.until.data == "day" else None
        return before != (shop.laptop_of, shop.team, shop.agreed_until)

    def note(self, visit: Visit) -> None:
        """Write the answers into a visit, those that were cleared too."""
        visit.who, visit.contact = self.who.data or "", self.contact.data or ""
        visit.team, visit.laptop_of = self.team.data or "", self.laptop_of.data
        visit.agreed_until = parse_date(self.until_day.data or "") if self.until.data == "day" else None


class ShopForm(AboutShop, VisitForm):
    """Ask about a shop and the visit that begins with it."""

    def fill_in(self, shop: Shop) -> bool:
        """Write the answers into a shop; tell whether what its owner agreed to differs from before."""
        shop.name = self.name.data
        shop.co = self.co.data if self.co.data in PRONOUNS else ""
        shop.nghin = "ngàn" if self.nghin.data == "ngàn" else "nghìn"
        return self.agree_on(shop)


def offered(shop: Shop | None, visit: Visit | None) -> dict[str, str]:
    """Give what was said last time, to be changed or left; a day that has passed is asked anew."""
    known = {name: getattr(shop, name) for name in ("laptop_of", "team")} if shop else {}
    known |= {name: getattr(visit, name) for name in ("who", "contact")} if visit else {}
    day = shop.agreed_until if shop else None
    if day is None or day < today():
        return known | {"until": "visit", "until_day": ""}
    return known | {"until": "day", "until_day": format_date(day)}
