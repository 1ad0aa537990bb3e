"""Read how many there are to sell, and the words that stand for a number."""

from __future__ import annotations

import re
from fractions import Fraction

from merchant_helper.issues import Issue
from merchant_helper.text.amounts import Amount, Typed, exact, prepare, read_amount, written
from merchant_helper.text.door import clean_text, glimpse
from merchant_helper.text.letters import search_key
from merchant_helper.text.lexicon import Lexicon

ISSUE_CODES = (
    "count.unreadable",
    "count.unclear",
    "count.negative",
    "count.fraction",
    "count.too_large",
    "measure.chuc",
)
MAX_COUNT = 9_999_999
_NOUNS = """
cái chiếc con chai lọ hũ hộp gói túi bịch bao bó nải quả trái củ kg ký kí cân lít cây chậu bộ đôi cặp tấm
cuộn mớ lốc thùng rổ giỏ khay vỉ bánh ổ lon ly suất phần món
"""
_LEXICON = Lexicon({"nghìn": 1000, "ngàn": 1000, "tá": 12}, ends=_NOUNS.split())
_NOT_COUNTED = frozenset(
    {"luon co", "luon co hang", "luon con", "luon con hang", "con", "con hang", "co san", "san hang"}
    | {"hang co san", "con nhieu", "nhieu", "khong dem", "khong tinh", "lam theo don", "dat moi lam"}
)
_SOLD_OUT = frozenset(
    {"khong con", "het", "het hang", "het roi", "da het", "het sach", "tam het", "tam het hang"}
)
_UNKNOWN = frozenset({"chua biet", "khong biet", "ko biet", "chua ro", "khong ro", "chua can", "?"})
_CODES = {"unclear": "count.unclear", "range": "count.unclear", "negative": "count.negative"}
_CHUC = re.compile(r"^(.*?)\s*\bch[ụu]c\b\s*(.*)$")


def says_unknown(text: str) -> bool:
    """Tell whether someone answered that she does not know (yet)."""
    return _plain(text) in _UNKNOWN


def parse_count(value: Typed, *, chuc: int | None = None, field: str = "stock") -> int | Issue | None:
    """Read a stock: a whole number, 0 for *hết*, None (not counted) for *luôn có* or nothing at all.

    A *chục* is ten in one place and twelve or fourteen in another, so it is asked about unless ``chuc`` says
    how many it holds. Never raises.
    """
    if value is not None and not isinstance(value, str):
        number = None if isinstance(value, bool) else exact(value)
        return (
            _held("count.unreadable", field, written(value))
            if number is None
            else _whole(number, field, written(value))
        )
    text = value or ""
    words = _plain(text)
    if not words or words in _NOT_COUNTED or words in _UNKNOWN:
        return None
    if words in _SOLD_OUT:
        return 0
    if tens := _CHUC.match(prepare(text)):
        return _chuc(tens, chuc, field, text)
    return _number(text, field)


def _chuc(match: re.Match[str], chuc: int | None, field: str, text: str) -> int | Issue:
    """Count in chục; a word behind it (2 chục trứng) does not matter, a number (chục rưỡi) does."""
    how_many = _number(match[1], field) if match[1] else 1
    if isinstance(how_many, Issue) or _LEXICON.numbers_in(match[2]):
        return _held("count.unreadable", field, text)
    if chuc is None:
        return _held("measure.chuc", field, text)
    return _whole(Fraction(how_many * chuc), field, text)


def _number(text: str, field: str) -> int | Issue:
    amount = read_amount(text, _LEXICON)
    if not isinstance(amount, Amount):
        return _held(_CODES.get(amount, "count.unreadable"), field, text)
    return _whole(amount.value, field, text)


def _whole(count: Fraction, field: str, text: str) -> int | Issue:
    if count < 0:
        return _held("count.negative", field, text)
    if count.denominator != 1:
        return _held("count.fraction", field, text)
    return int(count) if count <= MAX_COUNT else _held("count.too_large", field, text)


def _plain(text: str) -> str:
    return search_key(clean_text(text[:200]).text).rstrip(".!")


def _held(code: str, field: str, text: str) -> Issue:
    return Issue(code, field, "block", {"seen": glimpse(text)})
