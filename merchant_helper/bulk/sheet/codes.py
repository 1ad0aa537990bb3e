"""Judge the codes of all rows together: each once, a group's equal to none, and made where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from merchant_helper.bulk.sheet.lost import twice
from merchant_helper.issues import Issue
from merchant_helper.text import check_sku, clean_text, glimpse, sku_from

ISSUE_CODES = ("sheet.sku_repeated", "sheet.sku_still_repeated", "sheet.sku_made", "sheet.group_is_sku")


class Codes:
    """Know every code of a sheet before its first row is judged; case makes no difference."""

    def __init__(self, told: Iterable[tuple[int, str, str]]) -> None:
        """Take the row number, code and group of all rows."""
        self._first: dict[str, int] = {}
        self._used: set[str] = set()
        self._next: dict[str, int] = {}
        for number, sku, group in told:
            if sku:
                self._first.setdefault(folded := sku.casefold(), number)
                self._used.add(folded)
            if group:
                self._used.add(group.casefold())

    def judge(self, number: int, told: dict[str, Any]) -> list[Issue]:
        """Give what is wrong with the codes of one row; a missing one is made from the name and said."""
        issues: list[Issue] = []
        sku = told.get("sku")
        if sku is None:
            told["sku"] = sku = self._make(told.get("name") or "")
            issues.append(Issue("sheet.sku_made", "sku", "hint", {"sku": sku}))
        elif (code := twice(sku)) is not None:
            issues.append(Issue("sheet.sku_still_repeated", "sku", "block", {"sku": glimpse(code)}))
        elif wrong := check_sku(sku):
            issues.append(wrong)
        elif self._first.get(sku.casefold(), number) != number:
            first = self._first[sku.casefold()]
            issues.append(Issue("sheet.sku_repeated", "sku", "block", {"sku": glimpse(sku), "row": first}))
        group = told.get("group")
        if group is not None:
            issues += self._group(group)
        return issues

    def _group(self, group: str) -> list[Issue]:
        if wrong := check_sku(group, "group"):
            return [wrong]
        if group.casefold() in self._first:
            row = self._first[group.casefold()]
            return [Issue("sheet.group_is_sku", "group", "block", {"sku": glimpse(group), "row": row})]
        return []

    def _make(self, name: str) -> str:
        """Make a code that no row has; the same sheet always gets the same codes."""
        stem = sku_from(name)
        if stem.startswith("MON-") and not clean_text(name).text:
            stem = "MON"
        number = self._next.get(stem, 1 if stem != "MON" else 0)
        candidate = stem if number == 1 else f"{stem}-{number}"
        while not number or candidate.casefold() in self._used:
            number += 1
            candidate = f"{stem}-{number}"
        self._next[stem] = number + 1
        self._used.add(candidate.casefold())
        return candidate
