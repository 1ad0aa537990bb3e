"""Know the order of the questions; nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from merchant_helper.listings.facts import Facts
from merchant_helper.text import odd_price_proposal


@dataclass(frozen=True)
class Progress:
    """Hold all that the order of questions depends on.

    ``doubtful`` are ids of photos that the capture checks were unsure of.
    """

    facts: Facts
    agreed: bool = False
    sells_already: str | None = None
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """Be one page of the wizard.

    ``done`` tells whether it may be passed over; ``doubt`` marks a page that only a doubt opens, which is
    not counted among the steps that are shown to the owner. ``tells`` are the fields it asks for.
    """

    name: str
    done: Callable[[Progress], bool]
    tells: tuple[str, ...] = ()
    doubt: bool = False


def undecided(progress: Progress) -> list[str]:
    """List the photos that wait for "take again" or "use anyway", in the owner's order."""
    return [p for p in progress.facts.photos if p in progress.doubtful and p not in progress.facts.kept]


def _reviewed(progress: Progress) -> bool:
    return bool(progress.facts.photos) and set(progress.facts.photos) <= set(progress.facts.seen)


def _price_is_sure(progress: Progress) -> bool:
    price = progress.facts.price
    return price is None or price == progress.facts.price_kept or odd_price_proposal(price) is None


def _all_answered(*names: str) -> Callable[[Progress], bool]:
    return lambda progress: all(progress.facts.answered(name) for name in names)


def _words_told(progress: Progress) -> bool:
    """Ask nobody for words who has written a description."""
    return bool(progress.facts.description) or _all_answered("made", "special", "use")(progress)


def _cover_chosen(progress: Progress) -> bool:
    facts = progress.facts
    return bool(facts.photos) and facts.cover is not None and facts.cover_of == facts.photos[0]


STEPS: tuple[Step, ...] = (
    Step("consent", lambda p: p.agreed),
    Step("selling", lambda p: p.sells_already is not None),
    Step("photos", lambda p: bool(p.facts.photos), ("photos",)),
    Step("review", _reviewed, ("seen",)),
    Step("photo-doubt", lambda p: not undecided(p), ("kept",), doubt=True),
    Step("name", _all_answered("name", "kind"), ("name", "kind")),
    Step("price", _all_answered("price", "unit"), ("price", "unit", "unit_count", "unit_size")),
    Step("price-doubt", _price_is_sure, ("price", "price_kept"), doubt=True),
    Step("about", _words_told, ("made", "special", "use")),
    Step("stock", _all_answered("stock", "weight_g", "expiry"), ("stock", "weight_g", "expiry")),
    Step("cover", _cover_chosen, ("cover", "cover_of")),
    Step("check", lambda p: p.facts.checked, ("checked",)),
    Step("places", lambda p: bool(p.facts.places), ("places",)),
    Step("kit", lambda p: False, ("pasted", "outcome", "outcome_reason")),
)
BY_NAME = {step.name: step for step in STEPS}


def next_step(progress: Progress, after: str | None = None) -> Step:
    """Find the first page that is still to do, or the first after a given one."""
    start = 0 if after is None else _index(after) + 1
    return next(step for step in STEPS[min(start, len(STEPS) - 1) :] if not step.done(progress))


def previous_step(progress: Progress, name: str) -> Step | None:
    """Find the page that "Quay lại" leads to: the nearest earlier one that this shop is asked."""
    asked_once = {"consent", "selling"}
    for step in reversed(STEPS[: _index(name)]):
        if not step.doubt and step.name not in asked_once:
            return step
    return None


def place(name: str, skipped: Iterable[str] = ()) -> tuple[int, int]:
    """Tell which page of how many this is, doubts left out."""
    counted = [s.name for s in STEPS if not s.doubt and s.name not in set(skipped)]
    upto = [s for s in counted if _index(s) <= _index(name)]
    return max(len(upto), 1), len(counted)


def may_open(progress: Progress, name: str) -> bool:
    """Tell whether a page can be shown now: no question before the owner has agreed and shown a photo.

    Later pages open in any order, so that Back and "Sửa" always work.
    """
    if name in ("consent", "selling"):
        return True
    if not progress.agreed:
        return False
    if name in ("photo-doubt", "review", "cover"):
        return bool(progress.facts.photos)
    return True


def _index(name: str) -> int:
    return next(i for i, step in enumerate(STEPS) if step.name == name)
