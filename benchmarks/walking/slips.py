"""Make slips: wrong presses, one Back, one reload and one sleeping phone, all from one seed.

One tap in ten goes to something else that can be pressed on the page, whatever it is. It is undone with what
the pages offer, and counts as undone when she is at the same question again with every letter that she had
typed. A press that leaves the page as it was (a saved picture, a copied line) needs no undoing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from walking.owner import Owner, State

ONE_IN = 10
# Boxes that are typed in full on both ways, and pages from which the browser's Back is pressed.
TYPED, BACK_FROM = ("name", "price"), ("price", "about", "stock", "check")

PRESSABLE = "a[href], button, summary, .choice label, .source label"
SEEN = "(e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('.skip, .foot, [hidden]')"
WHAT = """(e) => {
  const box = e.tagName === 'LABEL' ? document.getElementById(e.htmlFor) : null;
  const href = e.getAttribute('href') || '';
  const kind = box ? (['file', 'radio', 'checkbox'].includes(box.type) ? box.type : 'box')
    : ['INPUT', 'TEXTAREA'].includes(e.tagName) ? 'box'
    : e.tagName === 'SUMMARY' ? 'fold'
    : e.tagName === 'A' ? (href.includes('save=1') ? 'download' : e.matches('.back') ? 'back'
      : e.matches('.home') ? 'home' : href.startsWith('#') ? 'within' : 'link')
    : e.type === 'button' ? (e.closest('[data-suggest]') ? 'chip' : 'copy')
    : e.matches('.quiet') ? 'language' : e.hasAttribute('data-main') ? 'main' : 'button';
  const field = box || e;
  return [kind, e.textContent.replace(/\\s+/g, ' ').trim(), field.name || '', field.value || '',
    box?.id || '', href];
}"""


class What(NamedTuple):
    """Describe something that can be pressed."""

    kind: str
    label: str
    name: str
    value: str
    id: str
    href: str


def what_is(target: Locator) -> What:
    """Look at something that can be pressed."""
    return What(*target.evaluate(WHAT))


@dataclass
class Plan:
    """Decide when something goes wrong; the same seed, the same slips."""

    rng: random.Random
    troubles: dict[str, str]
    back_from: str | None
    taps: int = 0
    wrong_at: int = 0

    @classmethod
    def make(cls, seed: int, *, troubles: bool) -> Plan:
        """Draw the slips of one product; Back, reload and sleep belong to the first product alone."""
        rng = random.Random(seed)
        fields = dict(zip(rng.sample(TYPED, 2), ("asleep", "reload"), strict=True)) if troubles else {}
        back = rng.choice(BACK_FROM) if troubles else None
        return cls(rng, fields, back, wrong_at=rng.randrange(ONE_IN))

    def slips_now(self) -> bool:
        """Tell whether this tap goes wrong: one at random of each ten."""
        now, self.taps = self.taps, self.taps + 1
        if now % ONE_IN == 0 and now:
            self.wrong_at = now + self.rng.randrange(ONE_IN)
        return now == self.wrong_at

    def trouble_at(self, field: str) -> str | None:
        """Tell what happens in the middle of this box, once."""
        return self.troubles.pop(field, None)

    def press_wrong(self, owner: Owner, intended: Locator) -> None:
        """Press something else, then undo it the way the pages offer."""
        meant = intended.element_handle()
        others = [
            spot
            for spot in owner.page.locator(PRESSABLE).all()
            if spot.evaluate(SEEN) and not spot.evaluate("(e, meant) => e === meant", meant)
        ]
        target = self.rng.choice(others)
        pressed, before = what_is(target), owner.state()
        with owner.tally.astray() as book:
            owner.tap(target)
            start = book.taps
            for selector in undo(pressed, before, owner.state(), owner.told.chosen):
                spot = owner.page.locator(selector).filter(visible=True)
                if not spot.count():
                    break
                owner.tap(spot.first)
            if before.files and not owner.state().files and owner.answer_again:
                book.taps += 1
                owner.answer_again()
            taps = book.taps - start
        owner.compare("wrong press", f"{pressed.kind}: {pressed.label}", before, taps)


def undo(pressed: What, before: State, now: State, right: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the controls that undo a press, in order; ``right`` are the answers that she means to choose."""
    here = (before.step, before.path) == (now.step, now.path)
    return list(_on_the_page(pressed, before, right) if here else _from_elsewhere(pressed, before, now))


def _on_the_page(pressed: What, before: State, right: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if pressed.kind == "radio":
        was = [tick.split("=", 1)[1] for tick in before.ticks if tick.startswith(f"{pressed.name}=")]
        meant = (was or list(right.get(pressed.name, ())))[:1]
        yield from (_label(pressed.name, value) for value in meant if value != pressed.value)
    elif pressed.kind == "checkbox":
        yield f'label[for="{pressed.id}"]'
    elif pressed.kind == "fold":
        yield f'summary:has-text("{pressed.label}")'
    elif pressed.kind == "chip":
        yield f'[data-suggest] button:text-is("{pressed.label}")'
    elif pressed.kind == "language":
        yield ".quiet"
    elif pressed.name == "remove":
        yield "button[name=undo]"
    elif pressed.name == "cover":
        yield f'button[name=cover][value="{before.first}"]'
    elif pressed.kind == "link" and before.place:
        yield f'.tabs a[href="{before.place}"]'


def _from_elsewhere(pressed: What, before: State, now: State) -> Iterator[str]:
    listing = before.path.rsplit("/", 1)[0]
    product = f'main a[href="{listing}"]'
    ways: dict[tuple[str, str], tuple[str, ...]] = {
        ("choice", "no"): ('main a[href$="/consent"]',),
        ("choice", "again"): ("button[name=undo]", "[data-main]"),
        ("choice", "keep"): (".back", "button[name=doubt]"),
        ("outcome", "refused"): ("[data-main]", "button[name=outcome][value=none]"),
        ("outcome", "posted"): (product, "button[name=outcome][value=none]"),
    }
    if pressed.kind == "home":
        shop = listing.rsplit("/", 2)[0]
        yield from (() if now.path == shop else (f'main a[href="{shop}"]',))
        yield product
    elif now.step == "photos" and before.step == "review" and pressed.name != "remove":
        yield 'main a[href*="/review"]'
    elif pressed.kind == "back":
        yield product if not now.step else "[data-main]"
    elif pressed.name == "like":
        yield from (".back", product)
    elif pressed.name == "remove":
        yield "button[name=undo]"
    else:
        yield from ways.get((pressed.name, pressed.value), (".back",))


def _label(name: str, value: str) -> str:
    return f'input[name="{name}"][value="{value}"] + label'
