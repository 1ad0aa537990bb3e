"""Draw one square picture that says what it is and what it costs: her photo, her words, nothing else."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from merchant_helper.guides.poster_font import face, fitted, unprintable, wrapped
from merchant_helper.text import clean_text, shorten

SIZE = 1200
_EDGE, _PHOTO = 48, 780
_NAME, _PRICE, _UNIT = 76, 150, 72
_SMALLEST, _LINES = 36, 3
# A sheet may tell a longer one, beside which no price could be read.
_LONGEST_UNIT = 20
_PAPER, _INK, _GREEN = (255, 253, 248), (27, 27, 27), (11, 93, 59)


def price_card(photo: Image.Image, name: str, price: str, unit: str = "") -> bytes:
    """Give a JPEG of 1200 by 1200 pixels, without metadata.

    The whole photo is shown, on white; ``price`` is written as it stands (45.000 đ), ``unit`` behind it.
    """
    card = Image.new("RGB", (SIZE, SIZE), _PAPER)
    card.paste((255, 255, 255), (0, 0, SIZE, _PHOTO))
    shown = ImageOps.contain(photo.convert("RGB"), (SIZE, _PHOTO), Image.Resampling.LANCZOS)
    card.paste(shown, ((SIZE - shown.width) // 2, (_PHOTO - shown.height) // 2))
    draw = ImageDraw.Draw(card)
    room = SIZE - 2 * _EDGE
    below = _write_name(draw, _printable(name), room)
    told = shorten(_printable(unit), _LONGEST_UNIT)
    _write_price(draw, price, f"/{told}" if told else "", room, below)
    out = BytesIO()
    card.save(out, "JPEG", quality=90, subsampling=0)
    return out.getvalue()


def _printable(text: str) -> str:
    """Leave out what the font has no picture for, such as emoji."""
    told = clean_text(text).text
    lost = set(unprintable(told))
    return " ".join("".join(letter for letter in told if letter not in lost).split())


def _write_name(draw: ImageDraw.ImageDraw, name: str, room: int) -> int:
    size = max(int(fitted(name, _NAME, room, lines=2, bold=True)), _SMALLEST)
    # Letters on whole pixels are a little wider than measured.
    lines = wrapped(name, size, room * 0.97, bold=True)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]
    top = _PHOTO + 28
    for line in lines:
        draw.text((_EDGE, top), line, font=face(True, size), fill=_INK)
        top += int(size * 1.35)
    return top


def _write_price(draw: ImageDraw.ImageDraw, price: str, unit: str, room: int, top: int) -> None:
    """Write price and unit on one line at the bottom, both smaller where they would not fit."""
    size, small = _PRICE, _UNIT
    while face(True, size).getlength(price) + face(False, small).getlength(unit) > room and size > 40:
        size, small = int(size * 0.92), int(small * 0.92)
    foot = SIZE - 56
    draw.text((_EDGE, max(foot, top + size)), price, font=face(True, size), fill=_GREEN, anchor="ls")
    across = _EDGE + face(True, size).getlength(price)
    draw.text((across, max(foot, top + size)), unit, font=face(False, small), fill=_INK, anchor="ls")
