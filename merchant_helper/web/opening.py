"""Ask the two things that come before the first product: may this be kept, and does she sell already."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from merchant_helper.i18n import gettext as _
from merchant_helper.shops.consent import agree, words
from merchant_helper.shops.model import SELLS_ALREADY
from merchant_helper.web.language import say
from merchant_helper.web.page import Page
from merchant_helper.web.words_form import WordsForm


class SellingForm(WordsForm):
    """Ask whether she has a shop on the net already."""

    selling = RadioField(validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("Chưa có"), _("Có rồi"), _("Không rõ"))
        self.selling.choices = [SelectChoice(*pair) for pair in zip(SELLS_ALREADY, labels, strict=True)]

    def validate_selling(self, field: RadioField) -> None:
        """Want one of the three; all of them lead on."""
        if field.data not in SELLS_ALREADY:
            raise ValidationError(_("Chưa chọn câu nào. Không chắc thì bấm “Không rõ”, vẫn làm tiếp được."))


def show_consent(page: Page) -> str | Response:
    """Say what is kept, where, until when and how to delete it, before the first photo."""
    if page.shop.has_agreed:
        return redirect(page.onward())
    return render_template("listings/consent.html", page=page, step="consent", words=words(page.shop))


def act_consent(page: Page) -> str | Response:
    """Record a yes; a no keeps nothing and loses nothing."""
    if request.form.get("choice") == "no":
        return render_template("listings/no_consent.html", page=page, step="consent")
    agree(page.shop)
    return redirect(page.onward(after="consent"), 303)


def show_selling(page: Page) -> str:
    """Ask whether she has a shop already."""
    form = SellingForm(formdata=None, data={"selling": page.shop.sells_already})
    return render_template("listings/selling.html", page=page, step="selling", form=form)


def act_selling(page: Page) -> str | Response:
    """Remember the answer for the shop; none of the answers blocks."""
    form = SellingForm()
    if not form.validate_on_submit():
        return render_template("listings/selling.html", page=page, step="selling", form=form)
    page.shop.sells_already = form.selling.data
    if form.selling.data == "none":
        flash(say(_("Không sao. Facebook và Zalo bán được ngay.")), "info")
    return redirect(page.onward(after="selling"), 303)
