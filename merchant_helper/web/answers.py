"""Take what a place of selling answered to a file, and mark what is posted or refused there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from merchant_helper import channels
from merchant_helper.bulk.sheet.columns import fields
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.opening import opened
from merchant_helper.channels.answer_rules import Meaning, meaning
from merchant_helper.channels.answers import Reading, read_answer, rows_of_text
from merchant_helper.channels.fill import ANY
from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.check import status
from merchant_helper.listings.facts import Facts, changes
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.model import Listing
from merchant_helper.listings.outcomes import POSTED, REFUSED, outcomes, reasons, told_of
from merchant_helper.shops.model import Shop
from merchant_helper.text import vietnamese_sort_key
from merchant_helper.web.db import read_session, services, writing
from merchant_helper.web.mending import STEP_OF
from merchant_helper.web.page import load_shop, who
from merchant_helper.web.places import all_places
from merchant_helper.web.sheet_forms import said
from merchant_helper.web.words_form import WordsForm, at_most

bp = Blueprint("answers", __name__)
FIRST = "woocommerce"
ON_A_PAGE = 50
NAMED = 5
MOST_BYTES = 10_000_000
_CHUNK = 1 << 20
_ORDER = (REFUSED, None, POSTED)

Told = list[tuple[Listing, Facts]]


class AnswerForm(WordsForm):
    """Ask for the answer, pasted or as a file."""

    text = TextAreaField(validators=[at_most(200_000)])
    file = FileField()


@dataclass(frozen=True)
class Mend:
    """Name one thing to mend, and the page where that is done; none where only a sheet tells it."""

    label: str
    step: str | None


@dataclass(frozen=True)
class Reason:
    """Be one reason as the place gave it, and what it asks for."""

    text: str
    mends: tuple[Mend, ...]
    advice: tuple[str, ...]
    guessed: bool

    @classmethod
    def of(cls, text: str, place: str) -> Reason:
        """Find out what a reason asks for."""
        means: Meaning = meaning(text, place)
        known = fields()
        mends = tuple(Mend(known[f].label(), STEP_OF.get(f)) for f in means.fields if f in known)
        return cls(text, mends, tuple(words.text() for words in means.advice), means.guessed)


@dataclass(frozen=True)
class Row:
    """Be one product with what became of it at the place."""

    listing: Listing
    facts: Facts
    state: str | None
    reasons: tuple[Reason, ...]


@bp.get("/shops/<shop_id>/answers")
def show(shop_id: str) -> str:
    """List the products as they stand at one place, the refused ones first."""
    session = read_session()
    shop = load_shop(session, shop_id, "export")
    return _page(session, shop, AnswerForm(formdata=None))


def _page(session: Session, shop: Shop, form: AnswerForm) -> str:
    place = _place()
    rows = [_row(listing, facts, place.id) for listing, facts in _told(session, shop.id)]
    rows.sort(key=lambda row: (_ORDER.index(row.state), vietnamese_sort_key(row.facts.name or "")))
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "channels/answers.html",
        shop=shop,
        form=form,
        channel=place,
        places=answering_places(),
        rows=rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        unsaid=sum(row.state is None for row in rows),
        refused=sum(row.state == REFUSED for row in rows),
        page=page,
        pages=pages,
    )


def answering_places() -> list[channels.Channel]:
    """Give the places that answer to what was sent; a counter and a strange template do not."""
    return [place for place in all_places() if (place.has_kit or place.has_file_way) and place.id != ANY]


def _place() -> channels.Channel:
    wanted = request.args.get("place", FIRST)
    return next((place for place in channels.all_channels() if place.id == wanted), None) or abort(404)


def _told(session: Session, shop_id: str) -> Told:
    """Load the products that were looked through; drafts went nowhere."""
    listings = listings_of(session, shop_id)
    return [(one, f) for one, f in listings if not f.removed and status(f) not in ("empty", "started")]


def _row(listing: Listing, facts: Facts, place: str) -> Row:
    why = tuple(Reason.of(text, place) for text in reasons(facts, place))
    return Row(listing, facts, outcomes(facts).get(place), why)


@bp.post("/shops/<shop_id>/answers")
def receive(shop_id: str) -> str | Response:
    """Read the answer and keep the reasons of the shop's own products."""
    place = _place()
    session = read_session()
    shop = load_shop(session, shop_id, "answer")
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(session, shop, form)
    try:
        reading = _read(shop_id, form, place.id, _codes(_told(session, shop_id)))
    except SheetRefused as error:
        form.file.errors = [said(error)]
        return _page(session, shop, form)
    if not reading.refusals:
        _say_what_was_missing(form, reading)
        return _page(session, shop, form)
    kept = _keep(shop_id, place.id, reading)
    _tell(reading, kept)
    return redirect(url_for("answers.show", shop_id=shop_id, place=place.id), 303)


