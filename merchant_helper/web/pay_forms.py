"""Ask about a code for being paid; what may stand in one is judged where codes are made (guides.vietqr)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from merchant_helper.guides.poster_font import unprintable
from merchant_helper.guides.vietqr import (
    BANKS,
    MAX_ACCOUNT,
    PICKER,
    Bank,
    check,
    find_banks,
    plain_purpose,
    ungrouped,
)
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.shops.pay_codes import PayCode
from merchant_helper.text import group_digits, has_card_number, parse_vnd, secret_in
from merchant_helper.web.forms import say
from merchant_helper.web.language import say as said
from merchant_helper.web.words_form import WordsForm, at_most, tidy

SHOWN_AT_FIRST, MOST_FOUND = 8, 20
# What must have been seen before a code counts as tried.
SEEN = ("name", "money", "aloud")


class PayForm(WordsForm):
    """Be one question about a code."""

    def told(self) -> dict[str, Any]:
        """Give the columns that the answer stands for."""
        raise TypeError(type(self).__name__)

    @classmethod
    def of(cls, code: PayCode) -> PayForm:
        """Show what is known."""
        return cls(formdata=None, data=cls.known(code))

    @classmethod
    def known(cls, code: PayCode) -> dict[str, Any]:
        """Give what is known, as the fields show it."""
        raise TypeError(cls.__name__)


def stop(field: Any, found: Issue | None) -> None:
    """Refuse a field; a secret is not even shown again."""
    if found is not None:
        if found.code.startswith("secret."):
            field.data = ""
        raise say(found)


def held(field: str, **told: Any) -> Issue | None:
    """Find what stops one of the code's parts, the others being as good as any."""
    rest = {"bank": next(iter(BANKS)), "account": "1", **told}
    return next((one for one in check(**rest) if one.field == field and one.severity == "block"), None)


class BankForm(PayForm):
    """Ask which bank; the list is as long as what was searched for."""

    bank = RadioField(validate_choice=False)

    def offer(self, wanted: str, *, every: bool) -> list[Bank]:
        """List the banks that were searched for, else those that most people have."""
        self.found = _banks(wanted, every)
        chosen = BANKS.get(self.bank.data or "")
        if chosen is not None and chosen not in self.found:
            self.found.insert(0, chosen)
        self.bank.choices = [SelectChoice(bank.bin, bank.name) for bank in self.found]
        return self.found

    def validate_bank(self, field: Any) -> None:
        """Want one bank of the list that money can be sent to."""
        # By its BIN alone: a name would do for a code, and not for what is kept of it.
        stop(field, held("bank", bank=field.data if field.data in BANKS else ""))

    @classmethod
    def known(cls, code: PayCode) -> dict[str, Any]:
        """Show the bank that was chosen."""
        return {"bank": code.bank}

    def told(self) -> dict[str, Any]:
        """Give the bank's BIN."""
        return {"bank": self.bank.data}


def _banks(wanted: str, every: bool) -> list[Bank]:
    if wanted:
        return [bank for bank in find_banks(wanted) if not bank.is_wallet][:MOST_FOUND]
    return list(PICKER if every else PICKER[:SHOWN_AT_FIRST])


class AccountForm(PayForm):
    """Ask for the account as her bank writes it."""

    account = StringField(filters=[tidy], validators=[at_most(60)])
    # Pressed by one whose account looks like a card's number and is none.
    sure = StringField(filters=[tidy], validators=[at_most(5)])

    @property
    def looks_like_card(self) -> bool:
        """Tell whether the page has to ask once more."""
        return has_card_number(self.account.data or "")

    def validate_account(self, field: Any) -> None:
        """Want an account that need not be changed to fit."""
        account = ungrouped(field.data or "")
        if not account:
            words = _("Chưa có số tài khoản. {Co} mở ứng dụng ngân hàng rồi chép vào ô này.")
            raise ValidationError(said(words))
        stop(field, held("account", account=account))
        if has_card_number(account) and self.sure.data != "yes":
            words = _(
                "Số này giống số in trên thẻ. Số tài khoản là số khác, xem trong ứng dụng ngân hàng. "
                "Nếu đúng là số tài khoản thì bấm nút bên dưới."
            )
            raise ValidationError(words)

    @classmethod
    def known(cls, code: PayCode) -> dict[str, Any]:
        """Show the account that was told."""
        return {"account": code.account or ""}

    def told(self) -> dict[str, Any]:
        """Give the account without the spaces between its groups."""
        return {"account": ungrouped(self.account.data or "")[:MAX_ACCOUNT]}


