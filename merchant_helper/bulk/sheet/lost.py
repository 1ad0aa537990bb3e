"""Keep what a spreadsheet spoiled from coming back as words: errors, and dates that were codes.

A row that is given back to be mended bears a mark where its value was lost, so that a row that nobody mended
is held again, and its mark never becomes a name.
"""

from __future__ import annotations

import re

from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue

_MARK = "#"
# How spreadsheets write a cell without a value into a CSV.
_ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|Err:5[0-9]{2}")
_DATE = re.compile(r"#([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|(?:[0-9]+ days?, )?[0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?)")
_DIGITS = re.compile(r"#(-?[0-9]{16,})")
_TWICE = re.compile(r"(.+) \((?:trùng|repeated)\)")
# A code that another product has; the first to bear it went out, and the second must not take its place.
TWICE = frozenset({"sheet.sku_repeated", "channel.sku_repeated", "channel.gtin_repeated"})
# Begins of texts that may be such; all others need no closer look.
STARTS = "#E"
_NO_VALUE = frozenset({"sheet.cell_error", "sheet.formula_empty"})
_OTHER_VALUE = frozenset({"sheet.became_date", "sheet.digits_lost"})


def lost(text: str, key: str) -> Issue | None:
    """Tell that a text stands where a value was lost."""
    text = text.strip()
    if _ERRORS.fullmatch(text):
        return Issue("sheet.cell_error", key, "block")
    for code, form in (("sheet.became_date", _DATE), ("sheet.digits_lost", _DIGITS)):
        if match := form.fullmatch(text):
            return Issue(code, key, "block", {"seen": match[1]})
    return None


def twice(code: str) -> str | None:
    """Give the code that a row of an earlier list bore although another product has it."""
    match = _TWICE.fullmatch(code)
    return match[1] if match else None


def with_mark(cell: str) -> str:
    """Mark a code that another product has: alone in a list of rows to mend it would look right."""
    return f"{cell} ({_('trùng')})"


def marked(issue: Issue) -> str | None:
    """Give what stands in a cell to be mended whose value was lost, if that is what is wrong with it."""
    if issue.code in _NO_VALUE:
        return f"{_MARK}N/A"
    return f"{_MARK}{issue.params['seen']}" if issue.code in _OTHER_VALUE else None
