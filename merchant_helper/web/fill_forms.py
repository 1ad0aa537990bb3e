"""Ask for a seller's template, and for what it wants to know."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import request
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from merchant_helper import channels
from merchant_helper.bulk.sheet.columns import field_of, fields
from merchant_helper.channels.fill import (
    LATER,
    MATCH,
    MATCHED,
    Filling,
    Question,
    TemplateRefused,
    shown_heads,
)
from merchant_helper.channels.fill.archive import MAX_BYTES
from merchant_helper.i18n import gettext as _
from merchant_helper.listings.kinds import kinds
from merchant_helper.text import shorten
from merchant_helper.web.words_form import WordsForm, at_most, tidy

_CHUNK, _LONGEST_LIST, _MOST_PICTURES = 1 << 20, 3_000, 5


class TemplateForm(WordsForm):
    """Take the template."""

    template = FileField()


class AnswersForm(WordsForm):
    """Ask for addresses of pictures, and whether another shop is meant; questions are added to it."""

    base_url = StringField(filters=[tidy], validators=[at_most(300)])
    confirm = BooleanField()
    verify = BooleanField()

    def validate_base_url(self, field: Any) -> None:
        """Want an address of a folder, where one is told at all."""
        if field.data and not channels.is_base_url(field.data):
            raise ValidationError(_("Địa chỉ ảnh chưa đúng. Gõ địa chỉ thư mục, ví dụ https://tiem.vn/anh/"))


@dataclass(frozen=True)
class Asked:
    """Be one question with its field on the page: its words, and a line under them."""

    question: Question
    field: Any
    label: str
    hint: str


def sent_template() -> FileStorage | None:
    """Give the template that was sent."""
    file = request.files.get("template")
    return file if file is not None and file.filename else None


def keep_template(file: FileStorage, target: Path) -> None:
    """Copy the template that was sent, no more than is ever read. Raises TemplateRefused."""
    size = 0
    with target.open("xb") as out:
        while chunk := file.stream.read(_CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                raise TemplateRefused("template.too_large", max=MAX_BYTES // 1_000_000)
            out.write(chunk)


def answers_form(
    asked: Sequence[Question], filling: Filling, told: Mapping[str, str], base_url: str, *, sent: bool
) -> tuple[AnswersForm, list[Asked]]:
    """Make the form for these questions; what was told before stands in it already."""
    found = [*_matches(filling)] if not filling.plan.joins else []
    found += [question for question in asked if question.kind != "match"]
    made = {_name(question): _field(question) for question in found}
    known = {_name(question): _told(question, told) for question in found}
    rivals = _rivals(found)
    # Where two columns look like the same, a person says which: none is taken silently.
    known |= {_name(question): "" for question in found if question.label in rivals and not told}
    kind = type("QuestionsForm", (AnswersForm,), made)
    form = kind() if sent else kind(formdata=None, data={**known, "base_url": base_url})
    words = [(q, *_words(q)) for q in found]
    return form, [Asked(q, form[_name(q)], label, rivals.get(q.label) or hint) for q, label, hint in words]


def _rivals(questions: Sequence[Question]) -> dict[str, str]:
    """Say of columns that look like the same thing that a person has to choose one, by their headers."""
    by_guess: dict[str, list[str]] = {}
    for question in questions:
        if question.kind == "match" and (guess := guess_of(question.label)):
            by_guess.setdefault(guess, []).append(question.label)
    said = {}
    for guess, labels in by_guess.items():
        for label in labels if len(labels) > 1 else ():
            others = ", ".join(f"“{other}”" for other in labels if other != label)
            said[label] = _(
                "Cột {others} cũng giống “{ours}”. Chọn cho một cột thôi.",
                others=others,
                ours=fields()[guess].label(),
            )
    return said


def told_in(asked: Sequence[Asked]) -> dict[str, str]:
    """Give the answers that were sent; of a stranger's columns each of ours is taken once."""
    answers: dict[str, str] = {}
    for one in asked:
        value = one.field.data or ""
        if one.question.kind == "match":
            if value in MATCHED:
                answers.setdefault(MATCH + value, one.question.label)
        elif value:
            answers[one.question.key] = value
    return answers


def claimed_twice(asked: Sequence[Asked]) -> bool:
    """Say at a stranger's columns that more than one of them was given the same of ours; tell whether so."""
    first: dict[str, Asked] = {}
    twice = False
    for one in asked:
        value = one.field.data or ""
        if one.question.kind != "match" or not value:
            continue
        if value in first:
            twice = True
            words = _(
                "Cột “{one}” và cột “{other}” cùng ghi một điều. Giữ một cột, cột kia chọn “Để trống”.",
                one=first[value].question.label,
                other=one.question.label,
            )
            one.field.errors = [words]
        first.setdefault(value, one)
    return twice