class HolderForm(PayForm):
    """Ask for the name that the bank shows to whoever pays."""

    holder = StringField(filters=[tidy], validators=[at_most(60)])

    def validate_holder(self, field: Any) -> None:
        """Want a name that can be printed, and no secret."""
        stop(field, secret_in(field.data or "", "holder"))
        if not any(letter.isalpha() for letter in field.data or ""):
            words = _("Chưa có tên. {Co} chép y như ngân hàng ghi, ví dụ NGUYEN THI SAU.")
            raise ValidationError(said(words))
        if strange := unprintable(field.data):
            raise ValidationError(_("Không in được chữ “{letter}”. Bỏ chữ đó đi.", letter=strange[0]))

    @classmethod
    def known(cls, code: PayCode) -> dict[str, Any]:
        """Show the name that was told."""
        return {"holder": code.holder}

    def told(self) -> dict[str, Any]:
        """Give the name."""
        return {"holder": self.holder.data}


class ExtraForm(PayForm):
    """Ask for an amount and a purpose; most codes on a counter have neither."""

    amount = StringField(filters=[tidy], validators=[at_most(60)])
    purpose = StringField(filters=[tidy], validators=[at_most(100)])

    def validate_amount(self, field: Any) -> None:
        """Read the amount as people write it."""
        read = self._amount()
        if isinstance(read, Issue):
            raise say(read)
        stop(field, held("amount", amount=read))

    def validate_purpose(self, field: Any) -> None:
        """Want a purpose that need not be cut, and no secret."""
        stop(field, secret_in(field.data or "", "purpose"))
        stop(field, held("purpose", purpose=field.data or ""))

    def _amount(self) -> int | Issue | None:
        return parse_vnd(self.amount.data, allow_small=True) if self.amount.data else None

    @classmethod
    def known(cls, code: PayCode) -> dict[str, Any]:
        """Show what was told."""
        return {"amount": group_digits(code.amount) if code.amount else "", "purpose": code.purpose}

    def told(self) -> dict[str, Any]:
        """Give amount and purpose, as the code will say it."""
        return {"amount": self._amount(), "purpose": plain_purpose(self.purpose.data or "")}


class TriedForm(WordsForm):
    """Ask what was seen when the code was tried; all of it counts, or none."""

    seen = SelectMultipleField(validate_choice=False)

    def __init__(self, holder: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "name": _("Điện thoại kia hiện đúng tên {holder}", holder=holder),
            "money": said(_("1.000 đồng đã hiện trong ứng dụng ngân hàng[ của {co}]")),
            "aloud": said(_("{Co} đã đọc to tên người trả trong ứng dụng đó")),
        }
        self.seen.choices = [SelectChoice(key, words[key]) for key in SEEN]

    def validate_seen(self, field: Any) -> None:
        """Want all three."""
        if not set(SEEN) <= set(field.data or ()):
            raise ValidationError(
                _("Còn điều chưa thấy. Làm lại từ bước đầu; thấy đủ cả ba thì đánh dấu cả ba, rồi bấm nút.")
            )


def doubts(code: PayCode) -> Iterator[Issue]:
    """Go through what need not stop anybody but is worth knowing before a code is made."""
    told = check(code.bank or "", code.account or "", code.amount, code.purpose)
    yield from (issue for issue in told if issue.severity == "warn")
