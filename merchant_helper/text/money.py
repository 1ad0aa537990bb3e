"""Read and write money: whole đồng, never guessed."""

from __future__ import annotations

from fractions import Fraction

from merchant_helper.issues import Issue
from merchant_helper.text.amounts import Amount, Typed, exact, read_amount, written
from merchant_helper.text.door import glimpse
from merchant_helper.text.lexicon import Lexicon
from merchant_helper.text.numerals import MAX_SPOKEN

ISSUE_CODES = (
    "price.missing",
    "price.no_number",
    "price.unreadable",
    "price.unclear",
    "price.range",
    "price.negative",
    "price.fraction",
    "price.too_small",
    "price.too_large",
)
MIN_PRICE = 1000
MAX_PRICE = MAX_SPOKEN
_CODES = {
    "empty": "price.missing",
    "no_number": "price.no_number",
    "unreadable": "price.unreadable",
    "unclear": "price.unclear",
    "range": "price.range",
    "negative": "price.negative",
}
_SCALES = {
    **dict.fromkeys(("nghìn", "ngàn", "ngìn", "k", "kđ", "ng", "n"), 10**3),
    **dict.fromkeys(("triệu", "trịu", "tr", "trđ"), 10**6),
    **dict.fromkeys(("tỷ", "tỉ"), 10**9),
}
_LEXICON = Lexicon(_SCALES, ends=("đồng", "đ", "₫", "vnd", "vnđ"))


def parse_vnd(value: Typed, *, allow_small: bool = False, field: str = "price") -> int | Issue:
    """Read a price in đồng as typed (``150k``, ``1tr2``, ``trăm rưỡi``) or as a spreadsheet's number.

    Gives an Issue of severity block when the price is missing, can be read in two ways, or is below
    1.000 đ (unless ``allow_small``; 0 is never a price). Never raises.
    """
    if value is None or isinstance(value, str):
        return _from_text(value or "", field, allow_small)
    number = None if isinstance(value, bool) else exact(value)
    if number is None:
        return _held("price.unreadable", field, written(value))
    return _checked(number, written(value), field, allow_small)


def odd_price_proposal(amount: int) -> int | None:
    """Propose what was meant by a price below 1.000 đ: who types 200 means 200.000."""
    return amount * 1000 if 0 < amount < MIN_PRICE else None


def group_digits(number: int) -> str:
    """Write a whole number with dots: 150.000."""
    return f"{number:,}".replace(",", ".")


def format_vnd(amount: int) -> str:
    """Write money for tables and buttons: 150.000 đ, with an ordinary space."""
    return f"{group_digits(amount)} đ"


def format_dong_sentence(amount: int) -> str:
    """Write money inside a sentence: 150.000 đồng."""
    return f"{group_digits(amount)} đồng"


def _from_text(text: str, field: str, allow_small: bool) -> int | Issue:
    amount = read_amount(text, _LEXICON)
    if not isinstance(amount, Amount):
        return _held(_CODES[amount], field, text)
    if _two_readings(amount):
        return _held("price.unclear", field, text)
    swallowed = amount.clipped and not amount.scaled and not amount.ended
    return _checked(amount.value * (1000 if swallowed else 1), text, field, allow_small)


def _two_readings(amount: Amount) -> bool:
    """Tell 12.5 (12.500? 12.500.000?) and "một triệu hai đồng" from prices that are clear."""
    short = amount.decimal and not amount.scaled and amount.value < MIN_PRICE
    return short or (amount.spoken_tail and amount.ended)


def _checked(value: Fraction, seen: str, field: str, allow_small: bool) -> int | Issue:
    if value < 0:
        return _held("price.negative", field, seen)
    if value.denominator != 1:
        return _held("price.fraction", field, seen)
    if value > MAX_PRICE:
        return _held("price.too_large", field, seen)
    amount = int(value)
    if amount == 0 or (amount < MIN_PRICE and not allow_small):
        proposal = group_digits(odd_price_proposal(amount) or 45000)
        return Issue(
            "price.too_small", field, "block", {"amount": group_digits(amount), "proposal": proposal}
        )
    return amount


def _held(code: str, field: str, seen: str) -> Issue:
    if code == "price.missing":
        return Issue(code, field, "block")
    return Issue(code, field, "block", {"seen": glimpse(seen)})