def mark_wrong(asked: Sequence[Asked], open_ones: Sequence[Question]) -> None:
    """Say at each question that stands in the way what is missing."""
    waiting = {question.key: question for question in open_ones}
    for one in asked:
        question = waiting.get(one.question.key)
        if question is not None:
            words = (
                _("{column}: chọn một điều ở đây.", column=one.label)
                if question.choices
                else _("{column}: ghi một lần cho mọi món.", column=one.label)
            )
            if question.wrong and question.kind == "switch":
                words = _("{column}: cần bật ít nhất một đơn vị giao hàng.", column=one.label)
            elif question.wrong:
                words = _(
                    "{column}: “{seen}” không dùng được.", column=one.label, seen=shorten(question.wrong, 40)
                )
            one.field.errors = [words]
    if f"{MATCH}name" in waiting:
        for one in [one for one in asked if one.question.kind == "match"][:1]:
            one.field.errors = [_("Chưa biết cột nào ghi tên món. Chọn “Tên món” ở cột đó.")]


def _matches(filling: Filling) -> list[Question]:
    return [Question(f"column {head.label}", "match", head.label) for head in shown_heads(filling.form)]


def _name(question: Question) -> str:
    return "q" + hashlib.sha256(question.key.encode()).hexdigest()[:12]


def _field(question: Question) -> Any:
    if question.kind == "match":
        return SelectField(choices=_ours(), validate_choice=False)
    if question.choices and len(question.choices) <= _LONGEST_LIST:
        choices = [SelectChoice(choice, _choice(question, choice)) for choice in question.choices]
        return SelectField(choices=[SelectChoice("", _("Chọn…")), *choices], validate_choice=False)
    return StringField(filters=[tidy], validators=[at_most(2_000)])


def _ours() -> list[SelectChoice]:
    names = [SelectChoice(field.key, field.label()) for field in fields().values() if field.key in MATCHED]
    more = [SelectChoice(f"photo{n}", _("Ảnh {number}", number=n)) for n in range(2, _MOST_PICTURES + 1)]
    return [SelectChoice("", _("Để trống")), *names, *more]


def _told(question: Question, told: Mapping[str, str]) -> str:
    """Give what was told before; a stranger's columns are guessed at by their headers."""
    if question.kind == "match":
        known = {header: key.removeprefix(MATCH) for key, header in told.items() if key.startswith(MATCH)}
        return known.get(question.label) or ("" if known else guess_of(question.label)) or ""
    answer = told.get(question.key) or told.get(question.key.removesuffix(f".{question.goods}")) or ""
    return next((choice for choice in question.choices if choice.strip() == answer.strip()), answer)


def guess_of(label: str) -> str:
    """Guess what a stranger's column takes, by its header."""
    guess = field_of(label.rstrip("*")) or ""
    return guess if guess in MATCHED else ""


def _choice(question: Question, choice: str) -> str:
    if question.kind == "pictures" and choice == LATER:
        return _("Để trống, dán địa chỉ ảnh vào sau")
    if question.kind == "unit":
        return {"g": _("gam (g)"), "kg": _("ki-lô-gam (kg)")}.get(choice, choice)
    return choice.strip() or choice


def _words(question: Question) -> tuple[str, str]:
    """Say a question; headers stand as the file has them."""
    label = question.label
    goods = kinds()[question.goods].name if question.goods in kinds() else question.goods
    match question.kind:
        case "match":
            return _("Cột “{column}”", column=label), ""
        case "sheet":
            return _("Điền vào trang nào của mẫu"), _("Mỗi trang là một hạng mục.")
        case "column":
            return _("Số lượng ghi vào cột nào"), ""
        case "unit":
            return _("Cột “{column}” ghi theo đơn vị nào", column=label), _("Mẫu không nói rõ.")
        case "category":
            words = _("{column} cho nhóm hàng: {goods}", column=label, goods=goods or "")
            if not question.required:
                return words, _("Để trống được; khi đó món chờ chọn hạng mục trên trang người bán.")
            return words, "" if question.choices else _("Chép đúng như trong mẫu.")
        case "pictures":
            return label, _(
                "Mẫu cần địa chỉ ảnh. Chưa có thì để trống, rồi dán vào sau khi đưa ảnh lên kho ảnh."
            )
        case "stock":
            return label, _("Ghi số này cho món không đếm số lượng.")
    if question.goods:
        return _("{column} cho nhóm hàng: {goods}", column=label, goods=goods or ""), ""
    return label, ""
