"""Fill the template that a seller downloaded, on the laptop: take it, ask what it asks, hand it back."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from merchant_helper import channels
from merchant_helper.channels.fill import ANY, MATCH, AnswersMissing, Filling, TemplateRefused, fill, ready
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.listings.goods import products_of
from merchant_helper.listings.product import Product
from merchant_helper.shops.model import Shop
from merchant_helper.text import file_name, glimpse
from merchant_helper.web import publishing
from merchant_helper.web.db import services
from merchant_helper.web.exports import pack
from merchant_helper.web.file_log import card, note_made, went_out
from merchant_helper.web.fill_errands import FillErrand, memory_of, sweep
from merchant_helper.web.fill_forms import (
    Asked,
    TemplateForm,
    answers_form,
    claimed_twice,
    keep_template,
    mark_wrong,
    sent_template,
    told_in,
)
from merchant_helper.web.mending import of_shop
from merchant_helper.web.page import load_shop
from merchant_helper.web.sheet_forms import sentence

bp = Blueprint("fills", __name__)


def _shop(shop_id: str) -> tuple[Shop, list[Product]]:
    """Load a shop and its finished products, and let go of the database."""
    with services().database.read() as session:
        shop = load_shop(session, shop_id, "export")
        return shop, products_of(session, shop_id, services().files)


@bp.get("/shops/<shop_id>/fill")
def ask(shop_id: str) -> str:
    """Ask for the template."""
    sweep()
    shop, products = _shop(shop_id)
    return _ask(shop, TemplateForm(formdata=None), len(products))


def _ask(shop: Shop, form: TemplateForm, count: int) -> str:
    known = sorted(channels.all_channels(), key=lambda place: place.id == ANY)
    places = [place.title() for place in known if place.has_template]
    return render_template("fills/ask.html", shop=shop, form=form, count=count, places=places)


@bp.post("/shops/<shop_id>/fill")
def receive(shop_id: str) -> str | AnyResponse:
    """Keep a template that can be filled; say of any other what is wrong with it."""
    sweep()
    shop, products = _shop(shop_id)
    form, file = TemplateForm(), sent_template()
    if not form.validate_on_submit() or file is None:
        form.template.errors = [_("Chưa chọn mẫu nào. Chọn tệp .xlsx tải từ trang người bán, rồi bấm nút.")]
        return _ask(shop, form, len(products))
    errand = FillErrand(shop_id)
    try:
        keep_template(file, errand.begin())
        errand.template()
    except TemplateRefused as error:
        errand.forget()
        form.template.errors = [sentence(error.issue)]
        return _ask(shop, form, len(products))
    errand.keep({"answers": {}, "base_url": "", "file": glimpse(file.filename or "", 80)})
    return redirect(url_for("fills.questions", shop_id=shop_id, run=errand.run), 303)


@bp.errorhandler(TemplateRefused)
def refused(error: TemplateRefused) -> AnyResponse:
    """Ask for a template again that turned out not to fit."""
    flash(sentence(error.issue), "warn")
    return redirect(url_for("fills.ask", shop_id=(request.view_args or {})["shop_id"]), 303)


@bp.get("/shops/<shop_id>/fill/<run>")
def questions(shop_id: str, run: str) -> str | AnyResponse:
    """Ask what the template wants to know; what was answered before stands there."""
    return _done(shop_id, run) or _Turn(shop_id, run).page(sent=False)


@bp.post("/shops/<shop_id>/fill/<run>")
def answer(shop_id: str, run: str) -> str | AnyResponse:
    """Fill the template, or ask for what is still missing."""
    if done := _done(shop_id, run):
        return done
    turn = _Turn(shop_id, run)
    if not turn.take():
        return turn.page(sent=True)
    return redirect(url_for("fills.result", shop_id=shop_id, run=run), 303)


def _done(shop_id: str, run: str) -> AnyResponse | None:
    """Lead on from a template that is filled already: its file is gone."""
    _shop(shop_id)
    if not FillErrand(shop_id, run).is_done():
        return None
    return redirect(url_for("fills.result", shop_id=shop_id, run=run), 303)


class _Turn:
    """Hold one look at a template and its questions."""

    def __init__(self, shop_id: str, run: str) -> None:
        self.shop, self.products = _shop(shop_id)
        self.errand, self.memory = FillErrand(shop_id, run), memory_of(shop_id)
        self.template = self.errand.template()
        self.state = self.errand.state()
        known = {**self.memory.answers(self.template), **self.state["answers"]}
        self.filling = Filling(self.template, known)
        self.other = self.memory.other_owner(self.template)
        self.publisher = publishing.publisher_for(self.shop)
        self.form: Any = None
        self.asked: list[Asked] = []

    def _questions(self) -> None:
        wanted = self.filling.questions(self.products, addresses=self.publisher is not None)
        told, base = self.filling.answers, self.state["base_url"]
        self.form, self.asked = answers_form(wanted, self.filling, told, base, sent=False)

    def take(self) -> bool:
        """Take the answers that were sent; True when the template was filled with them."""
        wanted = self.filling.questions(self.products, addresses=self.publisher is not None)
        told, base = self.filling.answers, self.state["base_url"]
        self.form, self.asked = answers_form(wanted, self.filling, told, base, sent=True)
        good = self.form.validate_on_submit()
        if self.other and not self.form.confirm.data:
            self.form.confirm.errors = [
                _("Chưa xác nhận gian hàng. Tải mẫu từ đúng gian hàng, hoặc đánh dấu ở đây.")
            ]
            good = False
        good &= not claimed_twice(self.asked)
        answers, base = told_in(self.asked), (self.form.base_url.data or "") if good else ""
        self.filling = Filling(self.template, answers)
        self.state |= {"answers": answers, "base_url": base}
        self.errand.keep(self.state)
        try:
            ready(self.products, self.template, answers, addresses=bool(base or self.publisher))
        except AnswersMissing as error:
            self._again(error)
            return False
        return bool(good) and self._fill(answers, base)

    def _again(self, error: AnswersMissing) -> None:
        """Ask again, also what only the answers brought up."""
        wanted = self.filling.questions(self.products, addresses=self.publisher is not None)
        known = {one.question.key for one in self.asked}
        if any(question.key not in known for question in wanted):
            errors = {name: list(found) for name, found in self.form.errors.items()}
            self._questions()
            for name, found in errors.items():
                if name in self.form:
                    self.form[name].errors = found
        mark_wrong(self.asked, error.questions)

    def _fill(self, answers: dict[str, str], base: str) -> bool:
        online = None if base else self.publisher
        asks = online or (base and self.form.verify.data)
        with publishing.looking() if asks else nullcontext():
            report = fill(
                self.products,
                self.template,
                answers,
                self.errand.out,
                image_base_url=base or None,
                publisher=online,
                looker=publishing.looker_for(self.template.channel) if asks else None,
            )
        self.state["online"] = online is not None
        self.memory.keep(self.template, {**self._unasked(), **answers})
        self.state["channel"] = self.template.channel.id
        self.errand.keep(self.state)
        self.errand.done()
        if report.files:
            note_made(self.shop.id, report.channel, went_out(self.products, report))
        return True

    def _unasked(self) -> dict[str, str]:
        """Give what was answered before for goods that are not there today."""
        known, today = self.memory.answers(self.template), {one.question.key for one in self.asked}
        return {k: v for k, v in known.items() if k not in today and not k.startswith(MATCH)}

    def page(self, *, sent: bool) -> str:
        """Show the questions."""
        if not sent:
            self._questions()
        other = None
        if self.other:
            seen = {"seen": self.template.owner or "", "known": self.other}
            other = Issue("template.other_shop", "template", "block", dict(seen))
        return render_template(
            "fills/questions.html",
            shop=self.shop,
            form=self.form,
            asked=self.asked,
            channel=self.template.channel,
            count=len(self.products),
            other=other,
            file=self.state.get("file", ""),
            matching=not self.filling.plan.joins,
            online=self.publisher is not None,
        )


@bp.get("/shops/<shop_id>/fill/<run>/result")
def result(shop_id: str, run: str) -> str:
    """Show what went in, what was held and why, and what to do next."""
    shop, _products = _shop(shop_id)
    errand = FillErrand(shop_id, run)
    report = errand.report()
    channel = channels.load(report["channel"])
    with services().database.read() as session:
        groups = of_shop(report["problems"], session, shop_id)
    online = bool(errand.state().get("online"))
    return render_template(
        "fills/result.html",
        shop=shop,
        run=run,
        report=report,
        channel=channel,
        groups=groups,
        card=card(channel, "fill", "online" if online else None),
    )


@bp.get("/shops/<shop_id>/fill/<run>/all.zip")
def download(shop_id: str, run: str) -> Response:
    """Hand over the filled template, the pictures and the report as one ZIP."""
    shop, _products = _shop(shop_id)
    errand = FillErrand(shop_id, run)
    title = channels.load(errand.report()["channel"]).title()
    packed = errand.out.with_suffix(".zip")
    if not packed.is_file():
        pack(errand.out, packed)
    name = file_name(f"{shop.name} - {title}", suffix=".zip")
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)
