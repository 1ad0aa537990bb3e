"""Show what was answered, when and by whom, and take a press back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from merchant_helper import channels
from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import derive
from merchant_helper.listings.family import kin_of, option_words
from merchant_helper.listings.field_words import QUIET, label, value_words
from merchant_helper.listings.history import NOBODY, History, Press, Step
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import owner_of
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.language import say
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.seen import seen, shown

bp = Blueprint("history", __name__)
ON_A_PAGE = 100
NAMED = 8
_VALUES = ("option1_value", "option2_value")
JOINING = frozenset({*_VALUES, "option1_name", "option2_name", "group"})


@dataclass(frozen=True)
class Row:
    """Be one press: who and when, what it changed in words, and whether it can be taken back."""

    step: Step
    by: str
    lines: tuple[str, ...]
    may_undo: bool


@bp.get("/shops/<shop_id>/listings/<listing_id>/history")
def show(shop_id: str, listing_id: str) -> str:
    """List the presses, newest first."""
    page = load_page(read_session(), shop_id, listing_id)
    history = _history(page)
    words = _Words(page)
    near = history.within_reach()
    rows = [words.row(step, may_undo=step.id in near) for step in history.steps()[:ON_A_PAGE]]
    return render_template("listings/history.html", page=page, rows=rows, seen=shown(history.listings))


@bp.post("/shops/<shop_id>/listings/<listing_id>/history")
def undo(shop_id: str, listing_id: str) -> Response:
    """Take one press back, unless somebody answered the same questions since the page was opened."""
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        history = _history(page)
        step = next((s for s in history.steps() if s.id == request.form.get("step")), None)
        if step is not None and (step.id in history.within_reach() or not step.may_undo):
            _take_back(page, history, step)
        return redirect(url_for("history.show", shop_id=shop_id, listing_id=listing_id), 303)


def _take_back(page: Page, history: History, step: Step) -> None:
    told, words = history.undoing(step), _Words(page)
    if clash := ledger.clashes(told, seen()):
        flash(words.clash(history, clash), "warn")
    elif told:
        ledger.tell_all(told, by=who(), seen={})
        pairs = [pair for fields in told.values() for pair in fields.items()]
        lines = dict.fromkeys(words.now(field, value) for field, value in pairs)
        said = "; ".join(line for line in list(lines)[:NAMED] if line)
        flash(_("Đã trả lại như cũ. {what}", what=said).rstrip(), "good")
    else:
        flash(say(_("Câu này vừa được sửa lại rồi. {Co} xem dòng mới nhất nhé.")), "info")


def _history(page: Page) -> History:
    return History(kin_of(page.session, page.listing))


def who_words(shop: Shop, owner: str | None, by: str, *, of_a_sheet: bool = False) -> str:
    """Say who answered: the owner on her phone, whoever sat at the laptop, a sheet, or the program."""
    if by in NOBODY:
        return _("phần mềm ghi")
    if of_a_sheet:
        return _("từ bảng Excel")
    if by == owner:
        return _("chủ tiệm, trên điện thoại")
    return _("trên máy tính của {name}", name=shop.laptop_of)


class _Words:
    """Put presses on one product into words."""

    def __init__(self, page: Page) -> None:
        owner = owner_of(page.session, page.shop.id)
        self.page, self.owner = page, owner.id if owner else None
        self.places = {channel.id: channel.title() for channel in channels.all_channels()}
        kin = kin_of(page.session, page.listing)
        self.names = {one.id: option_words(derive(one.answers)) for one in kin}

    def row(self, step: Step, *, may_undo: bool) -> Row:
        """Say one press; what it says of several variants alike is said once."""
        begun, lines = [], dict[str, int]()
        for _one, press in step.parts:
            if any(c.field == "removed" and c.now is False and c.before is None for c in press.changes):
                begun.append(", ".join(str(v) for f, v in press.told.items() if f in _VALUES and v))
                continue
            for line in self._lines(press):
                lines[line] = lines.get(line, 0) + 1
        several = len(step.parts) - len(begun) > 1
        said = [
            _("{line} ({n} phân loại)", line=line, n=n) if several and n > 1 else line
            for line, n in lines.items()
        ]
        if several:
            said = [self._named(step, line) if lines.get(line) == 1 else line for line in said]
        if begun:
            said.append(_("Thêm phân loại: {names}", names="; ".join(begun)))
        return Row(step, self.by(step.by, of_a_sheet=step.of_a_sheet), tuple(said), may_undo)

    def _lines(self, press: Press) -> list[str]:
        """Say each answer; those that only join variants are one line together."""
        said = [
            line
            for change in press.changes
            if change.field not in JOINING and (line := self.changed(change.field, change.before, change.now))
        ]
        options = [str(v) for f, v in press.told.items() if f in _VALUES and v]
        if options:
            said.insert(0, _("Phân loại: {names}", names=", ".join(options)))
        elif "group" in press.told and not press.told["group"]:
            said.insert(0, _("Không còn phân loại"))
        return said

    def _named(self, step: Step, line: str) -> str:
        """Say which variant a line is about."""
        for one, press in step.parts:
            if line in self._lines(press):
                name = self.names.get(one.id)
                return f"{name} – {line}" if name else line
        return line

    def by(self, person: str, *, of_a_sheet: bool = False) -> str:
        """Say who it was."""
        return who_words(self.page.shop, self.owner, person, of_a_sheet=of_a_sheet)

    def changed(self, field: str, before: Any, now: Any) -> str:
        """Say what was there before, and what is told now."""
        if field == "unit_count" and now is None and before is None:
            return ""
        said = self.now(field, now)
        if not said or before in (None, [], ""):
            return said
        return _("{said} (trước đó: {before})", said=said, before=value_words(field, before, self.places))

    def now(self, field: str, value: Any) -> str:
        """Say one answer; what pages note for themselves is nothing."""
        return "" if field in QUIET else f"{label(field)}: {value_words(field, value, self.places)}"

    def clash(self, history: History, clash: Mapping[str, Mapping[str, Any]]) -> str:
        """Say who was quicker, and what that says."""
        for one in history.listings:
            for field, value in clash.get(one.id, {}).items():
                last = max((a for a in one.answers if a.field == field), key=lambda a: a.seq)
                said, by = self.now(field, value), self.by(last.given_by)
                text = _("Trong lúc đó vừa có người ghi ({by}): {said}. Chưa trả lại gì. Xem rồi bấm lại.")
                return text.format(by=by, said=said)
        return ""
