"""Sort what was found in a post into the fields of a product: sure where it is one thing, else open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from merchant_helper.listings.paste.measures import parcels_in, sizes_in
from merchant_helper.listings.paste.model import Found, Guess
from merchant_helper.listings.paste.names import (
    LEAST_WORDS,
    Phrase,
    clauses,
    counted,
    labelled,
    phrase_in,
    tells_goods,
)
from merchant_helper.listings.paste.prices import Money, money_in
from merchant_helper.listings.paste.spelling import as_name
from merchant_helper.listings.paste.words import Line, any_in, compiled, lowered, words

# So many candidates are shown of one field.
MOST_OTHERS = 6
# Behind so many lines or clauses no name is looked for.
_MOST_LINES, _MOST_CLAUSES = 12, 24
# Behind so many amounts nothing more is gathered.
_MOST_AMOUNTS = 200
# Parts of an enumeration are short.
_SHORT = 4
_CHUC = r"(?<!\w)(?:chục|chuc)(?!\w) ?\(? ?(?:là |la |= ?)?(?P<n>1\d)(?!\d)"
# Between a name and its price: signs and pictures, but not the end of a clause.
_GAP = re.compile(r"[^\w,.;!?()\x00]*")


@dataclass
class _Seen:
    """Gather what the lines of a post hold."""

    money: list[tuple[Line, Money]] = field(default_factory=list)
    sizes: list[tuple[str | None, int, Found]] = field(default_factory=list)
    parcels: list[Found] = field(default_factory=list)
    dozens: list[Found] = field(default_factory=list)


def sells(lines: list[Line], text: str) -> bool:
    """Tell whether a post offers something for sale."""
    if any(any_in(words("sale", "no"), line) for line in lines):
        return False
    return any(
        any_in(words("sale", "yes"), line) or any(m.unit or m.labelled for m in money_in(line, text))
        for line in lines
    )


def guesses(lines: list[Line], text: str, *, selling: bool) -> Mapping[str, Guess]:
    """Give what each field may be. A post that sells nothing, or several things, makes nothing sure."""
    seen = _gather(lines, text)
    own = _own_names(seen.money)
    several = len({lowered(text[p.start : p.end]) for one, p in own if one.role != "many"}) > 1
    found = {
        "name": _name(lines, text, _nearest(seen.money, own)),
        "price": _price([money for _line, money in seen.money], text),
        **_units(seen, text),
        "weight_g": _single(seen.parcels),
    }
    if selling and not several:
        return found
    return {name: Guess(None, _candidates(guess)) for name, guess in found.items()}


def _gather(lines: list[Line], text: str) -> _Seen:
    seen = _Seen()
    for line in lines:
        if len(seen.money) > _MOST_AMOUNTS:
            break
        seen.money += [(line, money) for money in money_in(line, text)]
        seen.sizes += sizes_in(line, text)
        seen.parcels += parcels_in(line, text)
        for match in compiled(_CHUC).finditer(line.low):
            start, end = line.start + match.start("n"), line.start + match.end("n")
            seen.dozens.append(Found(int(match["n"]), text[start:end], start, end))
    return seen


def _own_names(money: list[tuple[Line, Money]]) -> list[tuple[Money, Phrase]]:
    """Find the words right before each price: two different ones are two products."""
    found: list[tuple[Money, Phrase]] = []
    last: Money | None = None
    for line, one in money:
        begin = last.last - line.start if last and last.last >= line.start else 0
        last = one
        if one.role in ("old", "other"):
            continue
        piece = list(clauses(line, begin, one.first - line.start))[-1:]
        for start, end in piece:
            touching = _GAP.fullmatch(line.low, end, one.first - line.start)
            phrase = phrase_in(line, start, end) if touching else None
            if phrase and not counted(line, line.low[phrase.start - line.start : phrase.end - line.start]):
                found.append((one, phrase))
    return found


def _nearest(money: list[tuple[Line, Money]], own: list[tuple[Money, Phrase]]) -> list[Phrase]:
    """Give the words before prices; none where the first price has none, for later ones tell sorts."""
    asked = [one for _line, one in money if one.role in ("price", "now", "from", "range", "many")]
    return [phrase for _one, phrase in own] if own and asked and own[0][0] is asked[0] else []


def _name(lines: list[Line], text: str, own: list[Phrase]) -> Guess:
    for line in lines[:_MOST_LINES]:
        if (place := labelled(line)) is not None:
            return Guess(_named(text, *place))
    near = [phrase for phrase in own if _words(text, phrase) >= LEAST_WORDS]
    titles = [phrase for phrase in _titles(lines) if _words(text, phrase) >= LEAST_WORDS]
    if len(titles) > 1 and titles[0].crying and titles[0].alone:
        # A line of its own that announces an occasion: what comes next may be the name.
        titles = [*titles[1:], titles[0]]
    sure = [p for p in near if not p.crying and not p.torn][:1] or (
        [titles[0]] if _is_title(text, titles) else []
    )
    others = tuple(
        {lowered(f.seen): f for f in (_named(text, p.start, p.end) for p in near + titles)}.values()
    )
    if sure:
        best = _named(text, sure[0].start, sure[0].end)
        return Guess(best, tuple(f for f in others if f.value != best.value)[:MOST_OTHERS])
    return Guess(None, others[:MOST_OTHERS])


def _titles(lines: list[Line]) -> list[Phrase]:
    """Give the phrases of the first clauses, in order."""
    found: list[Phrase] = []
    count = 0
    for line in lines[:_MOST_LINES]:
        for start, end in clauses(line, 0, len(line.low)):
            count += 1
            if count > _MOST_CLAUSES:
                return found
            phrase = phrase_in(line, start, end)
            if phrase and not counted(line, line.low[phrase.start - line.start : phrase.end - line.start]):
                found.append(phrase)
    return found


def _is_title(text: str, titles: list[Phrase]) -> bool:
    """Tell whether the first phrase of a post may be taken for its name."""
    if not titles or titles[0].crying or titles[0].torn or _listed(text, titles):
        return False
    first = titles[0]
    begins = first.whole and not any(c.isalnum() for c in text[: first.start])
    return first.led or first.alone or begins or tells_goods(text[first.start : first.end])


def _listed(text: str, titles: list[Phrase]) -> bool:
    """Tell an enumeration by a word that its first two parts share at their beginning or end."""
    one, two = (lowered(text[p.start : p.end]).split() for p in (titles * 2)[:2])
    short = len(one) <= _SHORT and len(two) <= _SHORT
    return len(titles) > 1 and short and (one[0] == two[0] or one[-1] == two[-1])


def _price(money: list[Money], text: str) -> Guess:
    usable = [one for one in money if one.role != "other"]
    found = [Found(one.value, text[one.start : one.end], one.start, one.end) for one in usable]
    single = [(f, m) for f, m in zip(found, usable, strict=True) if m.role in ("price", "now")]
    now = [pair for pair in single if pair[1].role == "now"]
    chosen = now if now and any(m.role in ("old", "from") for m in usable) else single
    ranged = any(m.role == "range" or (m.role == "from" and not now) for m in usable)
    if chosen and not ranged and len({f.value for f, _m in chosen}) == 1:
        return Guess(chosen[0][0], tuple(f for f in found if f.value != chosen[0][0].value)[:MOST_OTHERS])
    return Guess(None, tuple(found[:MOST_OTHERS]))


def _units(seen: _Seen, text: str) -> dict[str, Guess]:
    """Find the unit of the price, and the size of that unit."""
    priced = [m for _line, m in seen.money if m.role in ("price", "now")]
    units = [_unit(text, m.unit, m.unit_at) for m in priced if m.unit]
    held = [_unit(text, container, place) for container, place, _size in seen.sizes if container]
    unit = _single(units or held)
    if units and len({m.value for m in priced}) > 1 and any(not m.unit for m in priced):
        # Of several prices one says not what it buys.
        unit = Guess(None, _candidates(unit))
    sizes = [size for container, _place, size in seen.sizes if not container or _same(container, unit.sure)]
    size = (
        _single(sizes) if unit.sure else Guess(None, tuple(size for _c, _p, size in seen.sizes)[:MOST_OTHERS])
    )
    chuc = unit.sure is not None and unit.sure.value == "chục"
    return {"unit": unit, "unit_size": size, "unit_count": _single(seen.dozens) if chuc else Guess()}


def _unit(text: str, seen: str, start: int) -> Found:
    low = lowered(seen)
    value = "kg" if words("units", "kilo").known(low) else _marked(low)
    return Found(value, text[start : start + len(seen)], start, start + len(seen))


def _marked(low: str) -> str:
    """Give a unit its marks back where only one has these letters (chuc)."""
    return {"chuc": "chục"}.get(low, low)


def _same(container: str, unit: Found | None) -> bool:
    return unit is not None and lowered(container) in (lowered(unit.seen), unit.value)


def _single(found: list[Found]) -> Guess:
    """Take what was found for sure when it is always the same."""
    different = list({str(f.value).replace(" ", "").lower(): f for f in reversed(found)}.values())[::-1]
    if len(different) == 1:
        return Guess(different[0])
    return Guess(None, tuple(different[:MOST_OTHERS]))


def _candidates(guess: Guess) -> tuple[Found, ...]:
    return ((guess.sure,) if guess.sure else ()) + guess.others


def _words(text: str, phrase: Phrase) -> int:
    return len(text[phrase.start : phrase.end].split())


def _named(text: str, start: int, end: int) -> Found:
    seen = text[start:end].strip()
    start = text.index(seen, start) if seen else start
    return Found(as_name(seen), seen, start, start + len(seen))
