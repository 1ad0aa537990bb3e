"""Put her answers into a description: a paragraph or two and a list, each sentence tied to its answers.

The words between her own come from phrases.toml and the kind's "says"; nothing else is added. Sentences vary
from product to product by its name, and never from one day to the next. Buyers read Vietnamese, whatever
language the pages are in.
"""

from __future__ import annotations

import html as markup
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import OF_SHEETS, Kind
from merchant_helper.listings.phrasing import capital, flowing, lowered, phrases, sentence, words
from merchant_helper.listings.sizes import is_one, size
from merchant_helper.listings.title_parts import called
from merchant_helper.listings.traits import answers, is_told, kind_of, varies_in_size
from merchant_helper.text import format_weight, search_key

# A longer answer is not put behind a name, and one of several lines stands as she wrote it.
_LONGEST_OPENING = 90
_INSIDE = (". ", "! ", "? ", "\n")
# Fields that have a line of their own in a chat post, and ("name",) alone, which begins it.
_OWN_LINE = frozenset({"unit_size", "weight_g", "expiry", "brand", "origin"})


@dataclass(frozen=True)
class Sentence:
    """Be one sentence of a description and the fields it is made of (traits by the key of their question)."""

    text: str
    fields: tuple[str, ...]
    place: Literal["opening", "paragraph", "list"] = "list"
    #: The same without the product's name, for a post that begins with it.
    bare: str = ""


def sentences(facts: Facts) -> tuple[Sentence, ...]:
    """Compose a description from answers; nothing told is nothing written."""
    kind = kind_of(facts)
    said = [*_opening(facts, kind), *_use(facts, kind)]
    told = [*said, *_list(facts, kind, " ".join(each.text for each in said))]
    if told and facts.name and told[0].place != "opening":
        told.insert(0, Sentence(sentence(called(facts)), ("name",), "opening"))
    return tuple(told)


def plain(told: Sequence[Sentence]) -> str:
    """Write paragraphs and a list with dashes, an empty line between them."""
    parts = ["\n".join(paragraph) for paragraph in _paragraphs(told)]
    listed = "\n".join(f"- {each.text}" for each in told if each.place == "list")
    return "\n\n".join(part for part in (*parts, listed) if part)


def html(told: Sequence[Sentence]) -> str:
    """Write the same with p, br, ul and li alone, for places whose description is HTML."""
    parts = [f"<p>{'<br>'.join(map(_escaped, paragraph))}</p>" for paragraph in _paragraphs(told)]
    listed = "".join(f"<li>{_escaped(each.text)}</li>" for each in told if each.place == "list")
    return "".join([*parts, f"<ul>{listed}</ul>" if listed else ""])


def short(told: Sequence[Sentence]) -> str:
    """Write what a chat post needs, a line each: no name again, no fact that has a line of its own there."""
    return "\n".join(each.bare or each.text for each in told if not _has_own_line(each))


def _has_own_line(told: Sentence) -> bool:
    return told.fields == ("name",) or not _OWN_LINE.isdisjoint(told.fields)


def _paragraphs(told: Sequence[Sentence]) -> Iterator[list[str]]:
    """Give each paragraph as its lines: the opening runs on, all else stands in lines as she wrote it."""
    opening = " ".join(each.text for each in told if each.place == "opening")
    rest = "\n".join(each.text for each in told if each.place == "paragraph")
    yield from (text.split("\n") for text in (opening, rest) if text)


def _escaped(text: str) -> str:
    return markup.escape(text, quote=False).replace("\\", "&#92;")


def _opening(facts: Facts, kind: Kind) -> Iterator[Sentence]:
    """Say what is special and what it is made of; the first of them behind the name."""
    name, special, made = called(facts), _told(facts.special), _told(facts.made)
    if special:
        bare = sentence(capital(special))
        if name and _goes_behind(special, name):
            form = _choose(phrases()["openings"], name)
            text = sentence(form.format(name=name, special=lowered(special)))
            yield Sentence(text, ("name", "special"), "opening", bare)
        else:
            yield Sentence(bare, ("special",), "opening")
    if made:
        yield from _made(made, "" if special else name, kind)


