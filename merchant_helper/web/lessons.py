"""Teach in short lessons: read, answer three questions, see why, again until right; then one real step.

A result stands beside the practice, so it lives on this laptop with the shop and goes when the shop goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice
from wtforms.validators import ValidationError

from merchant_helper.guides.lessons import QUESTIONS, Lesson, lessons
from merchant_helper.i18n import gettext as _
from merchant_helper.shops.learned import Practised
from merchant_helper.shops.model import Shop
from merchant_helper.shops.practising import note_try, practised
from merchant_helper.web.db import read_session, writing
from merchant_helper.web.guide_pages import drawing, loaded
from merchant_helper.web.language import say
from merchant_helper.web.page import load_shop
from merchant_helper.web.phone.guard import phone_may
from merchant_helper.web.phone.rules import GROUPS, access_of
from merchant_helper.web.words_form import WordsForm

bp = Blueprint("lessons", __name__, url_prefix="/shops/<shop_id>/practice/lessons")

#: Where each place of the program is found.
PLACES = {
    "products": "shops.show",
    "pay": "pay.show",
    "check-code": "pay_check.check",
    "practice": "practice.index",
    "compare": "shop_guides.side_by_side",
    "calendar": "shop_guides.calendar",
    "card": "shop_guides.card",
}


class AnswersForm(WordsForm):
    """Ask the three questions of a lesson."""

    first = RadioField(validate_choice=False)
    second = RadioField(validate_choice=False)
    third = RadioField(validate_choice=False)

    def __init__(self, lesson: Lesson, seed: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field, question in zip(self.asked, lesson.question, strict=True):
            order = question.shuffled(seed)
            field.choices = [SelectChoice(str(n), say(question.choice[n].text())) for n in order]

    @property
    def asked(self) -> tuple[Any, ...]:
        """Give the fields in the order of the questions."""
        return self.first, self.second, self.third

    def validate_first(self, field: Any) -> None:
        """Want one of the answers."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Câu này chưa chọn. Bấm vào một dòng."))

    validate_second = validate_third = validate_first


class Asked(NamedTuple):
    """Put one question before her: its words, its field, and why her last answer was right or not yet."""

    label: str
    field: Any
    why: str


@bp.get("/<lesson>")
def show(shop_id: str, lesson: str) -> str:
    """Show what is to be learned."""
    shop = load_shop(read_session(), shop_id)
    return render_template("practice/lesson.html", shop=shop, lesson=_find(lesson), drawing=drawing)


@bp.get("/<lesson>/check")
def check(shop_id: str, lesson: str) -> str:
    """Ask the three questions; after a try, say what came of it."""
    session = read_session()
    shop = load_shop(session, shop_id)
    told = _find(lesson)
    rows = practised(session, shop_id)
    chosen = _chosen(told)
    if chosen is not None and _is_right(told, chosen):
        return _right(shop, told, rows)
    form = AnswersForm(told, _seed(shop_id, rows.get(told.noted_as)), formdata=None)
    return _ask(shop, told, form, chosen)


@bp.post("/<lesson>/check")
def answer(shop_id: str, lesson: str) -> str | Response:
    """Count the try and show what comes of it."""
    with writing() as session:
        shop = load_shop(session, shop_id, "answer")
        told = _find(lesson)
        form = AnswersForm(told, _seed(shop_id, practised(session, shop_id).get(told.noted_as)))
        if not form.validate_on_submit():
            return _ask(shop, told, form)
        chosen = [int(field.data) for field in form.asked]
        note_try(session, shop_id, told.noted_as, right=_is_right(told, chosen))
    kept = "".join(map(str, chosen))
    return redirect(url_for("lessons.check", shop_id=shop_id, lesson=lesson, chose=kept), 303)


def known(rows: dict[str, Practised]) -> set[str]:
    """Name the lessons whose questions were all answered right."""
    noted = {key for key, row in rows.items() if row.right_at is not None}
    return {lesson.key for lesson in lessons().values() if lesson.noted_as in noted}


def way_to(shop: Shop, lesson: Lesson) -> str | None:
    """Give the address of the real step; none where this phone may not open it now."""
    endpoint = PLACES[lesson.next.place]
    access = access_of(endpoint)
    if access in GROUPS and not phone_may(access):
        return None
    named: dict[str, Any] = {"card": lesson.next.card} if lesson.next.card else {}
    return url_for(endpoint, shop_id=shop.id, **named)


def _ask(shop: Shop, lesson: Lesson, form: AnswersForm, chosen: list[int] | None = None) -> str:
    asked = []
    for number, (question, field) in enumerate(zip(lesson.question, form.asked, strict=True)):
        why = ""
        if chosen is not None:
            choice = question.choice[chosen[number]]
            # A right answer stays; the others are asked once more.
            field.data = str(chosen[number]) if choice.right else None
            words = _("Đúng rồi. {why}") if choice.right else _("Vừa chọn “{choice}”. {why} Chọn lại nhé.")
            why = say(words, choice=say(choice.text()), why=say(choice.why.text()))
        asked.append(Asked(say(question.text()), field, why))
    left = QUESTIONS - _right_ones(lesson, chosen) if chosen else 0
    told = {"form": form, "asked": asked, "left": left}
    return render_template("practice/lesson_check.html", shop=shop, lesson=lesson, **told)


def _right(shop: Shop, lesson: Lesson, rows: dict[str, Practised]) -> str:
    cards = loaded().cards
    return render_template(
        "practice/lesson_right.html",
        shop=shop,
        lesson=lesson,
        way=way_to(shop, lesson),
        cards=[cards[key] for key in lesson.cards if key in cards],
        after=_after(lesson, known(rows)),
    )


def _after(lesson: Lesson, done: Iterable[str]) -> Lesson | None:
    """Find the next lesson that is not known yet: after this one, else from the start."""
    found = list(lessons().values())
    first = found.index(lesson) + 1
    others = [*found[first:], *found[: first - 1]]
    return next((one for one in others if one.key not in done), None)


def _find(key: str) -> Lesson:
    found = lessons().get(key)
    if found is None:
        abort(404)
    return found


def _chosen(lesson: Lesson) -> list[int] | None:
    """Read from the address what was just answered; nonsense is nothing."""
    told = request.args.get("chose", "")
    numbers = [
        next((n for n in range(len(question.choice)) if str(n) == sign), None)
        for question, sign in zip(lesson.question, told, strict=False)
    ]
    chosen = [n for n in numbers if n is not None]
    return chosen if len(chosen) == len(told) == QUESTIONS else None


def _right_ones(lesson: Lesson, chosen: list[int]) -> int:
    return sum(question.right == n for question, n in zip(lesson.question, chosen, strict=True))


def _is_right(lesson: Lesson, chosen: list[int]) -> bool:
    return _right_ones(lesson, chosen) == QUESTIONS


def _seed(shop_id: str, row: Practised | None) -> str:
    """Be the same until the next try."""
    return f"{shop_id}/{row.tries if row else 0}"
