"""Find what is wrong between products: codes that meet, and variants that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from merchant_helper.channels.cells import line, listed
from merchant_helper.channels.model import Channel
from merchant_helper.channels.tidy import plain_gtin, shown
from merchant_helper.channels.values import slug
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.product import Product

ISSUE_CODES = (
    "channel.sku_repeated",
    "channel.gtin_repeated",
    "channel.group_is_sku",
    "channel.option_missing",
    "channel.option_repeated",
    "channel.option_names_differ",
    "channel.sibling_held",
    "channel.handle_repeated",
    "channel.shared_by_group",
    "words.title_repeated",
)


# What stands in the row of the first variant for all.
_TOLD = {"name": ("name",), "described": ("description",), "brand": ("brand",), "category": ("category",)}


class Crowd:
    """Remember the codes of all products seen so far; the first to use a code keeps it.

    Codes are compared without regard to case, because shops' databases do.
    """

    def __init__(self, channel: Channel) -> None:
        self._grouped = channel.groups != "rows"
        self._skus: set[str] = set()
        self._groups: set[str] = set()
        self._gtins: set[str] = set()
        self._with_handles = any(column.value == "handle" for column in channel.columns)
        self._handles: dict[str, str] = {}
        self._titles: dict[str, str] = {}

    def meet(self, product: Product) -> list[Issue]:
        """Let the next product in, and tell which of its codes were taken before."""
        issues: list[Issue] = []
        sku = product.sku.casefold()
        if sku and (sku in self._skus or sku in self._groups):
            issues.append(Issue("channel.sku_repeated", "sku", "block", {"sku": shown(product.sku)}))
        self._skus.add(sku)
        group = (product.group or "").casefold()
        if self._grouped and group:
            if group in self._skus:
                issues.append(Issue("channel.group_is_sku", "group", "block", {"sku": shown(group)}))
            self._groups.add(group)
        if self._with_handles:
            issues += self._address(group or sku)
        # A copy is refused where it was made to be seen twice; variants share their name.
        code = product.group or product.sku
        first = self._titles.setdefault(product.name.casefold(), code)
        if product.name and first != code:
            issues.append(Issue("words.title_repeated", "name", "warn", {"sku": shown(first)}))
        # The same number is written with 12, 13 or 14 digits.
        gtin = (plain_gtin(product.gtin) or "").rjust(14, "0")
        if gtin.strip("0"):
            if gtin in self._gtins:
                seen = plain_gtin(product.gtin) or ""
                issues.append(Issue("channel.gtin_repeated", "gtin", "block", {"seen": seen[:40]}))
            self._gtins.add(gtin)
        return issues

    def _address(self, code: str) -> list[Issue]:
        """Hold a code that makes the same address as another one: A_1 and A-1."""
        first = self._handles.setdefault(slug(code), code)
        if first == code:
            return []
        return [Issue("channel.handle_repeated", "sku", "block", {"sku": shown(first)})]


def check_shared(members: Sequence[Product], channel: Channel) -> dict[int, list[Issue]]:
    """Warn of words that a variant has for itself where all of them share those of the first."""
    first = members[0]
    fields = [
        f for c in channel.columns if c.scope in ("product", "every") for f in _TOLD.get(c.value or "", ())
    ]
    return {
        place: [
            Issue("channel.shared_by_group", field, "warn", {"sku": shown(first.sku)})
            for field in fields
            if getattr(product, field) not in (None, "", getattr(first, field))
        ]
        for place, product in enumerate(members)
        if product is not first
    }


def check_group(members: Sequence[Product], found: Mapping[int, Sequence[Issue]]) -> dict[int, list[Issue]]:
    """Judge the variants of one group together, by their place in it.

    ``found`` holds what is known of each already. Variants are told apart by their options; one held variant
    holds its group, because a group with a hole would be sold as if it were whole.
    """
    issues = {place: list(_options(members, place)) for place in range(len(members))}
    held = {p for p in issues if blocking([*issues[p], *found.get(p, ())])}
    if held:
        cause = shown(members[min(held)].sku)
        for place in issues.keys() - held:
            issues[place].append(Issue("channel.sibling_held", "group", "block", {"sku": cause}))
    return issues


def _options(members: Sequence[Product], place: int) -> Iterator[Issue]:
    product, first = members[place], members[0]
    if not all(_names(product)[:1] + _combination(product)[:1]) or (
        bool(_names(product)[1]) != bool(_combination(product)[1])
    ):
        yield Issue("channel.option_missing", "option1_value", "block")
    if _names(product) != _names(first):
        yield Issue("channel.option_names_differ", "option1_name", "block", {"sku": shown(first.sku)})
    if _combination(product) in {_combination(p) for p in members[:place]}:
        yield Issue("channel.option_repeated", "option1_value", "block")


def _names(product: Product) -> tuple[str, str]:
    return line(product.option1_name).casefold(), line(product.option2_name).casefold()


def _combination(product: Product) -> tuple[str, str]:
    """Tell variants apart by what is written for them."""
    return listed(product.option1_value).casefold(), listed(product.option2_value).casefold()
