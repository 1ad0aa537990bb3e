"""Judge products one after another for a channel; only variants of a group wait for one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from merchant_helper.channels.check import check_tidy, untold
from merchant_helper.channels.crowd import Crowd, check_group, check_shared
from merchant_helper.channels.model import Channel
from merchant_helper.channels.tidy import let_in, shown
from merchant_helper.channels.values import beside
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.product import Product

Judged = tuple[list[Product], list[list[Issue]]]


def judged(products: Iterable[Product], channel: Channel) -> Iterator[Judged]:
    """Give products with what is wrong with each: those of no group as they come, then whole groups.

    Their texts are let in already. One held variant holds its group; :func:`hold_together` says so.
    """
    crowd = Crowd(channel)
    groups: dict[str, Judged] = {}
    for raw in products:
        product, removed = let_in(raw)
        found = [*check_tidy(raw, product, removed, channel), *untold(crowd.meet(raw), raw)]
        if product.group:
            members, known = groups.setdefault(product.group.casefold(), ([], []))
            members.append(beside(members[0], product) if members else product)
            known.append(found)
        else:
            yield [product], [found]
    for members, known in groups.values():
        # Where variants are sold one by one, nothing asks what they differ in.
        if channel.groups != "rows":
            for place, more in check_group(members, dict(enumerate(known))).items():
                known[place] += more
        if channel.groups == "first":
            for place, more in check_shared(members, channel).items():
                known[place] += more
        yield members, known


def hold_together(family: Sequence[Product], found: Sequence[list[Issue]]) -> bool:
    """Tell whether a family is held; the variants that are right themselves are told why."""
    lost = next((p for p, issues in zip(family, found, strict=True) if blocking(issues)), None)
    if lost is None:
        return False
    for issues in found:
        if not blocking(issues):
            issues.append(Issue("channel.sibling_held", "group", "block", {"sku": shown(lost.sku)}))
    return True
