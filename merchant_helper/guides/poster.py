"""Draw a payment poster: PDF to print, PNG and SVG to send; black on white, without anybody's logo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from merchant_helper.guides.poster_font import FILES, face
from merchant_helper.guides.poster_layout import QUIET, SIZES, Box, Face, Poster, modules, sheet
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import in_language

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.drawing import PaintedPath
    from PIL.Image import Image

__all__ = ["SIZES", "Poster", "pdf", "png", "svg"]

_POINTS_PER_MM = 72 / 25.4
# Twelve pixels a millimetre: one module is seven or more.
_PIXELS_PER_MM = 12


def pdf(poster: Poster, size: str) -> bytes:
    """Give one sheet as a PDF: a5, a6, or tent. Raises KeyError for another size."""
    from fpdf import FPDF

    # Customers read it, whatever language the page was in.
    with in_language("vi"):
        laid, title = sheet(poster, size), _("Mã nhận tiền")
    paper = FPDF(unit="mm", format=(laid.width, laid.height))
    paper.set_auto_page_break(auto=False)
    paper.set_title(title)
    paper.set_lang("vi")
    for bold, file in FILES.items():
        paper.add_font("poster", style="B" if bold else "", fname=file)
    paper.add_page()
    for one, top, turned in laid.faces:
        middle = one.width / 2, top + one.height / 2
        with paper.rotation(180 if turned else 0, *middle):
            _print_face(paper, one, top, poster.payload)
    if laid.fold is not None:
        paper.set_draw_color(0)
        paper.set_line_width(0.2)
        paper.set_dash_pattern(dash=2, gap=2)
        paper.line(0, laid.fold, laid.width, laid.fold)
    return bytes(paper.output())


def _print_face(paper: FPDF, one: Face, top: float, payload: str) -> None:
    paper.set_draw_color(0)
    for box in one.boxes:
        paper.set_fill_color(0)
        paper.set_line_width(box.line or 0.2)
        paper.rect(box.x, top + box.y, box.width, box.height, style="D" if box.line else "F")
    for line in one.lines:
        paper.set_font("poster", style="B" if line.bold else "", size=line.size * _POINTS_PER_MM)
        paper.set_text_color(255 if line.white else 0)
        across = paper.get_string_width(line.text)
        paper.text(line.x - across / 2, top + line.y, line.text)
    with paper.drawing_context() as drawing:
        drawing.add_item(_path(payload, one.code, top))


def _path(payload: str, place: Box, top: float) -> PaintedPath:
    """Draw all modules as one path, so that no hair of white stays between two of them."""
    from fpdf.drawing import PaintedPath

    path = PaintedPath()
    path.style.fill_color = "#000"
    path.style.stroke_color = None
    path.style.auto_close = True
    for x, y, across, down in _bars(payload, place):
        path.rectangle(x, top + y, across, down)
    return path


def png(poster: Poster) -> bytes:
    """Give the code with its words as a picture, to be sent."""
    from PIL import Image, ImageDraw

    one, px = _card(poster), _PIXELS_PER_MM
    image = Image.new("L", (round(one.width * px), round(one.height * px)), 255)
    pen = ImageDraw.Draw(image)
    for box in one.boxes:
        corners = [n * px for n in (box.x, box.y, box.x + box.width, box.y + box.height)]
        if box.line:
            pen.rectangle(corners, outline=0, width=round(box.line * px))
        else:
            pen.rectangle(corners, fill=0)
    for line in one.lines:
        font = face(line.bold, round(line.size * px))
        pen.text((line.x * px, line.y * px), line.text, fill=255 if line.white else 0, font=font, anchor="ms")
    _paste_code(image, poster.payload, one.code)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True, dpi=(px * 25.4, px * 25.4))
    return out.getvalue()


def _paste_code(image: Image, payload: str, place: Box) -> None:
    """Put the code in with whole pixels to a module: what is scaled by halves reads worse."""
    from PIL.Image import Resampling, new

    rows = modules(payload)
    each = int(place.width * _PIXELS_PER_MM / (len(rows) + 2 * QUIET))
    code = new("L", (len(rows), len(rows)), 255)
    code.putdata([0 if one else 255 for row in rows for one in row])
    code = code.resize((len(rows) * each, len(rows) * each), Resampling.NEAREST)
    x, y = place.x + place.width / 2, place.y + place.height / 2
    half = code.width / 2
    image.paste(code, (round(x * _PIXELS_PER_MM - half), round(y * _PIXELS_PER_MM - half)))


def svg(poster: Poster) -> bytes:
    """Give the same as a drawing that stays sharp at any size."""
    one = _card(poster)
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{one.width}mm" height="{one.height}mm" '
        f'viewBox="0 0 {one.width} {one.height}"><path fill="#fff" d="M0 0h{one.width}v{one.height}H0z"/>'
    ]
    for box in one.boxes:
        look = f'fill="none" stroke="#000" stroke-width="{box.line}"' if box.line else 'fill="#000"'
        size = f'width="{box.width:.3f}" height="{box.height:.3f}"'
        pieces.append(f'<rect x="{box.x:.3f}" y="{box.y:.3f}" {size} {look}/>')
    for line in one.lines:
        pieces.append(
            f'<text x="{line.x:.3f}" y="{line.y:.3f}" font-size="{line.size:.3f}" text-anchor="middle" '
            f'font-family="Be Vietnam Pro, Arial, sans-serif" font-weight="{700 if line.bold else 400}" '
            f'fill="{"#fff" if line.white else "#000"}">{escape(line.text)}</text>'
        )
    bars = "".join(
        f"M{x:.4f} {y:.4f}h{w:.4f}v{h:.4f}h{-w:.4f}z" for x, y, w, h in _bars(poster.payload, one.code)
    )
    pieces.append(f'<path d="{bars}"/></svg>')
    return "\n".join(pieces).encode()


def _card(poster: Poster) -> Face:
    with in_language("vi"):
        return sheet(poster, "card").faces[0][0]


def _bars(payload: str, place: Box) -> Iterator[tuple[float, float, float, float]]:
    """Go through the black runs of each row, in millimetres."""
    rows = modules(payload)
    each = place.width / (len(rows) + 2 * QUIET)
    left, top = place.x + QUIET * each, place.y + QUIET * each
    for down, row in enumerate(rows):
        at = 0
        while at < len(row):
            end = at
            while end < len(row) and row[end]:
                end += 1
            if end > at:
                yield left + at * each, top + down * each, (end - at) * each, each
            at = end + 1
