"""Build the words a product sells under from what was told: several ways, each within a place's limit.

Nothing is added: every word of a title is one of hers. The order of its parts is the kind's (kinds/*.toml).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.phrasing import capital, lowered
from merchant_helper.listings.title_parts import MAKERS, Part, parts
from merchant_helper.text import nfc

# Words that cannot be the last one.
_HANGING = frozenset({"&", "+", "-", "–"}) | frozenset(
    {"và", "với", "của", "cho", "có", "từ", "loại", "để", "hoặc", "không", "các", "những", "ở", "tại", "bằng"}
    | {"là", "thì", "mà", "nên", "rất", "siêu", "một"}
)


@dataclass(frozen=True)
class Variant:
    """Be one way to call a product: by which formula, in which words, from which answers."""

    form: str
    text: str
    fields: tuple[str, ...]


def variants(facts: Facts, longest: int | None = None) -> tuple[Variant, ...]:
    """Give the ways to call a product, the best first; none is told twice, none is longer than that."""
    found: dict[str, Variant] = {}
    for form, told in _forms(facts).items():
        kept = shortened(told, longest)
        text = joined(kept)
        if text:
            found.setdefault(text, Variant(form, text, tuple(part.role for part in kept)))
    return tuple(found.values())


def title_for(facts: Facts, longest: int | None = None) -> str:
    """Give the words she chose, else the best variant, in at most so many letters.

    What is too long loses whole words, the least useful part first; a single word is never cut.
    """
    forms = _forms(facts)
    if facts.title and not facts.title_form:
        return _cut(" ".join(nfc(facts.title).split()), longest)
    chosen = facts.title_form if facts.title and facts.title_form in forms else next(iter(forms), "")
    return joined(shortened(forms[chosen], longest)) if chosen else ""


def _forms(facts: Facts) -> dict[str, list[Part]]:
    """Give the parts of each formula: with the maker or the place, with all, with a feature, plain, bare."""
    told = list(parts(facts))
    if not told:
        return {}
    maker = next((part.role for part in told if part.role in MAKERS), "")
    special = next((p.role for p in told if p.role not in ("name", "size", *MAKERS)), "")
    wanted = {
        "maker": ("name", maker, "size"),
        "full": tuple(part.role for part in told),
        "feature": ("name", special, "size"),
        "plain": ("name", "size"),
        "bare": ("name",),
    }
    return {form: [part for part in told if part.role in roles] for form, roles in wanted.items()}


def joined(told: Sequence[Part]) -> str:
    """Write parts as one title: a maker or place right behind a plain word, all else behind a comma."""
    text = ""
    for part in told:
        if not text:
            text = part.text
        elif part.role in MAKERS and _plain_end(text):
            text = f"{text} {part.text}"
        else:
            text = f"{text}, {part.text if part.role in MAKERS else lowered(part.text)}"
    return capital(text)


def _plain_end(text: str) -> bool:
    """Tell whether a name can follow without a comma: the word before it is none itself."""
    first, *more = text.split(" ")
    last = more[-1] if more else first.lower()
    return last.isalpha() and last == last.lower()


def shortened(told: Sequence[Part], longest: int | None) -> list[Part]:
    """Take the least useful away until the rest fits: features, place, maker, size, words of the name."""
    left = list(told)
    while longest is not None and len(left) > 1 and len(joined(left)) > longest:
        left.remove(min(left, key=lambda part: _worth(part.role, left.index(part))))
    if len(left) == 1:
        return [Part(left[0].role, _cut(left[0].text, longest))]
    return left


def _worth(role: str, place: int) -> tuple[int, int]:
    """Rank a part; of two features the later one goes first."""
    order = ("origin", "brand", "size", "name")
    return (order.index(role) + 1 if role in order else 0, -place)


def _cut(text: str, longest: int | None) -> str:
    """Take whole words off the end, and with them what would be left hanging."""
    if longest is None or len(text) <= longest:
        return text
    kept = text.split(" ")
    while len(kept) > 1 and len(" ".join(kept).rstrip(",;:.–- ")) > longest:
        kept.pop()
    while len(kept) > 1 and kept[-1].strip(",;:.").casefold() in _HANGING:
        kept.pop()
    return " ".join(kept).rstrip(",;:–- ")
