"""Measure what a page is like to use: contrast and structure, targets, narrow screens, large text."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SMALLEST_TARGET, SMALLEST_GAP = 48, 8

AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}

# All that another theme can change: the structure of a page is the same in each.
COLOURS_ONLY = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]},
}

# Links inside a sentence may be as small as their line; of a label and
# what it is for the larger one counts.
TARGETS = """() => {
  const seen = [...document.querySelectorAll('a, button, summary, input, textarea, select')].filter((e) =>
    !e.closest('[hidden], .skip') && e.type !== 'hidden' && e.checkVisibility());
  const inText = (e) => e.tagName === 'A' && e.closest('p, li, dd:not(.change)')
    && getComputedStyle(e).display === 'inline';
  const covered = (e) => e.labels?.length && ['radio', 'checkbox', 'file'].includes(e.type);
  return seen.filter((e) => !inText(e)).map((e) => {
    const boxes = (covered(e) ? [e.labels[0], e] : [e]).map((one) => one.getBoundingClientRect());
    const box = boxes.reduce((a, b) => (b.height > a.height ? b : a));
    return {what: (e.textContent || e.name).trim().slice(0, 40), width: box.width, height: box.height,
      left: box.left, right: box.right, top: box.top, bottom: box.bottom};
  });
}"""

OPEN_FOLDS = "() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"

OVERFLOW = """() => [...document.body.querySelectorAll('*')].filter((e) => {
  const box = e.getBoundingClientRect();
  const unseen = e.closest('.unseen, .offstage, .skip, [hidden], .enhanced input[type=file], .stack thead');
  return box.width && !unseen && (box.right > innerWidth + 1 || box.left < -1);
}).map((e) => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 40))"""


def check_axe(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> None:
    """Hold a page to WCAG 2.2 AA with the enhanced contrast of AAA, in the theme it has now."""
    found = Axe().run(page, options=options).response["violations"]
    told = [
        f"{v['id']}: {n['target']} {n.get('failureSummary', '')[:200]}" for v in found for n in v["nodes"]
    ]
    assert not told, "\n".join(told)


def check_targets(page: Page) -> None:
    """Hold everything that can be pressed to 48 px, and any two of them to 8 px apart, measured."""
    targets = page.evaluate(TARGETS)
    small = [t for t in targets if min(t["width"], t["height"]) < SMALLEST_TARGET - 0.5]
    assert not small, small
    close = [(a["what"], b["what"]) for a, b in combinations(targets, 2) if _gap(a, b) < SMALLEST_GAP - 0.5]
    assert not close, close


def _gap(one: dict[str, float], other: dict[str, float]) -> float:
    across = max(one["left"] - other["right"], other["left"] - one["right"])
    down = max(one["top"] - other["bottom"], other["top"] - one["bottom"])
    return max(across, down)


def check_no_overflow(page: Page) -> None:
    """Hold a page to its own width at 360 px, and at 320 px with text at 200 %; then put it back."""
    size = page.viewport_size
    assert size is not None
    for width, percent in ((360, "112.5%"), (320, "225%")):
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate("percent => { document.documentElement.style.fontSize = percent; }", percent)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        over = page.evaluate(OVERFLOW)
        assert wide <= width and not over, f"{wide} px wide at {width} px and {percent}: {over}"
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    page.set_viewport_size(size)


def check_page(page: Page) -> None:
    """Run all checks, in the light theme and in the dark one."""
    page.emulate_media(color_scheme="dark")
    check_axe(page, COLOURS_ONLY)
    page.emulate_media(color_scheme="light")
    check_axe(page)
    check_targets(page)
    check_no_overflow(page)


def checked(page: Page) -> None:
    """Hold a page to the rules with its folds open."""
    page.wait_for_load_state("load")
    page.evaluate(OPEN_FOLDS)
    check_page(page)
