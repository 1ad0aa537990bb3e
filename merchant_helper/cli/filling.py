"""Fill a seller's own template from the command line, and ask there for what the file wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from merchant_helper.cli.calling import Call
from merchant_helper.cli.outcome import Ended, Problem, wrong_call
from merchant_helper.i18n import mark
from merchant_helper.issues import Issue
from merchant_helper.text import clean_text, shorten

if TYPE_CHECKING:
    from merchant_helper.channels import Channel, Report
    from merchant_helper.channels.fill import Memory, Question, Template

ISSUE_CODES = (
    "cli.no_template_place",
    "cli.only_with_template",
    "cli.only_without_template",
    "cli.not_a_pair",
    "cli.told_twice",
    "cli.other_shop",
    "cli.answer_missing",
    "cli.value_missing",
    "cli.answer_wrong",
    "cli.pictures_missing",
    "cli.match_missing",
    "cli.answers_missing",
)
TEMPLATE = click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE.xlsx",
    help=mark("Mẫu Excel tải từ chính gian hàng, để điền vào đó."),
)
ANSWER = click.option(
    "--answer",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help=mark("Trả lời điều mẫu hỏi thêm; được nhớ cho lần sau. Ghi nhiều lần được."),
)
MATCH = click.option(
    "--match",
    "matched",
    multiple=True,
    metavar="OURS=HEADER",
    help=mark("Với mẫu lạ: cột của bảng ứng với cột nào trong mẫu, ví dụ name=Tên hàng. Ghi nhiều lần được."),
)
ANSWERS = click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=mark("Tệp nhớ các câu trả lời, thay cho thư mục dữ liệu."),
)
_SHOWN = 12


class Errand:
    """Hold a template that is to be filled, and what is known of it."""

    def __init__(self, template: Template, answers: dict[str, str], memory: Memory | None) -> None:
        self.template, self.answers, self._memory = template, answers, memory

    def look(self, products: Iterable[Any], addresses: bool) -> None:
        """Look whether it can be filled with these products, before anything takes time or is written.

        Raises TemplateRefused, AnswersMissing.
        """
        from merchant_helper.channels.fill import ready

        ready(products, self.template, self.answers, addresses=addresses)

    def fill(self, products: Any, _channel: Channel, out: Path, **options: Any) -> Report:
        """Fill it, in the place of an export, and remember the answers."""
        from merchant_helper.channels.fill import fill

        report = fill(products, self.template, self.answers, out, **options)
        if self._memory is not None:
            self._memory.keep(self.template, self.answers)
        return report


def answers_file(cache: Path, shop_id: str = "sheets") -> Path:
    """Name the file that answers are remembered in: one for sheets, one for each shop, which goes with it."""
    return cache / "exports" / shop_id / "template-answers.json"


def errand(channel: Channel, asked: dict[str, Any], kept: Path | None) -> Errand | None:
    """Open the template of a call, if there is one; ``kept`` is where answers are remembered.

    Ends the call where its options do not fit together.
    """
    path: Path | None = asked["template"]
    if path is None:
        for option in ("given", "matched", "answers_file"):
            if asked[option]:
                raise wrong_call("cli.only_with_template", option)
        return None
    if not channel.has_template:
        raise wrong_call("cli.no_template_place", "template", place=channel.title())
    for option in ("update", "removals", "form"):
        if asked[option]:
            raise wrong_call("cli.only_without_template", option)
    if not path.is_file():
        raise wrong_call("cli.no_such_path", "template", path=str(path))
    from merchant_helper.channels.fill import MATCH as PREFIX
    from merchant_helper.channels.fill import Memory, open_template

    given = _pairs(asked["given"], "answer")
    given |= {PREFIX + ours: theirs for ours, theirs in _pairs(asked["matched"], "match").items()}
    template = open_template(path, channel)
    place = asked["answers_file"] or kept
    memory = Memory(place) if place is not None else None
    _refuse_other_shop(template, memory, given)
    remembered = memory.answers(template) if memory else {}
    return Errand(template, {**remembered, **given}, memory)


def _pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        # A header may hold a sign of equality; a key of ours does not.
        key, sign, value = text.partition("=") if option == "match" else text.rpartition("=")
        if not sign or not key.strip():
            raise wrong_call("cli.not_a_pair", option, seen=shorten(text, 60))
        name, told = clean_text(key).text, clean_text(value).text
        if found.setdefault(name, told) != told:
            both = {"key": shorten(name, 40), "one": shorten(found[name], 40), "other": shorten(told, 40)}
            raise wrong_call("cli.told_twice", option, **both)
    return found


def _refuse_other_shop(template: Template, memory: Memory | None, given: dict[str, str]) -> None:
    other = memory.other_owner(template) if memory else None
    if other is not None and given.get("shop") != template.owner:
        raise wrong_call("cli.other_shop", "template", seen=template.owner or "", known=other)


@contextmanager
def template_refusals(call: Call) -> Iterator[None]:
    """End the call as a wrong one where a file is no template, or where answers are missing."""
    from merchant_helper.channels.fill import AnswersMissing, TemplateRefused

    try:
        yield
    except TemplateRefused as error:
        raise Ended(Problem(error.issue)) from error
    except AnswersMissing as error:
        for question in error.questions:
            _tell(call, question)
        raise wrong_call("cli.answers_missing", "answer", count=len(error.questions)) from error


def _tell(call: Call, question: Question) -> None:
    issue = _issue(question)
    facts = {"key": question.key, "column": question.label, "choices": list(question.choices)}
    call.report.item({**issue.to_json(), **facts}, f"- {issue.message()} {issue.fix()}")


def _issue(question: Question) -> Issue:
    from merchant_helper.channels.values import category_name

    choices = " | ".join(choice.strip() for choice in question.choices[:_SHOWN])
    if len(question.choices) > _SHOWN:
        choices = f"{choices} | … ({len(question.choices)})"
    label = question.label or question.key
    if question.goods:
        label = f"{label} ({category_name(question.goods)})"
    params: dict[str, str | int] = {"label": label, "key": question.key, "choices": choices or "…"}
    if question.wrong:
        return Issue(
            "cli.answer_wrong", question.key, "block", {**params, "seen": shorten(question.wrong, 60)}
        )
    code = {"pictures": "cli.pictures_missing", "match": "cli.match_missing"}.get(question.kind)
    usual = "cli.answer_missing" if question.choices else "cli.value_missing"
    return Issue(code or usual, question.key, "block", params)
