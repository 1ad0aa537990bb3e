"""Say why a template is not filled; nothing is written then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from merchant_helper.errors import MerchantHelperError
from merchant_helper.issues import Issue

if TYPE_CHECKING:
    from merchant_helper.channels.fill.questions import Question

ISSUE_CODES = (
    "template.not_xlsx",
    "template.old_excel",
    "template.encrypted",
    "template.macros",
    "template.bomb",
    "template.too_large",
    "template.broken",
    "template.doctype",
    "template.outside",
    "template.unknown",
    "template.other_place",
    "template.other_shop",
    "template.for_editing",
    "template.not_blank",
    "template.merged",
    "template.formula",
    "template.column_missing",
    "template.no_such_column",
)


class TemplateRefused(MerchantHelperError):
    """Say why a file is no template that can be filled (carries the Issue)."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.issue = Issue(code, "template", "block", params)


class AnswersMissing(MerchantHelperError):
    """Say which choices the file asks for that nobody has made yet."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(", ".join(question.key for question in questions))
        self.questions = tuple(questions)
