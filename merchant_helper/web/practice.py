"""Let an owner practise: a scene, what to do, why; again until right; and a card of what she learned.

Nothing here touches her goods. Every try is counted, so that a page that is opened again shows the choices
in the same order, and the next try in another.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from merchant_helper.guides.lessons import lessons
from merchant_helper.guides.practice import Scenario, scenarios
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.learned import Practised
from merchant_helper.shops.model import Shop
from merchant_helper.shops.practising import learned, note_try, practised
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.guide_pages import drawing
from merchant_helper.web.language import say
from merchant_helper.web.lessons import known
from merchant_helper.web.page import load_shop
from merchant_helper.web.words_form import WordsForm

bp = Blueprint("practice", __name__)
#: Lines of the size that a printed card has; more of them would need a second hand.
ON_CARD = 4


class ChoiceForm(WordsForm):
    """Ask what she would do."""

    choice = RadioField(validate_choice=False)

    def __init__(self, scenario: Scenario, seed: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choice.choices = [
            SelectChoice(str(number), say(scenario.choice[number].text()))
            for number in scenario.shuffled(seed)
        ]

    def validate_choice(self, field: Any) -> None:
        """Want one of the choices."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Chưa chọn cách nào. Bấm vào một dòng."))


@bp.get("/shops/<shop_id>/practice")
def index(shop_id: str) -> str:
    """List what can be practised, and what is known already."""
    session = read_session()
    shop = load_shop(session, shop_id)
    rows = practised(session, shop_id)
    done = _done(rows)
    return render_template(
        "practice/index.html",
        shop=shop,
        scenarios=list(scenarios().values()),
        done=done,
        after=_after(done),
        lessons=list(lessons().values()),
        known=known(rows),
    )


@bp.get("/shops/<shop_id>/practice/<scenario>")
def show(shop_id: str, scenario: str) -> str:
    """Show the scene; after a try, what came of it."""
    session = read_session()
    shop = load_shop(session, shop_id)
    told = _find(scenario)
    rows = practised(session, shop_id)
    chosen = _chosen(told)
    if chosen is not None and told.choice[chosen].right:
        done = {key for key, row in rows.items() if row.right_at is not None}
        return render_template(
            "practice/right.html",
            shop=shop,
            scenario=told,
            choice=told.choice[chosen],
            after=_after(done, told),
        )
    form = ChoiceForm(told, _seed(shop_id, rows.get(scenario)), formdata=None)
    return _ask(shop, told, form, chosen)


@bp.post("/shops/<shop_id>/practice/<scenario>")
def choose(shop_id: str, scenario: str) -> str | Response:
    """Count the try and show what comes of it."""
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        told = _find(scenario)
        form = ChoiceForm(told, _seed(shop_id, practised(session, shop_id).get(scenario)))
        if not form.validate_on_submit():
            return _ask(shop, told, form)
        chosen = int(form.choice.data)
        note_try(session, shop_id, scenario, right=told.choice[chosen].right)
    return redirect(url_for("practice.show", shop_id=shop_id, scenario=scenario, chose=chosen), 303)


@bp.get("/shops/<shop_id>/practice/card")
def card(shop_id: str) -> str | Response:
    """Show what she learned, as large as a hand: to print, or for her phone; the newest first."""
    session = read_session()
    shop = load_shop(session, shop_id)
    all_told = scenarios()
    lines = [all_told[key].lesson for key in learned(session, shop_id) if key in all_told]
    if not lines:
        return redirect(url_for("practice.index", shop_id=shop_id))
    sheets = -(-len(lines) // ON_CARD)
    asked = request.args.get("sheet", "1")
    sheet = int(asked) if asked in {str(number) for number in range(1, sheets + 1)} else 1
    shown = lines[(sheet - 1) * ON_CARD : sheet * ON_CARD]
    return render_template("practice/card.html", shop=shop, lessons=shown, sheet=sheet, sheets=sheets)


def _ask(shop: Shop, scenario: Scenario, form: ChoiceForm, chosen: int | None = None) -> str:
    return render_template(
        "practice/ask.html", shop=shop, scenario=scenario, form=form, chosen=chosen, drawing=drawing
    )


def _find(key: str) -> Scenario:
    found = scenarios().get(key)
    if found is None:
        abort(404)
    return found


def _chosen(scenario: Scenario) -> int | None:
    """Read from the address which choice was just made; nonsense is none."""
    asked = request.args.get("chose")
    return next((n for n in range(len(scenario.choice)) if str(n) == asked), None)


def _seed(shop_id: str, row: Practised | None) -> str:
    """Be the same until the next try."""
    return f"{shop_id}/{row.tries if row else 0}"


def _done(rows: dict[str, Practised]) -> set[str]:
    """Name what is known of the scenarios that there are: an older program may have had others."""
    return {key for key, row in rows.items() if row.right_at is not None and key in scenarios()}


def _after(done: set[str], than: Scenario | None = None) -> Scenario | None:
    """Find the next scenario that is not known yet: after this one, else from the start."""
    found = list(scenarios().values())
    first = found.index(than) + 1 if than else 0
    return next(
        (one for one in [*found[first:], *found[:first]] if one.key not in done and one is not than), None
    )
