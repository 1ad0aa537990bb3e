"""Hold one thing said in both languages, and be strict about what may stand in it."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.model import Key, Strict
from merchant_helper.guides.words import SPOKEN
from merchant_helper.i18n import language
from merchant_helper.text import nfc

_BRACE = re.compile(r"\{(\w*)\}")

Model = TypeVar("Model", bound=BaseModel)


def _plain(text: str) -> str:
    """Refuse what is no plain sentence: blanks around it, HTML, letters in pieces, an unknown brace."""
    if not text or text != text.strip():
        raise ValueError("empty, or with blanks around it")
    if re.search(r"[<>\n]", text):
        raise ValueError("HTML and line breaks have no place here")
    if text != nfc(text):
        raise ValueError("letters and their marks stand apart: write NFC")
    if re.search(r"[{}]", _BRACE.sub("", text)) or text.count("[") != text.count("]"):
        raise ValueError("a brace or bracket is not closed")
    if unknown := set(_BRACE.findall(text)) - SPOKEN:
        raise ValueError(f"nobody fills in {sorted(unknown)}")
    return text


def _without_address(text: str) -> str:
    if _BRACE.search(text) or "[" in text:
        raise ValueError("English needs no pronoun")
    return text


Plain = Annotated[str, AfterValidator(_plain)]


class Said(Strict):
    """Say one thing in both languages; the Vietnamese may hold {co} and {Co}, as i18n.speak fills them."""

    vi: Plain
    en: Annotated[Plain, AfterValidator(_without_address)]

    def text(self, code: str | None = None) -> str:
        """Give the words in a language, the current one unless told."""
        return self.en if (code or language()) == "en" else self.vi


def read(kind: type[Model], text: str, place: str, **more: Any) -> Model:
    """Read one thing of a kind from TOML.

    Raises GuideBroken with every broken rule.
    """
    try:
        return kind.model_validate({**tomllib.loads(text), **more})
    except tomllib.TOMLDecodeError as error:
        raise GuideBroken(place, str(error)) from error
    except ValidationError as error:
        rules = [f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()]
        raise GuideBroken(place, "; ".join(rules)) from error


class Placed(Strict):
    """Have a key, the name of its file, and a place among its kind."""

    key: Key
    order: int


AnyPlaced = TypeVar("AnyPlaced", bound=Placed)


def read_all(kind: type[AnyPlaced], folder: str) -> dict[str, AnyPlaced]:
    """Read all files of a folder of the guides, by key, in their order.

    Raises GuideBroken, also where two have the same place.
    """
    place = files("merchant_helper.guides").joinpath(folder)
    names = [entry.name for entry in place.iterdir() if entry.name.endswith(".toml")]
    found = [read(kind, place.joinpath(name).read_text("utf-8"), name, key=name[:-5]) for name in names]
    found.sort(key=lambda one: one.order)
    if len({one.order for one in found}) < len(found):
        raise GuideBroken(folder, "two have the same order")
    return {one.key: one for one in found}
