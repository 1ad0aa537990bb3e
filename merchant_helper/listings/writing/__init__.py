"""Let a language model try to write, where one was configured and the owner agreed.

Only words leave: kind, name, what is special, how it is made and used, its size. What comes back passes the
gate (listings.unsaid): each sentence that says more than the answers is marked, and stays only by her yes.
"""

from __future__ import annotations

from collections.abc import Iterable

from merchant_helper.issues import Issue
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.write import description
from merchant_helper.listings.writing.asking import Model, Silent, ask
from merchant_helper.listings.writing.draft import Draft, Piece, pieces, whole
from merchant_helper.listings.writing.prompt import messages, secret_told
from merchant_helper.listings.writing.reply import Unreadable, read_reply

__all__ = ["ISSUE_CODES", "Draft", "Model", "Piece", "pieces", "try_writing", "whole"]

ISSUE_CODES = (
    "writing.secret",
    "writing.no_answer",
    "writing.slow",
    "writing.refused",
    "writing.redirected",
    "writing.too_much",
    "writing.unreadable",
)


def try_writing(model: Model, facts: Facts, private: Iterable[str] = ()) -> Draft:
    """Ask the model for a description; whatever goes wrong, the template's own text and an issue come back.

    ``private`` are names of people and of the shop: they are cut out of what is sent. Never raises.
    """
    if secret_told(facts):
        return _fallback(facts, "writing.secret")
    try:
        text = read_reply(ask(model, messages(facts, private)))
    except Silent as why:
        return _fallback(facts, why.code)
    except Unreadable:
        return _fallback(facts, "writing.unreadable")
    return Draft(text, pieces(text, facts))


def _fallback(facts: Facts, code: str) -> Draft:
    text = description(facts)
    return Draft(text, pieces(text, facts), Issue(code, "description", "warn"))
