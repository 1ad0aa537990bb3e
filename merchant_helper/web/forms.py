"""Ask the wizard's questions; what a channel will say is asked elsewhere (listings.check, channels.check).

A form only decides whether an answer can be kept. Each form has ``told()``: the fields of the listing that
its answers stand for.
"""

from __future__ import annotations

from typing import Any

from flask import g
from wtforms import HiddenField, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings.facts import ALWAYS, Facts
from merchant_helper.listings.kinds import kinds
from merchant_helper.listings.suggest import grams_in
from merchant_helper.text import (
    format_weight,
    group_digits,
    measure_in,
    parse_count,
    parse_vnd,
    parse_weight,
    says_unknown,
    split_price,
)
from merchant_helper.web.places import TICKED
from merchant_helper.web.words_form import WordsForm, at_most, tidy, tidy_lines

OTHER = "other"


def say(issue: Issue) -> ValidationError:
    """Turn an issue into the words beside a field."""
    address = g.get("address")
    return ValidationError(f"{issue.message(address)} {issue.fix(address)}")


class QuestionForm(WordsForm):
    """Be one page of questions; ``version`` is the state of the listing that the page showed."""

    version = HiddenField(default="0")

    @property
    def page_version(self) -> int:
        """Give the state that the page showed; 0 for nonsense."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def told(self) -> dict[str, Any]:
        """Give the listing's fields that these answers stand for."""
        raise TypeError(type(self).__name__)


class NameForm(QuestionForm):
    """Ask what it is called and what kind it is."""

    name = StringField(filters=[tidy], validators=[at_most(250)])
    kind = RadioField(validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(k.key, k.label()) for k in kinds().values()]

    def validate_name(self, field: Any) -> None:
        """Want a name."""
        if not field.data:
            raise ValidationError(_("Chưa có tên món. Gõ tên mà khách hay gọi, ví dụ: Nước mắm nhĩ Phú Quốc"))

    def validate_kind(self, field: Any) -> None:
        """Want one of our kinds."""
        if field.data not in kinds():
            raise ValidationError(_("Chưa chọn loại hàng. Bấm vào một loại; không rõ thì chọn “Loại khác”."))

    @classmethod
    def initial(cls, facts: Facts, offered: Facts) -> dict[str, Any]:
        """Show what is known, else what the shop said last time."""
        return {"name": facts.name or "", "kind": facts.kind or offered.kind}

    def told(self) -> dict[str, Any]:
        """Give name and kind."""
        return {"name": self.name.data, "kind": self.kind.data}


class PriceForm(QuestionForm):
    """Ask the price and what it buys."""

    price = StringField(filters=[tidy], validators=[at_most(60)])
    unit = RadioField(filters=[tidy], validate_choice=False)
    unit_other = StringField(filters=[tidy], validators=[at_most(20)])
    unit_count = StringField(filters=[tidy], validators=[at_most(20)])
    unit_size = StringField(filters=[tidy], validators=[at_most(40)])

    def offer_units(self, kind: str | None) -> None:
        """List the usual units of a kind, and one to be typed."""
        known = kinds().get(kind or OTHER, kinds()[OTHER])
        self.unit.choices = [SelectChoice(unit) for unit in known.units]
        self.unit.choices.append(SelectChoice(OTHER, _("Cách khác")))
        if self.unit.data and self.unit.data not in (*known.units, OTHER):
            self.unit_other.data = self.unit_other.data or self.unit.data
            self.unit.data = OTHER

    def validate_price(self, field: Any) -> None:
        """Read the price as people write it; a small one is asked about on the next page."""
        if not field.data:
            raise ValidationError(_("Chưa có giá bán. Gõ giá vào ô này, ví dụ 45.000"))
        read = parse_vnd(split_price(field.data)[0], allow_small=True)
        if isinstance(read, Issue):
            raise say(read)

    def validate_unit(self, field: Any) -> None:
        """Want to know what one price buys."""
        if not self._unit():
            raise ValidationError(_("Chưa rõ giá này cho một gì. Chọn một cách bán, ví dụ chai hoặc kg."))

    def validate_unit_count(self, field: Any) -> None:
        """Want a number for a chục, which is ten here and twelve there."""
        count = parse_count(field.data or "")
        if isinstance(count, Issue):
            raise say(count)
        if self._unit() == "chục" and not count:
            raise ValidationError(_("Một chục ở đây là mấy cái? Gõ một số, ví dụ 10 hoặc 12."))

    def _unit(self) -> str | None:
        """Give the unit: 150k/kg tells it with the price, and what was typed last counts."""
        if typed := split_price(self.price.data or "")[1]:
            return typed
        chosen = self.unit_other.data if self.unit.data == OTHER else self.unit.data
        return chosen or None

    @classmethod
    def initial(cls, facts: Facts, offered: Facts) -> dict[str, Any]:
        """Show what is known, else the shop's usual unit."""
        return {
            "price": "" if facts.price is None else group_digits(facts.price),
            "unit": facts.unit or offered.unit,
            "unit_count": facts.unit_count or "",
            "unit_size": facts.unit_size or "",
        }

    def told(self) -> dict[str, Any]:
        """Give price, unit and size."""
        count = parse_count(self.unit_count.data or "")
        return {
            "price": parse_vnd(split_price(self.price.data or "")[0], allow_small=True),
            "unit": self._unit(),
            "unit_count": count if self._unit() == "chục" else None,
            "unit_size": self.unit_size.data or None,
        }


