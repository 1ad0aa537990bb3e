"""Say of the words of a product what a place of selling, a law or a buyer takes amiss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from merchant_helper.channels.model import Channel
from merchant_helper.issues import Issue, Severity
from merchant_helper.listings.lint import Finding, knowledge, lint, mended, rested
from merchant_helper.listings.product import Product
from merchant_helper.text import shorten

ISSUE_CODES = (
    "words.superlatives",
    "words.medical_claims",
    "words.external_contact",
    "words.hidden_contact",
    "words.other_platform_names",
    "words.promo_in_title",
    "words.symbols",
    "words.spam",
    "words.counterfeit",
    "words.shouting",
    "words.missing_marks",
    "words.mixed_scripts",
    "words.brand_not_told",
)
_CODES = {
    "superlatives": "words.superlatives",
    "medical_claims": "words.medical_claims",
    "external_contact": "words.external_contact",
    "hidden_contact": "words.hidden_contact",
    "other_platform_names": "words.other_platform_names",
    "promo_in_title": "words.promo_in_title",
    "symbols": "words.symbols",
    "spam": "words.spam",
    "counterfeit": "words.counterfeit",
    "shouting": "words.shouting",
    "missing_marks": "words.missing_marks",
    "mixed_scripts": "words.mixed_scripts",
}
_MOST, _LONGEST, _LONGEST_LINE = 3, 40, 160


class _Said(Mapping[str, str | int]):
    """Say what was seen and what to write instead, worked out only when somebody asks."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings

    def __getitem__(self, key: str) -> str:
        if key == "seen":
            seen = dict.fromkeys(shorten(found.seen, _LONGEST) for found in self._findings[: 2 * _MOST])
            return ", ".join(f"“{words}”" for words in list(seen)[:_MOST])
        if key == "instead":
            return shorten(self._line(), _LONGEST_LINE)
        raise KeyError(key)

    def _line(self) -> str:
        """Write the line of the first words, with all suggestions in it."""
        first = self._findings[0]
        at = first.text.rfind("\n", 0, first.start) + 1
        end = first.text.find("\n", first.start)
        line = first.text[at : end if end >= 0 else None]
        here = [f for f in self._findings if at <= f.start and f.cut <= at + len(line)]
        moved = [f._replace(start=f.start - at, end=f.end - at, cut=f.cut - at, text=line) for f in here]
        return mended(line, moved) or "…"

    def __iter__(self) -> Iterator[str]:
        return iter(("seen", "instead"))

    def __len__(self) -> int:
        return 2


def check_words(product: Product, channel: Channel) -> list[Issue]:
    """Check name and description; words that she has papers for rest. Texts are tidy."""
    texts = {"name": product.name, "description": product.description}
    found = lint(texts, channel.words_policy, product.category)
    strange = _strange_brand(product)
    if not found:
        return strange
    told: dict[tuple[str, str, Severity], list[Finding]] = {}
    for one in found:
        if not (product.papers and rested(one, product.papers)):
            told.setdefault((one[0], one[1], one[5]), []).append(one)
    return [
        Issue(_CODES[group], field, how, _Said(those)) for (group, field, how), those in told.items()
    ] + strange


def _strange_brand(product: Product) -> list[Issue]:
    """Ask about a brand in the name that is not told as the product's brand."""
    known = knowledge()
    # Most names hold none, and looking for words costs less than the expression.
    words = product.name.lower().replace(",", " ").replace("(", " ").replace(")", " ").split()
    if known.brand_words.isdisjoint(words):
        return []
    named = known.brand.search(product.name)
    if named is None or named[0].casefold() in (product.brand or "").casefold():
        return []
    return [Issue("words.brand_not_told", "brand", "warn", {"seen": named[0]})]
