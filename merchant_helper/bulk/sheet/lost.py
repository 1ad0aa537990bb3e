"""Keep what a spreadsheet spoiled from coming back as words: errors, and dates that were codes.

A row that is given back to be mended bears a mark where its value was lost, so that a row that nobody mended
is held again, and its mark never becomes a name.
"""

from __future__ import annotations

import re

from merchant_helper.issues import Issue

_MARK = "#"
# How spreadsheets write a cell without a value into a CSV.
_ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|Err:5[0-9]{2}")
_DATE = re.compile(r"#([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|(?:[0-9]+ days?, )?[0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?)")
_DIGITS = re.compile(r"#(-?[0-9]{16,})")
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


def marked(issue: Issue) -> str | None:
    """Give what stands in a cell to be mended whose value was lost, if that is what is wrong with it."""
    if issue.code in _NO_VALUE:
        return f"{_MARK}N/A"
    return f"{_MARK}{issue.params['seen']}" if issue.code in _OTHER_VALUE else None
