"""Build the words a product sells under from what was told: several ways, each within a place's limit.

Nothing is added: every word of a title is one of hers. The order of its parts is the kind's (kinds/*.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from merchant_helper.listings.facts import Facts
from merchant_helper.listings.kinds import Kind
from merchant_helper.listings.phrasing import capital, holds, lowered, phrases, put_right, words
from merchant_helper.listings.sizes import says_size, size
from merchant_helper.listings.traits import answers, kind_of
from merchant_helper.text import nfc, search_key

# A longer answer is a sentence, and no part of a title.
MOST_WORDS = 5
_FEW = 2
# From so many words on, more than half of them have to be new.
MIN_WORDS = 3
# Of a place that stands in every title nobody learns anything.
_EVERYWHERE = frozenset({"viet nam", "vn", "trong nuoc", "hang viet nam", "vietnam"})
# Words that cannot be the last one.
_HANGING = frozenset(
    [
        "và",
        "với",
        "của",
        "cho",
        "có",
        "từ",
        "loại",
        "để",
        "hoặc",
        "không",
        "các",
        "những",
        "ở",
        "tại",
        "bằng",
        "là",
        "thì",
        "mà",
        "nên",
        "rất",
        "siêu",
        "&",
        "+",
        "-",
        "–",
        "một",
    ]
)
_MAKERS = ("brand", "origin")
# Of an address a buyer knows the district or the province; the word for it says nothing more.
_SMALL_PLACE = re.compile(r"(?:ấp|thôn|tổ|khóm|xã|phường|số|đường|hẻm|khu phố)\b|\d", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"^(?:huyện|quận|thị xã|tỉnh|thành phố|tp\.?)\s+(?=\D)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Part:
    """Be one part of a title: what it is (a field, or the key of a kind's question) and its words."""

    role: str
    text: str


@dataclass(frozen=True)
class Variant:
    """Be one way to call a product: by which formula, in which words, from which answers."""

    form: str
    text: str
    fields: tuple[str, ...]


def variants(facts: Facts, longest: int | None = None) -> tuple[Variant, ...]:
    """Give the ways to call a product, the best first; none is told twice, none is longer than that."""
    found: dict[str, Variant] = {}
    for form, parts in _forms(facts).items():
        kept = shortened(parts, longest)
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
    parts = list(_parts(facts, kind_of(facts)))
    if not parts:
        return {}
    maker = next((part.role for part in parts if part.role in _MAKERS), "")
    special = next((p.role for p in parts if p.role not in ("name", "size", *_MAKERS)), "")
    wanted = {
        "maker": ("name", maker, "size"),
        "full": tuple(part.role for part in parts),
        "feature": ("name", special, "size"),
        "plain": ("name", "size"),
        "bare": ("name",),
    }
    return {form: [part for part in parts if part.role in roles] for form, roles in wanted.items()}


def _parts(facts: Facts, kind: Kind) -> Iterator[Part]:
    """Collect what a title can be made of, in the kind's order; what was said before is not said again."""
    told = answers(facts)
    name = put_right(facts.name or "", [text for key, text in told.items() if key in _MAKERS])
    if not name:
        return
    yield Part("name", name)
    said = name
    for role in kind.title:
        text = ""
        if role == "size":
            text = size(facts)
            text = "" if says_size(said, text) else text
        elif role == "feature":
            text = _feature(facts.special or "", said)
        elif role != "name":
            text = _answer(role, told.get(role, ""), said)
        if text:
            yield Part(role, " ".join(nfc(text).split()).rstrip(" ,;.!"))
            said = f"{said} {text}"


def _answer(role: str, text: str, said: str) -> str:
    """Take an answer as a part: of a place its first name, of a maker what the name does not hold already."""
    if role == "origin":
        text = _place(text)
    elif role == "area":
        text = text.split(",")[0].strip()
    while role == "brand" and len(text.split()) > 1 and holds(said, text.split()[0]):
        text = text.split(None, 1)[1]
    return text if "," not in text and _fits(text, said) else ""


def _place(text: str) -> str:
    """Take from an address the first name that buyers know: Cái Bè of "xã Mỹ Lợi A, huyện Cái Bè"."""
    pieces = [piece.strip() for piece in text.split(",")]
    known = next((piece for piece in pieces if piece and not _SMALL_PLACE.match(piece)), "")
    return _KIND_OF_PLACE.sub("", known)


def _fits(text: str, said: str) -> bool:
    """Tell whether an answer can be a part: short, on one line, and with something new in it."""
    if not text or "\n" in text or search_key(text) in _EVERYWHERE:
        return False
    told, known = words(text), set(words(said))
    new = [word for word in told if word not in known]
    says_more = bool(new) and (len(told) < MIN_WORDS or 2 * len(new) > len(told))
    return says_more and len(text.split()) <= MOST_WORDS and not says_size(said, text)


def _feature(special: str, said: str) -> str:
    """Take the first new thing she says is special about it; to one or two words the next joins."""
    first, *more = [*(each for each in phrases(special) if _is_new(each, said)), ""][:2]
    if first and more and more[0] and len(first.split()) <= _FEW and _is_new(more[0], f"{said} {first}"):
        return f"{first}, {lowered(more[0])}"
    return first


def _is_new(feature: str, said: str) -> bool:
    """Tell whether a feature says more than a number that was said already (40 độ, độ đạm 40)."""
    numbers = set(_NUMBER.findall(feature))
    return _fits(feature, said) and not (numbers and numbers <= set(_NUMBER.findall(said)))


def joined(parts: Sequence[Part]) -> str:
    """Write parts as one title: a maker or place right behind a plain word, all else behind a comma."""
    text = ""
    for part in parts:
        if not text:
            text = part.text
        elif part.role in _MAKERS and _plain_end(text):
            text = f"{text} {part.text}"
        else:
            text = f"{text}, {part.text if part.role in _MAKERS else lowered(part.text)}"
    return capital(text)


def _plain_end(text: str) -> bool:
    """Tell whether a name can follow without a comma: the word before it is none itself."""
    first, *more = text.split(" ")
    last = more[-1] if more else first.lower()
    return last.isalpha() and last == last.lower()


def shortened(parts: Sequence[Part], longest: int | None) -> list[Part]:
    """Take the least useful away until the rest fits: features, place, maker, size, words of the name."""
    left = list(parts)
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
