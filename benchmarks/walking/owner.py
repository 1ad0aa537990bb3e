"""Play a careful older person at one phone: she reads each page, taps, types, and waits for the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page

from walking.script import Told
from walking.slips import Plan, what_is
from walking.stage import Phone, Stage
from walking.tally import Shown, Slip, Tally
from walking.words import BLOCKS, keystrokes, sentences, syllables

# Where she is and what stands in the boxes, sent or not; files are counted, a phone lets nobody read them.
STATE = """() => {
  const main = document.querySelector('main');
  const boxes = [...main.querySelectorAll('input:not([type]), input[type=text], textarea')];
  const ticks = [...main.querySelectorAll('input:checked')];
  const files = [...main.querySelectorAll('input[type=file]')].reduce((n, e) => n + e.files.length, 0);
  const photos = [...main.querySelectorAll('button[name=cover], button[name=remove]')].map((b) => b.value);
  return {step: main.dataset.step || '', path: location.pathname, files, first: photos[0] || '',
    place: document.querySelector('.tabs [aria-current]')?.getAttribute('href') || '',
    words: Object.fromEntries(boxes.map((e) => [e.name, e.value])),
    ticks: ticks.map((e) => e.name + '=' + e.value)};
}"""
# A page leads on when it has its main control or any way back.
WAY_ON = "() => [...document.querySelectorAll('[data-main], .back, main a')].some((e) => e.checkVisibility())"
# Whether pressing the main button is a choice: among buttons, or of a page that only asks to look.
IS_CHOICE = """() => {
  const form = document.querySelector('[data-main]')?.closest('form');
  if (!form) return false;
  const boxes = [...form.querySelectorAll('input, textarea')].filter((e) => e.type !== 'hidden');
  return form.querySelectorAll('button:not([type=button])').length > 1 || !boxes.length;
}"""
# All scripts of the page are at work.
READY = "() => [...document.querySelectorAll('[data-module]')].every((e) => e.dataset.ready)"
FAR = "(e) => { const b = e.getBoundingClientRect(); return [b.top, b.bottom, innerHeight]; }"
LOADS = {"back", "home", "link", "language", "main", "button"}
LONGEST_MS = 180_000


class State(NamedTuple):
    """Hold where she is: see STATE."""

    step: str
    path: str
    files: int
    first: str
    place: str
    words: dict[str, str]
    ticks: list[str]


class Owner:
    """Do what a person does, and write it into a tally."""

    def __init__(self, stage: Stage, phone: Phone, plan: Plan, told: Told, *, suggestions: bool) -> None:
        self.stage, self.phone, self.plan, self.told = stage, phone, plan, told
        self.suggestions = suggestions
        self.tally = Tally()
        self.page: Page = phone.page
        self.answer_again: Callable[[], None] | None = None
        self.known: set[str] = set()

    # What she sees

    def state(self) -> State:
        """Look where she is."""
        return State(**self.page.evaluate(STATE))

    @property
    def step(self) -> str:
        """Name the question in front of her."""
        return self.page.locator("main").get_attribute("data-step") or ""

    def arrive(self) -> None:
        """Read the page that has come up."""
        text = sentences(self.page.evaluate(BLOCKS))
        heading = self.page.locator("h1").inner_text()
        new = [sentence for sentence in text if sentence not in self.known]
        self.known |= set(text)
        book = self.tally.book
        book.spend("read", sum(map(syllables, new)) + (0 if heading in new else syllables(heading)))
        if self.step:
            book.pages.append(self.step)
        if self.step and not self.tally.slipping:
            dead = not self.page.evaluate(WAY_ON)
            lengths = tuple(map(syllables, text))
            self.tally.shown.append(Shown(self.step, sum(lengths), lengths, dead))

    # What her finger does

    def tap(self, target: Locator) -> None:
        """Tap; once in ten she first taps something else and has to undo it."""
        if not self.tally.slipping and self.plan.slips_now():
            self.plan.press_wrong(self, target)
        book = self.tally.book
        book.taps += 1
        book.spend("tap")
        self._swipe_to(target)
        self._touch(target)

    def _swipe_to(self, target: Locator) -> None:
        top, bottom, height = target.evaluate(FAR)
        far = max(0.0, bottom - height, -top)
        if far > 0:
            strokes = int(-(-far // (height * 2 / 3)))
            self.tally.book.swipes += strokes
            self.tally.book.spend("swipe", strokes)
            target.scroll_into_view_if_needed()

    def _touch(self, target: Locator) -> None:
        kind = what_is(target).kind
        if kind == "download":
            with self.page.expect_download() as coming:
                target.tap()
            coming.value.delete()
        elif kind in LOADS:
            self.load(target.tap)
        else:
            target.tap()

    def load(self, act: Callable[[], Any]) -> None:
        """Do what brings up another page, and wait for it as she does."""
        start = time.perf_counter()
        with self.page.expect_navigation(wait_until="load", timeout=LONGEST_MS):
            act()
        self.page.wait_for_function(READY, timeout=LONGEST_MS)
        self.tally.book.wait(time.perf_counter() - start)
        self.arrive()

    # What she answers

    def decide(self) -> None:
        """Count one thing that she has to think about."""
        self.tally.book.decisions += 1
        self.tally.book.spend("think")

    def choose(self, name: str, values: Sequence[str]) -> None:
        """Tap answers, unless just these are chosen already."""
        boxes = self.page.locator(f'input[name="{name}"]')
        if not boxes.count():
            return
        chosen = {str(box.get_attribute("value")) for box in boxes.all() if box.is_checked()}
        if chosen == set(values):
            return
        self.decide()
        for value in values:
            if value not in chosen:
                box = self.page.locator(f'input[name="{name}"][value="{value}"]')
                self.tap(self.page.locator(f'label[for="{box.get_attribute("id")}"]'))

    def write(self, name: str, text: str, suggested: str | None) -> None:
        """Fill in a box: with a suggestion where one says it, else letter by letter; not one that is full."""
        box = self.page.locator(f'[name="{name}"]')
        if not box.count() or not box.is_visible() or box.input_value():
            return
        self.decide()
        chip = self.page.locator(f'[data-suggest="{box.get_attribute("id")}"] button', has_text=suggested)
        if self.suggestions and suggested and chip.count():
            self.tap(chip.filter(visible=True).first)
            assert box.input_value() == suggested, f"{name}: the suggestion was not taken over"
            return
        self.tap(box)
        self._type(box, name, text)

    def _type(self, box: Locator, name: str, text: str) -> None:
        half = len(text) // 2
        box.press_sequentially(text[:half])
        if trouble := self.plan.trouble_at(name):
            self._stand(trouble, name)
            box.press("End")
        box.press_sequentially(text[half:])
        self.tally.book.letters += len(text)
        self.tally.book.spend("key", keystrokes(text))
        assert box.input_value() == text, f"{name}: {box.input_value()!r} is not {text!r}"

    def _stand(self, trouble: str, name: str) -> None:
        """Have the phone fall asleep or the page reloaded between two letters."""
        before = self.state()
        with self.tally.astray():
            if trouble == "asleep":
                self.phone.sleep()
                self.phone.wake()
            else:
                self.load(self.page.reload)
        self.compare(trouble, name, before, taps=0)

    def compare(self, kind: str, pressed: str, before: State, taps: int) -> Slip:
        """Note whether she is where she was, with every letter; put back what is missing."""
        now = self.state()
        lost = sum(
            len(text) for name, text in before.words.items() if now.words.get(name, "") != text and text
        )
        there = (now.step, now.path) == (before.step, before.path)
        slip = Slip(kind, before.step, pressed, taps, there, lost)
        self.tally.slips.append(slip)
        if not there:
            self.page.goto(before.path)
        for name, text in before.words.items():
            box = self.page.locator(f'[name="{name}"]')
            if box.count() and box.input_value() != text:
                box.fill(text)
        return slip

    def show(self, photos: Sequence[Path]) -> None:
        """Choose photos from the phone's own list, and send them."""
        self.decide()
        door = self.page.locator("label[for$=-shelf]")
        self.tap(door)
        self.pick(photos)
        self.answer_again = lambda: self.pick(photos)
        self.press()
        self.answer_again = None

    def pick(self, photos: Sequence[Path]) -> None:
        """Tap each picture in the phone's own list, then its button."""
        taps = len(photos) + (len(photos) > 1)
        self.tally.book.in_picker += taps
        self.tally.book.spend("tap", taps)
        self.page.locator("input[type=file]").last.set_input_files(list(photos))

    def press(self, selector: str = "[data-main]") -> None:
        """Press the button that leads on; a choice among buttons is a decision."""
        if self.page.evaluate(IS_CHOICE):
            self.decide()
        self.tap(self.page.locator(selector))
