"""Know names that are none: the total below a list, and words whose letters were lost on their way."""

from __future__ import annotations

import re

from merchant_helper.issues import Issue
from merchant_helper.text import glimpse, search_key

ISSUE_CODES = ("sheet.total_row", "sheet.letters_odd")
_TOTALS = re.compile(
    r"(?:(?:tong|cong|total|grand total|sum)"
    r"(?: (?:cong|so|so tien|tien|tien hang|gia tri|so luong|trang|mang sang))?)(?: ?\(.*\))?[^a-z0-9]*"
)
# Pairs that no Vietnamese word has: VNI writes the tone of a vowel as a letter behind it (aù for á).
_VNI = re.compile("[aeAE][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ouyôöOUYÔÖ][ùøûõïåäüëÙØÛÕÏÅÄÜË]|öô|ÖÔ")
# TCVN3 writes letters as signs: m¾m, ®Ëu.
_TCVN3 = re.compile(r"(?<=[^\W\d_])[¡-¬®-¹»-¾](?=[^\W\d_])|(?<!\w)[§®](?=[^\W\d_])")
_OURS = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# A letter that the encoding did not have was saved as a question mark.
letters_lost = re.compile(r"[^\W\d_]\?[^\W\d_]").search
# One look at a name: without any of these no letter in it was lost. Most names have none.
may_be_odd = re.compile("[?øûïäåëüöñØÛÏÄÅËÜÖÑ¡-¾]").search
_TOTAL_BEGINS = frozenset("tTcCgGsS")


def judge_name(name: str, *, has_code: bool) -> list[Issue]:
    """Tell when a name cannot be the one of a product, or holds letters that nobody typed."""
    if not has_code and name[:1] in _TOTAL_BEGINS and _TOTALS.fullmatch(search_key(name[:40])):
        return [Issue("sheet.total_row", "name", "block", {"seen": glimpse(name)})]
    if not may_be_odd(name):
        return []
    old = len(_VNI.findall(name)) > 1 or _TCVN3.search(name)
    if (old and not _OURS.search(name)) or letters_lost(name):
        return [Issue("sheet.letters_odd", "name", "warn", {"seen": glimpse(name)})]
    return []
