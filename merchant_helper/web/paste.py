"""Take an old post of hers: she pastes it, sees everything that was found, and says what is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings import paste as post
from merchant_helper.listings.paste import Found, Reading
from merchant_helper.text import format_weight, secret_in, vnd_in_words
from merchant_helper.text.legacy import from_old
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.forms import QuestionForm, say
from merchant_helper.web.goods_notice import note_goods
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.questions import read_back, shown
from merchant_helper.web.words_form import at_most, tidy_lines

bp = Blueprint("paste", __name__)

DESCRIPTION = "description"
# What the page of the words holds; a longer text could not be mended there.
MOST_DESCRIPTION = 20_000
_AROUND = 40


def _from_old(value: str | None) -> str | None:
    """Read text of an old font before what is unseen is taken out: TCVN3 writes some letters so."""
    return (from_old(value[: post.MOST]) or value) if isinstance(value, str) else value


class PasteForm(QuestionForm):
    """Ask for the post."""

    text = TextAreaField(filters=[_from_old, tidy_lines], validators=[at_most(post.MOST)])

    def validate_text(self, field: Any) -> None:
        """Want something to read, and no secret in it."""
        if not field.data:
            raise ValidationError(_("Chưa có bài nào. Chép bài cũ ở Facebook hoặc Zalo, rồi dán vào ô này."))
        if issue := secret_in(field.data, "text"):
            raise say(issue)


@dataclass(frozen=True)
class Choice:
    """Be one thing found: its value for people, and the words around it."""

    key: str
    text: str
    before: str
    seen: str
    after: str


@dataclass(frozen=True)
class Row:
    """Be one field: what was found of it, whether that is sure, and what stands there now."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    sure: bool
    now: str | None


@bp.get("/shops/<shop_id>/listings/<listing_id>/paste")
def show(shop_id: str, listing_id: str) -> str | Response:
    """Ask for the post."""
    page = load_page(read_session(), shop_id, listing_id)
    if not page.shop.has_agreed:
        return redirect(page.onward())
    form = PasteForm(formdata=None, data={"version": page.facts.version})
    return render_template("paste/ask.html", page=page, step="paste", form=form, back=_back(page))


@bp.post("/shops/<shop_id>/listings/<listing_id>/paste")
def read(shop_id: str, listing_id: str) -> str | Response:
    """Show what was found, or the post again to be mended; nothing is kept yet."""
    page = load_page(read_session(), shop_id, listing_id, "answer")
    if not page.shop.has_agreed:
        return redirect(page.onward(), 303)
    form = PasteForm()
    if not form.validate_on_submit() or "again" in request.form:
        return render_template("paste/ask.html", page=page, step="paste", form=form, back=_back(page))
    return _found(page, form, post.read(form.text.data or ""))


@bp.post("/shops/<shop_id>/listings/<listing_id>/paste/take")
def take(shop_id: str, listing_id: str) -> str | Response:
    """Keep what she ticked, and go on with what is still to be asked."""
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        if not page.shop.has_agreed:
            return redirect(page.onward(), 303)
        form = PasteForm()
        if not form.validate_on_submit():
            return render_template("paste/ask.html", page=page, step="paste", form=form, back=_back(page))
        reading = post.read(form.text.data or "")
        told = _told(reading)
        clash = ledger.tell(page.listing, told, by=who(), page_version=form.page_version)
        if clash:
            form.version.data = str(page.facts.version)
            return _found(page, form, reading, clash=clash, picked=request.form.to_dict())
        _after(page, told)
        page.refresh()
        return redirect(page.onward(), 303)


def _after(page: Page, told: dict[str, Any]) -> None:
    if told.get("name"):
        ledger.ensure_sku(page.session, page.listing)
        note_goods(told["name"])
    if told.get("price") and told.get("unit"):
        read_back(page, told["price"], told["unit"])
    elif not told:
        flash(_("Chưa lấy gì từ bài cũ. Mời trả lời từng câu."), "info")


def _told(reading: Reading) -> dict[str, Any]:
    """Give the fields that were ticked; only what the post itself holds can be chosen."""
    told: dict[str, Any] = {}
    for name in post.FIELDS:
        chosen = {_key(found): found.value for found in _listed(reading, name)}
        if (value := chosen.get(request.form.get(name, ""))) is not None:
            told[name] = value
    if request.form.get(DESCRIPTION) == "yes" and _fits(reading):
        told[DESCRIPTION] = reading.description
    if told.get("unit") == "chục" and "unit_count" not in told:
        # How many a chục is will be asked where the price is.
        del told["unit"]
    elif "unit" in told and told["unit"] != "chục":
        told["unit_count"] = None
    elif "unit" not in told:
        told.pop("unit_count", None)
    return told


def _listed(reading: Reading, name: str) -> list[Found]:
    guess = reading.fields[name]
    return [guess.sure] if guess.sure else list(guess.others)


def _key(found: Found) -> str:
    return str(found.start)


def _fits(reading: Reading) -> bool:
    return 0 < len(reading.description) <= MOST_DESCRIPTION


def _found(
    page: Page,
    form: PasteForm,
    reading: Reading,
    clash: dict[str, Any] | None = None,
    picked: dict[str, str] | None = None,
) -> str:
    rows = [row for name in post.FIELDS if (row := _row(page, reading, name)).choices]
    return render_template(
        "paste/found.html",
        page=page,
        step="paste-found",
        form=form,
        back=url_for("paste.show", shop_id=page.shop.id, listing_id=page.listing.id),
        rows=rows,
        reading=reading,
        picked=picked,
        describes=_fits(reading),
        too_long=len(reading.description) > MOST_DESCRIPTION,
        has_words=page.facts.description,
        clash=clash,
        shown=shown,
        most=post.MOST,
    )


def _row(page: Page, reading: Reading, name: str) -> Row:
    labels = {
        "name": _("Tên món"),
        "price": _("Giá bán"),
        "unit": _("Bán theo"),
        "unit_count": _("Một chục có mấy cái"),
        "unit_size": _("Bên trong có bao nhiêu"),
        "weight_g": _("Nặng cả gói khi gửi"),
    }
    choices = tuple(_choice(page, reading, name, found) for found in _listed(reading, name))
    value = getattr(page.facts, name)
    now = None if value is None else shown(name, value)
    return Row(name, labels[name], choices, reading.fields[name].sure is not None, now)


def _choice(page: Page, reading: Reading, name: str, found: Found) -> Choice:
    text = str(found.value)
    if name == "price" and isinstance(found.value, int):
        text = f"{shown(name, found.value)} – {vnd_in_words(found.value, nghin=page.shop.nghin)}"
    if name == "weight_g" and isinstance(found.value, int):
        text = format_weight(found.value)
    before, after = _around(reading.text, found)
    return Choice(_key(found), text, before, found.seen, after)


def _around(text: str, found: Found) -> tuple[str, str]:
    """Give the words of the same line on both sides, not torn apart."""
    least = max(found.start - _AROUND, 0)
    before = text[least : found.start].rpartition("\n")[2]
    after = text[found.end : found.end + _AROUND].partition("\n")[0]
    if least and len(before) == _AROUND:
        before = "…" + before.partition(" ")[2]
    if len(after) == _AROUND:
        after = after.rpartition(" ")[0] + "…"
    return before, after


def _back(page: Page) -> str:
    """Lead back to the name, or to where she stands when that was answered."""
    if page.facts.checked:
        return url_for("more.show", shop_id=page.shop.id, listing_id=page.listing.id)
    return page.url("name")