def _made(made: str, name: str, kind: Kind) -> Iterator[Sentence]:
    """Say what it is made of, or how, the way the answer begins; behind the name where nothing else is."""
    if "made_of" in kind.says and _begins(made, phrases()["materials"]):
        told = f"{kind.says['made_of']} {lowered(made)}"
        bare = sentence(capital(told))
        behind = f"{name} {told}"
    elif _begins(made, phrases()["sentences"]):
        bare = sentence(capital(made))
        behind = f"{name}: {lowered(made)}"
    else:
        bare = sentence(f"{kind.says['made']}: {lowered(made)}")
        behind = ""
    if name and behind and _goes_behind(made, name):
        yield Sentence(sentence(behind), ("name", "made"), "opening", bare)
    else:
        yield Sentence(bare, ("made",), "opening" if behind or not name else "paragraph")


def _use(facts: Facts, kind: Kind) -> Iterator[Sentence]:
    if use := _told(facts.use):
        yield Sentence(sentence(f"{kind.says['use']}: {lowered(use)}"), ("use",), "paragraph")


def _list(facts: Facts, kind: Kind, said: str) -> Iterator[Sentence]:
    """List the answers to the kind's questions, then what every kind has, a line each."""
    told, says = answers(facts), phrases()["says"]
    for question in kind.questions:
        text = lowered(flowing(" ".join(told.get(question.key, "").split()))).rstrip(" .;,")
        if text and question.key not in OF_SHEETS and not (question.once and _says(said, text)):
            yield Sentence(_labelled(question.says, text), (question.key,))
    for key in OF_SHEETS:
        if key in told:
            yield Sentence(f"{says[key]}: {told[key]}", (key,))
    yield from _sizes(facts)
    if facts.expiry and is_told(facts.expiry):
        yield Sentence(f"{says['expiry']}: {facts.expiry.strip().rstrip('.')}", ("expiry",))
    if facts.weight_g:
        weight = f"{says['about']} {format_weight(facts.weight_g)}"
        yield Sentence(f"{says['weight']}: {weight}", ("weight_g",))
    if facts.condition in ("used", "refurbished"):
        yield Sentence(f"{says['condition']}: {says[facts.condition]}", ("condition",))


def _sizes(facts: Facts) -> Iterator[Sentence]:
    """Say how much one of it is: "Quy cách: chai 500 ml", "Cỡ: M", "Một mâm: 10 người"."""
    says, told, unit = phrases()["says"], (facts.unit_size or "").strip(), (facts.unit or "").strip()
    told = "" if varies_in_size(facts) else told
    fields = ("unit", "unit_size") if unit else ("unit_size",)
    first, _space, rest = told.partition(" ")
    if rest and search_key(first) == search_key(says["fit"]):
        yield Sentence(f"{says['fit']}: {rest}", ("unit_size",))
    elif told and unit and not is_one(unit) and size(facts) == told and told[:1].isdigit():
        yield Sentence(f"{says['one'].format(unit=unit)}: {told}", fields)
    elif told:
        yield Sentence(f"{says['size']}: {size(facts) or told}", fields)
    if facts.unit_count and unit:
        yield Sentence(f"{says['count'].format(unit=unit)} {facts.unit_count}", ("unit", "unit_count"))


def _says(said: str, text: str) -> bool:
    """Tell whether a text says these words already, one after another."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(said))} "


def _labelled(says: str, text: str) -> str:
    """Write a label before an answer, and what both say once: "Chậu: chậu nhựa" is "Chậu nhựa"."""
    if search_key(text).startswith(f"{search_key(says)} "):
        return capital(text)
    first, _space, rest = text.partition(" ")
    twice = rest and search_key(first) == search_key(says.split(" ")[-1])
    return f"{says}: {rest if twice else text}"


def _told(text: str | None) -> str:
    """Clean one answer for its sentence; lines of hers stay lines."""
    if not text or not is_told(text):
        return ""
    lines = [flowing(line.strip()) for line in text.strip().split("\n") if line.strip()]
    return "\n".join(lines)


def _goes_behind(text: str, name: str) -> bool:
    """Tell whether an answer can go on behind the name: short, one sentence, not beginning with it."""
    if len(text) > _LONGEST_OPENING or any(sign in text for sign in _INSIDE):
        return False
    return not search_key(text).startswith(search_key(name))


def _begins(text: str, starts: Sequence[str]) -> bool:
    plain_text = f"{text.casefold().replace(',', ' ').replace(';', ' ')} "
    return any(plain_text.startswith(f"{start} ") for start in starts)


def _choose(forms: Sequence[str], name: str) -> str:
    return forms[crc32(search_key(name).encode()) % len(forms)]
