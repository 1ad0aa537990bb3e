"""Speak Vietnamese first and English second, without any web framework.

Source strings are Vietnamese. Catalogues are ``translations/<language>/<part>.po``, read once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
CATALOGUES = Path(__file__).parent / "translations"

_language: ContextVar[str] = ContextVar("language", default="vi")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")
_OPENING = re.compile(r"((?:^|[.!?…] ))\[[^\[\]]*\]\s*(\w)")
_LEADING_NAME = re.compile(r"\{Co\}\s*(\w)")


def set_language(code: str) -> None:
    """Choose the language of this thread or request; an unknown code means Vietnamese."""
    _language.set(code if code in LANGUAGES else "vi")


def language() -> str:
    """Tell the current language."""
    return _language.get()


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak another language for the length of a block."""
    token = _language.set(code if code in LANGUAGES else "vi")
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """Read all sentences of one language: msgid to text.

    Raises babel's PoFileError for a file that is no catalogue.
    """
    from babel.messages.pofile import read_po

    sentences: dict[str, str] = {}
    for path in sorted((CATALOGUES / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code, abort_invalid=True):
                if message.id and isinstance(message.id, str) and message.string and not message.fuzzy:
                    sentences[message.id] = str(message.string)
    return sentences


def gettext(msgid: str, /, **params: object) -> str:
    """Translate a sentence and fill in its parameters; others are left as they stand."""
    return fill(catalogue(language()).get(msgid, msgid), params)


_ = gettext


def mark(msgid: str) -> str:
    """Mark a sentence for the catalogues and translate it later."""
    return msgid


def fill(sentence: str, params: Mapping[str, object]) -> str:
    """Put parameters in place of ``{name}``; never looks inside what it put in."""
    if not params:
        return sentence
    return _PLACEHOLDER.sub(lambda m: str(params[m[1]]) if m[1] in params else m[0], sentence)


@dataclass(frozen=True)
class Address:
    """Hold how a shop's owner is spoken to.

    ``co`` is a pronoun such as cô, chú, bác, or empty for none; ``nghin`` is nghìn or ngàn.
    """

    co: str = ""
    nghin: str = "nghìn"


def speak(sentence: str, address: Address) -> str:
    """Fill {co}, {Co} and {nghin}; without a pronoun the sentence closes up.

    ``[của {co}]`` vanishes as a whole without a pronoun and loses its brackets with one. Speak first and
    fill in afterwards what people typed: the brackets and braces of a product's name are not ours.
    """
    if address.co:
        sentence = _OPTIONAL.sub(lambda m: m[0].replace("[", "").replace("]", ""), sentence)
        name = address.co
        sentence = sentence.replace("{co}", name).replace("{Co}", name[:1].upper() + name[1:])
    else:
        sentence = _OPENING.sub(lambda m: m[1] + m[2].upper(), sentence)
        sentence = _OPTIONAL.sub("", sentence)
        sentence = _LEADING_NAME.sub(lambda m: m[1].upper(), sentence)
        sentence = re.sub(r"\s*\{[cC]o\}", "", sentence)
    return sentence.replace("{nghin}", address.nghin).strip()
