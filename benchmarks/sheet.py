"""Lay out what came of many photos as one picture for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

TILE, CAPTION, GAP = (200, 150), 16, 10
PER_ROW = 3
#: Colour of the frame around a row of three, by verdict.
COLOURS = {"good": (40, 140, 70), "check": (200, 140, 20), "retake": (190, 50, 40)}


@dataclass(frozen=True)
class Entry:
    """Hold one photo: before, the mask found, the product on white, and what is said of it."""

    before: Image.Image
    mask: Image.Image
    on_white: Image.Image | None
    caption: str
    verdict: str


def contact_sheet(entries: Iterable[Entry], target: Path) -> None:
    """Write a PNG with before, mask and result of every photo side by side."""
    shown = list(entries)
    width, height = 3 * TILE[0] + GAP, TILE[1] + CAPTION + GAP
    rows = -(-len(shown) // PER_ROW)
    sheet = Image.new("RGB", (PER_ROW * width + GAP, rows * height + GAP), (120, 120, 120))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for number, entry in enumerate(shown):
        left, top = GAP + number % PER_ROW * width, GAP + number // PER_ROW * height
        colour = COLOURS.get(entry.verdict, (60, 60, 60))
        pen.rectangle((left, top, left + 3 * TILE[0] - 1, top + CAPTION - 1), fill=colour)
        pen.text((left + 4, top + 1), entry.caption, fill="white", font=font)
        for place, picture in enumerate((entry.before, entry.mask, entry.on_white)):
            _paste(sheet, picture, (left + place * TILE[0], top + CAPTION))
    sheet.save(target, "PNG")


def _paste(sheet: Image.Image, picture: Image.Image | None, corner: tuple[int, int]) -> None:
    tile = Image.new("RGB", TILE, (170, 170, 170))
    if picture is not None:
        small = picture.convert("RGB")
        small.thumbnail(TILE)
        tile.paste(small, ((TILE[0] - small.width) // 2, (TILE[1] - small.height) // 2))
    sheet.paste(tile, corner)
