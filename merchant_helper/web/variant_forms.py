"""Ask for options and their values, and for what each variant has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings.facts import ALWAYS, Facts
from merchant_helper.listings.family import Member
from merchant_helper.listings.variants import Option, read_options
from merchant_helper.text import check_sku, group_digits, parse_count, parse_vnd, says_unknown
from merchant_helper.web.forms import say
from merchant_helper.web.words_form import WordsForm, at_most, tidy, tidy_lines

_ALWAYS_WORDS = "luôn có"


class OptionsForm(WordsForm):
    """Ask for one or two options."""

    seen = HiddenField()
    name1 = StringField(filters=[tidy], validators=[at_most(60)])
    values1 = TextAreaField(filters=[tidy_lines], validators=[at_most(2_000)])
    name2 = StringField(filters=[tidy], validators=[at_most(60)])
    values2 = TextAreaField(filters=[tidy_lines], validators=[at_most(2_000)])

    @classmethod
    def known(cls, options: Sequence[Option]) -> dict[str, str]:
        """Show the options as they are."""
        told: dict[str, str] = {}
        for place, option in enumerate(options[:2], start=1):
            told |= {f"name{place}": option.name, f"values{place}": ", ".join(option.values)}
        return told

    def read(self) -> tuple[Option, ...]:
        """Give the options; what stops them stands beside its field afterwards."""
        pairs = [(self[f"name{n}"].data or "", self[f"values{n}"].data or "") for n in (1, 2)]
        options, issues = read_options(pairs)
        for issue in issues:
            field = self[issue.field or "values1"]
            field.errors = [*field.errors, str(say(issue))]
        return options


class RowForm(WordsForm):
    """Ask what one variant costs, how many there are, its code and its picture."""

    class Meta(WordsForm.Meta):
        """Leave the token to the form around the rows."""

        csrf = False

    price = StringField(filters=[tidy], validators=[at_most(60)])
    stock = StringField(filters=[tidy], validators=[at_most(30)])
    sku = StringField(filters=[tidy], validators=[at_most(60)])
    photo = SelectField(validate_choice=False)

    def offer_photos(self, count: int) -> None:
        """Offer the product's photos by their number; the first is what all have."""
        cover = [("", _("Ảnh bìa"))]
        self.photo.choices = cover + [(str(n), _("Ảnh {n}", n=n)) for n in range(1, count + 1)]

    @classmethod
    def known(cls, facts: Facts, photos: Sequence[str]) -> dict[str, Any]:
        """Show what is known of a variant."""
        own = facts.photos[0] if facts.answered("photos") and facts.photos else None
        stock = _ALWAYS_WORDS if facts.stock == ALWAYS else "" if facts.stock is None else str(facts.stock)
        return {
            "price": "" if facts.price is None else group_digits(facts.price),
            "stock": stock,
            "sku": facts.sku or "",
            "photo": str(photos.index(own) + 1) if own in photos else "",
        }

    def validate_price(self, field: Any) -> None:
        """Read a price where there is one; small ones are taken as they stand."""
        if field.data and isinstance(read := parse_vnd(field.data, allow_small=True), Issue):
            raise say(read)

    def validate_stock(self, field: Any) -> None:
        """Read a number, "luôn có" or "chưa biết"."""
        if field.data and isinstance(read := parse_count(field.data), Issue):
            raise say(read)

    def validate_sku(self, field: Any) -> None:
        """Want a code that files can hold."""
        if wrong := check_sku(field.data or ""):
            raise say(wrong)

    def told(self, facts: Facts, photos: Sequence[str], *, first: bool) -> dict[str, Any]:
        """Give the answers of a variant; the first keeps the product's photos as they are."""
        told: dict[str, Any] = {"sku": self.sku.data, "stock": self._stock()}
        told["price"] = parse_vnd(self.price.data, allow_small=True) if self.price.data else None
        chosen = self.photo.data or ""
        if not first:
            numbers = {str(number): number for number in range(1, len(photos) + 1)}
            number = numbers.get(chosen, 0)
            if number or facts.answered("photos"):
                told["photos"] = [photos[number - 1]] if number else []
        return told

    def _stock(self) -> int | str | None:
        text = self.stock.data or ""
        if not text or says_unknown(text):
            return None
        read = parse_count(text)
        return read if isinstance(read, int) else ALWAYS


class MatrixForm(WordsForm):
    """Ask for all variants at once; what fills every row stands above them."""

    seen = HiddenField()
    all_price = StringField(filters=[tidy], validators=[at_most(60)])
    all_stock = StringField(filters=[tidy], validators=[at_most(30)])

    def add_rows(self, members: Sequence[Member], photos: Sequence[str], *, sent: bool) -> None:
        """Give each variant its row: as it was sent, else as it is known."""
        self.rows = []
        for listing, facts in members:
            known = {"formdata": None, "data": RowForm.known(facts, photos)} if not sent else {}
            row = RowForm(prefix=f"v-{listing.id}-", **known)
            row.offer_photos(len(photos))
            self.rows.append((listing, facts, row))

    def fill_down(self, what: str) -> None:
        """Write the price or the number that stands above into every row."""
        box = {"price": self.all_price, "stock": self.all_stock}.get(what)
        if box is None:
            return
        if not box.data:
            box.errors = [_("Gõ vào ô này trước, rồi bấm lại.")]
        for _listing, _facts, row in self.rows if box.data else ():
            row[what].data = box.data

    def rows_fit(self, taken: frozenset[str]) -> bool:
        """Judge all rows; ``taken`` are codes (small letters) that other products have."""
        fits = all([row.validate() for _listing, _facts, row in self.rows])
        used = set(taken)
        for _listing, _facts, row in self.rows:
            code = (row.sku.data or "").casefold()
            if code in used and not row.sku.errors:
                issue = Issue("variants.sku_taken", "sku", "block", {"sku": row.sku.data or ""})
                row.sku.errors = [str(say(issue))]
                fits = False
            used.add(code)
        return fits and not self.all_price.errors and not self.all_stock.errors

    @property
    def errors(self) -> dict[str, Any]:
        """Give what is wrong in all rows, by the name of the field."""
        found = {name: errors for name, errors in super().errors.items() if name}
        for _listing, _facts, row in self.rows_or_none():
            found |= {row[name].name: errors for name, errors in row.errors.items()}
        return found

    def rows_or_none(self) -> Iterator[tuple[Any, Facts, RowForm]]:
        """Give the rows, none before they were added."""
        yield from getattr(self, "rows", ())

    def __getitem__(self, name: str) -> Any:
        """Find a field by its name, those of the rows too."""
        for _listing, _facts, row in self.rows_or_none():
            for field in row:
                if field.name == name:
                    return field
        return super().__getitem__(name)