class AboutForm(QuestionForm):
    """Ask three short things; each may stay empty. A description of her own is asked for instead."""

    special = TextAreaField(filters=[tidy_lines], validators=[at_most(600)])
    made = TextAreaField(filters=[tidy_lines], validators=[at_most(600)])
    use = TextAreaField(filters=[tidy_lines], validators=[at_most(600)])
    description = TextAreaField(filters=[tidy_lines], validators=[at_most(20_000)])

    NAMES = ("special", "made", "use", "description")

    @classmethod
    def initial(cls, facts: Facts, offered: Facts) -> dict[str, Any]:
        """Show what is known."""
        return {name: getattr(facts, name) or "" for name in cls.NAMES}

    def told(self) -> dict[str, Any]:
        """Give the answers to what the page asked, none for an empty one."""
        return {name: self[name].data or None for name in self.NAMES if self[name].raw_data}


class StockForm(QuestionForm):
    """Ask how many, how heavy and how long it keeps; "chưa biết" is an answer."""

    stock = RadioField(validate_choice=False)
    stock_count = StringField(filters=[tidy], validators=[at_most(20)])
    weight = StringField(filters=[tidy], validators=[at_most(40)])
    expiry = StringField(filters=[tidy], validators=[at_most(120)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stock.choices = [
            SelectChoice(ALWAYS, _("Luôn có hàng")),
            SelectChoice("count", _("Có số lượng")),
            SelectChoice("unknown", _("Chưa biết")),
        ]

    def of_a_service(self) -> None:
        """Call the answers what they are for work that is ordered."""
        words = _("Lúc nào cũng nhận"), _("Chỉ nhận một số lần"), _("Chưa biết")
        self.stock.choices = [
            SelectChoice(choice.value, label) for choice, label in zip(self.stock.choices, words, strict=True)
        ]

    def validate_stock_count(self, field: Any) -> None:
        """Read the number when she chose to give one."""
        if self.stock.data != "count":
            return
        count = parse_count(field.data or "")
        if isinstance(count, Issue):
            raise say(count)
        if count is None:
            raise ValidationError(_("Chưa có số lượng. Gõ một số, ví dụ 20, hoặc chọn “Luôn có hàng”."))

    def validate_weight(self, field: Any) -> None:
        """Read a weight as people say it."""
        read = self._grams()
        measure = measure_in(self.weight.data or "")
        if measure is not None and measure.kind == "volume":
            words = _(
                "“{seen}” là dung tích. Cân cả gói rồi ghi số gam, ví dụ 1.100 g.", seen=self.weight.data
            )
            raise ValidationError(words)
        if isinstance(read, Issue):
            raise say(read)

    def _grams(self) -> int | Issue | None:
        text = self.weight.data
        return None if not text or says_unknown(text) else parse_weight(text)

    @classmethod
    def initial(cls, facts: Facts, offered: Facts) -> dict[str, Any]:
        """Show what is known, else "always there", and her size if it is a weight, else the last weight."""
        chosen = ALWAYS if facts.stock == ALWAYS or not facts.answered("stock") else "unknown"
        if isinstance(facts.stock, int):
            chosen = "count"
        like_before = offered.weight_g if offered.kind == facts.kind else None
        grams = facts.weight_g if facts.answered("weight_g") else grams_in(facts.unit_size) or like_before
        return {
            "stock": chosen,
            "stock_count": facts.stock if isinstance(facts.stock, int) else "",
            "weight": format_weight(grams) if grams else "",
            "expiry": facts.expiry or "",
        }

    def told(self) -> dict[str, Any]:
        """Give stock, weight in grams and expiry."""
        stock: int | str | None = None
        if self.stock.data == ALWAYS:
            stock = ALWAYS
        elif self.stock.data == "count":
            count = parse_count(self.stock_count.data or "")
            stock = count if isinstance(count, int) else None
        return {"stock": stock, "weight_g": self._grams(), "expiry": self.expiry.data or None}


class PlacesForm(QuestionForm):
    """Ask where she wants to sell."""

    places = SelectMultipleField(validate_choice=False)

    def validate_places(self, field: Any) -> None:
        """Want at least one place that we know."""
        known = {choice.value for choice in self.places.choices}
        field.data = [place for place in field.data or [] if place in known]
        if not field.data:
            raise ValidationError(_("Chưa chọn nơi bán. Bấm Facebook hoặc Zalo để bắt đầu."))

    @classmethod
    def initial(cls, facts: Facts, offered: Facts) -> dict[str, Any]:
        """Show what is known, else the places where everybody can begin."""
        return {"places": list(facts.places or (() if facts.answered("places") else TICKED))}

    def told(self) -> dict[str, Any]:
        """Give the places."""
        return {"places": self.places.data}
