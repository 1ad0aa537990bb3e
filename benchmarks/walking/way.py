"""Walk one product from its first page to its kit, whatever pages come up in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from walking.owner import Owner
from walking.script import ORDER, SHOP
from walking.stage import Stage

MOST_PAGES = 40
# What the cover's page answers when the picture is there.
DONE = 286


class NoWayOn(Exception):
    """Say that the walk met a page that it cannot leave."""


def open_shop(stage: Stage) -> str:
    """Make the shop as the volunteer does, and give its address."""
    page = stage.laptop
    page.goto(f"{stage.address}/shops/new")
    for name, value in SHOP.items():
        box = page.locator(f'[name="{name}"]')
        if box.first.get_attribute("type") == "radio":
            page.locator(f'input[name="{name}"][value="{value}"] + label').click()
        else:
            box.fill(value)
    page.locator("[data-main]").click()
    page.wait_for_url(lambda url: "/shops/" in url and not url.endswith("/new"))
    return page.url


def walk(owner: Owner, photos: Mapping[str, list[Path]]) -> None:
    """Answer page after page until the kit's work is done."""
    answers = Answers(owner, photos)
    for _page in range(MOST_PAGES):
        step = owner.step
        if step == owner.plan.back_from:
            owner.plan.back_from = None
            go_back(owner)
        answers.give(step)
        if step == "kit":
            return
    raise NoWayOn(owner.page.url)


def begin_another(owner: Owner) -> None:
    """Press "one more like this" on the list of products, where the first product has led her."""
    owner.tap(owner.page.locator("button[name=like]").last)


def go_back(owner: Owner) -> None:
    """Press the phone's own Back by mistake, and go on again from the page before."""
    before = owner.state()
    with owner.tally.astray() as book:
        book.taps += 1
        book.spend("tap")
        owner.load(owner.page.go_back)
        start = book.taps
        owner.tap(owner.page.locator("[data-main]"))
        taps = book.taps - start
    owner.compare("Back", "Back", before, taps)


class Answers:
    """Know what to do on each page."""

    def __init__(self, owner: Owner, photos: Mapping[str, list[Path]]) -> None:
        self.owner, self.told, self.photos = owner, owner.told, photos
        self.sent, self.cut_after = 0.0, 0.0
        self.special: dict[str, Callable[[], None]] = {
            "photos": self._photos,
            "photo-doubt": self._doubt,
            "cover": self._cover,
            "kit": self._kit,
        }

    def give(self, step: str) -> None:
        """Do what this page asks for."""
        if not step:
            raise NoWayOn(self.owner.page.url)
        self.special.get(step, self._fill_in)()

    def _fill_in(self) -> None:
        for name in ORDER:
            if name in self.told.chosen:
                self.owner.choose(name, self.told.chosen[name])
            elif name in self.told.typed:
                self.owner.write(name, self.told.typed[name], self.told.suggested.get(name))
        if self.owner.step == "price":
            self._let_the_jobs_catch_up()
        self.owner.press()

    def _photos(self) -> None:
        self._send("again" if "at=" in self.owner.page.url else "first")

    def _doubt(self) -> None:
        if self.owner.page.locator("input[type=file]").count():
            self._send("again")
        else:
            self.owner.press()

    def _send(self, which: str) -> None:
        self.owner.show(self.photos[which])
        self.sent, self.started = self.owner.tally.seconds, time.monotonic()

    def _let_the_jobs_catch_up(self) -> None:
        """Wait for the cut-out: the walk types faster than she, and would meet a page that she does not."""
        stage, listing = self.owner.stage, urlsplit(self.owner.page.url).path.rsplit("/", 1)[0]
        cover = f"{stage.address}{listing}/cover?part=1"
        while stage.laptop.request.get(cover).status != DONE:
            time.sleep(0.2)
        self.cut_after = time.monotonic() - self.started

    def _cover(self) -> None:
        """Take the picture on white; what it needed beyond her own time is waited for."""
        tally = self.owner.tally
        tally.book.wait(max(0.0, self.cut_after - (tally.seconds - self.sent)))
        self.owner.press("button[value=cutout]")

    def _kit(self) -> None:
        page = self.owner.page
        for link in page.locator("figure a[href*='save=1']").all():
            self.owner.tap(link)
        self.owner.tap(page.locator("[data-copy]").first)
        self.owner.press()
