"""Fill templates that sellers download: one sheet changes, all else stays byte for byte."""

from merchant_helper.channels.fill.filler import (
    ANY,
    Filling,
    Template,
    fill,
    judged_by,
    open_template,
    ready,
)
from merchant_helper.channels.fill.memory import Memory
from merchant_helper.channels.fill.plan import MATCH, MATCHED, shown_heads
from merchant_helper.channels.fill.questions import LATER, Question
from merchant_helper.channels.fill.refused import AnswersMissing, TemplateRefused

__all__ = [
    "ANY",
    "LATER",
    "MATCH",
    "MATCHED",
    "AnswersMissing",
    "Filling",
    "Memory",
    "Question",
    "Template",
    "TemplateRefused",
    "fill",
    "judged_by",
    "open_template",
    "ready",
    "shown_heads",
]
