"""Let a language model try a description: only where one is configured, only after her yes, never unseen."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from merchant_helper.i18n import gettext as _
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.lint import knowledge
from merchant_helper.listings.writing import Draft, Model, pieces, try_writing, whole
from merchant_helper.shops.consent import agree_to_send, agreed_to_send, sending_words, withdraw
from merchant_helper.shops.model import SEND_WORDS, Shop
from merchant_helper.web.db import end_reading, read_session, writing
from merchant_helper.web.forms import QuestionForm
from merchant_helper.web.page import Page, load_page, who
from merchant_helper.web.questions import shown
from merchant_helper.web.words_form import at_most, tidy_lines

bp = Blueprint("writing", __name__)
MOST_ACCEPTED = 300


class DraftForm(QuestionForm):
    """Take a written text back, and which of its doubtful sentences stay."""

    text = TextAreaField(filters=[tidy_lines], validators=[at_most(20_000)])

    @property
    def kept(self) -> set[str]:
        """Give the numbers of the sentences that stay; each has a choice of its own."""
        return {value for name, value in request.form.items() if name == f"keep-{value}"}


@bp.get("/shops/<shop_id>/listings/<listing_id>/writing")
def show(shop_id: str, listing_id: str) -> str | Response:
    """Say what would be sent and where to; ask for her yes once."""
    model = _model()
    page = _agreed(load_page(read_session(), shop_id, listing_id))
    return page if isinstance(page, Response) else _asking(page, model)


@bp.post("/shops/<shop_id>/listings/<listing_id>/writing/agree")
def agree(shop_id: str, listing_id: str) -> Response:
    """Record her yes, or that she took it back."""
    model = _model()
    with writing() as session:
        page = load_page(session, shop_id, listing_id, "answer")
        if request.form.get("choice") == "no":
            withdraw(page.shop, SEND_WORDS)
            flash(_("Từ giờ không gửi câu chữ nào đi nữa."), "good")
        elif page.shop.has_agreed:
            agree_to_send(page.shop, model.host)
    return redirect(url_for("writing.show", shop_id=shop_id, listing_id=listing_id), 303)


@bp.post("/shops/<shop_id>/listings/<listing_id>/writing")
def ask(shop_id: str, listing_id: str) -> str | Response:
    """Send her words and show what came back, sentence by sentence; nothing is kept yet."""
    model = _model()
    page = _agreed(load_page(read_session(), shop_id, listing_id, "answer"))
    if isinstance(page, Response):
        return page
    if not agreed_to_send(page.shop, model.host):
        return _asking(page, model)
    facts, private = page.facts, _private(page.shop)
    # The answer may take a minute: nobody waits for this request's session meanwhile.
    end_reading()
    draft = try_writing(model, facts, private)
    page = load_page(read_session(), shop_id, listing_id, "answer")
    form = DraftForm(formdata=None, data={"version": facts.version, "text": draft.text})
    return _drafted(page, form, draft)


@bp.post("/shops/<shop_id>/listings/<listing_id>/writing/take")
def take(shop_id: str, listing_id: str) -> str | Response:
    """Keep the text: what says nothing new, and the sentences that she said yes to."""
    _model()
    with writing() as session:
        page = _agreed(load_page(session, shop_id, listing_id, "answer"))
        if isinstance(page, Response):
            return page
        form = DraftForm()
        draft = Draft(form.text.data or "", pieces(form.text.data or "", page.facts))
        if not form.validate_on_submit():
            return _drafted(page, form, draft)
        told = _told(page.facts, draft, form.kept)
        if not told["description"]:
            flash(_("Không còn câu nào để giữ. Bài viết vẫn như cũ."), "info")
            return redirect(_hub(page), 303)
        clash = ledger.tell(page.listing, told, by=who(), page_version=form.page_version)
        if clash:
            form.version.data = str(page.facts.version)
            return _drafted(page, form, draft, clash=clash)
        flash(_("Đã ghi bài viết mới."), "good")
        return redirect(page.url("check") if page.facts.checked else page.onward(), 303)


def _configured() -> Model:
    config = current_app.config
    url, name, key = (str(config[f"MODEL_{part}"]).strip() for part in ("URL", "NAME", "KEY"))
    return Model(url, name, key)


def _model() -> Model:
    model = _configured()
    return model if model.usable else abort(404)


def _agreed(page: Page) -> Page | Response:
    """Let nobody past who has not agreed that her things are kept here."""
    return page if page.shop.has_agreed else redirect(page.onward(), 303)


def _private(shop: Shop) -> list[str]:
    """List the names that never leave: the shop's, its people's, the volunteer's."""
    return [shop.name, shop.laptop_of, shop.team, *(m.person.name for m in shop.memberships)]


def _told(facts: Facts, draft: Draft, kept: set[str]) -> dict[str, Any]:
    """Give the description, and what she said yes to beside it."""
    yes = [piece for number, piece in enumerate(draft.pieces) if piece.doubtful and str(number) in kept]
    told: dict[str, Any] = {"description": whole(draft.pieces, {piece.text for piece in yes})}
    if new := [piece.text for piece in yes if piece.claims]:
        told["accepted"] = list(dict.fromkeys([*facts.accepted, *new]))[-MOST_ACCEPTED:]
    return told


def _asking(page: Page, model: Model) -> str:
    agreed = agreed_to_send(page.shop, model.host)
    return render_template(
        "writing/ask.html",
        page=page,
        step="writing",
        back=_hub(page),
        agreed=agreed,
        host=model.host,
        words=sending_words(model.host),
    )


def _drafted(page: Page, form: DraftForm, draft: Draft, clash: dict[str, Any] | None = None) -> str:
    return render_template(
        "writing/draft.html",
        page=page,
        step="writing-draft",
        back=url_for("writing.show", shop_id=page.shop.id, listing_id=page.listing.id),
        form=form,
        draft=draft,
        kept=form.kept,
        clash=clash,
        shown=shown,
        groups=knowledge().groups,
    )


def _hub(page: Page) -> str:
    return url_for("more.show", shop_id=page.shop.id, listing_id=page.listing.id)