def _codes(told: Told) -> dict[str, list[str]]:
    """Give the products behind each code: one, or all variants of a group."""
    found: dict[str, list[str]] = {}
    for listing, facts in told:
        for code in (facts.sku, facts.group):
            if code:
                found.setdefault(code, []).append(listing.id)
    return found


def _read(shop_id: str, form: AnswerForm, place: str, codes: dict[str, list[str]]) -> Reading:
    """Read the file where one was sent, else the text. Raises SheetRefused."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return read_answer(rows_of_text(form.text.data or ""), place, codes)
    with _kept(shop_id, sent) as path:
        return read_answer(opened(path).rows(), place, codes)


@contextmanager
def _kept(shop_id: str, sent: Any) -> Iterator[Path]:
    """Keep a file while it is read, among what goes with the shop. Raises SheetRefused."""
    home = services().folder.cache / "exports" / shop_id
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix="answer-") as folder:
        path, size = Path(folder) / "answer", 0
        with path.open("xb") as file:
            while chunk := sent.stream.read(_CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise SheetRefused("sheet.file_too_large", max=MOST_BYTES // 1_000_000)
                file.write(chunk)
        yield path


def _say_what_was_missing(form: AnswerForm, reading: Reading) -> None:
    if reading.strange_rows:
        words = _("Mã trong câu trả lời này không có trong cửa hàng: {names}. Xem lại có đúng tệp không.")
        form.text.errors = [_filled(words, reading)]
    elif reading.has_columns:
        form.text.errors = [_("Không dòng nào có lý do. Món nào đã lên thì bấm “Đã đăng” ở dưới.")]
    else:
        form.text.errors = [
            _("Chưa thấy mã hàng nào của cửa hàng. Chép cả bảng, có cột mã hàng và cột lý do, rồi dán lại.")
        ]


def _filled(words: str, reading: Reading) -> str:
    return words.format(n=reading.strange_rows, names=", ".join(reading.strangers[:NAMED]))


def _keep(shop_id: str, place: str, reading: Reading) -> int:
    """Write the reasons into the ledger; gives how many products were refused."""
    kept = 0
    with writing() as session:
        load_shop(session, shop_id, "answer")
        told = _told(session, shop_id)
        codes, why = _codes(told), reading.by_sku()
        refused: dict[str, list[str]] = {}
        for sku, texts in why.items():
            for listing_id in codes.get(sku, ()):
                refused.setdefault(listing_id, []).extend(texts)
        for listing, facts in told:
            if listing.id in refused:
                _write(listing, facts, place, REFUSED, refused[listing.id])
                kept += 1
    return kept


def _write(listing: Listing, facts: Facts, place: str, state: str | None, why: list[str]) -> None:
    ledger.write(listing, changes(facts, told_of(facts, place, state, why)), by=who())


def _tell(reading: Reading, kept: int) -> None:
    mild = len({refusal.sku for refusal in reading.refusals if refusal.mild})
    if kept:
        flash(_("Đã ghi lý do của {n} món. Sửa từng món rồi tạo tệp lại.", n=kept), "warn")
    if mild:
        flash(_("{n} món được nhận kèm lời nhắc, không phải sửa ngay.", n=mild), "info")
    if reading.strange_rows:
        words = _("Đã bỏ qua {n} dòng có mã không thuộc cửa hàng này: {names}.")
        flash(_filled(words, reading), "info")
    if reading.cut:
        flash(_("Tệp dài quá, phần sau chưa đọc. Chia nhỏ tệp rồi đưa phần còn lại."), "warn")


@bp.post("/shops/<shop_id>/answers/mark")
def mark(shop_id: str) -> Response:
    """Mark one product as posted, refused or neither, or all that nothing was said of as posted."""
    place = _place()
    wanted = {state: request.form.get(state) for state in (POSTED, REFUSED, "none")}
    with writing() as session:
        load_shop(session, shop_id, "answer")
        for listing, facts in _told(session, shop_id):
            if request.form.get("rest") == "yes":
                state = POSTED if outcomes(facts).get(place.id) is None else outcomes(facts)[place.id]
            elif listing.id in wanted.values():
                state = next(key for key, value in wanted.items() if value == listing.id)
            else:
                continue
            known = [] if state != outcomes(facts).get(place.id) else reasons(facts, place.id)
            _write(listing, facts, place.id, state, known)
    page = request.args.get("page", type=int)
    return redirect(url_for("answers.show", shop_id=shop_id, place=place.id, page=page), 303)
