"""Make the picture of the README and the row beside it, by the program itself from a real photograph.

``python benchmarks/readme_picture.py`` writes static/readme/before-after.jpg and the row into README.md. The
photo is ``coffee`` of scikit-image (CC0, Rachel Michetti); nothing in the result is retouched.
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from skimage import data

from merchant_helper.channels import export, load
from merchant_helper.listings.product import Picture, Product
from merchant_helper.photos.cutout import Cutout, cut_out
from merchant_helper.photos.intake import open_upright

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "static" / "readme" / "before-after.jpg"
BEGIN, END = "<!-- row -->\n", "<!-- end of row -->\n"
SHOWN = ("Type", "SKU", "Name", "Regular price", "In stock?", "Images")
SIDE = 560
VERDICTS = {
    "good": "tốt · good",
    "check": "xem lại giúp · please check",
    "retake": "nên chụp lại · better taken again",
}


class Made(NamedTuple):
    """Hold what the program made of the photo."""

    cutout: Cutout
    before: Image.Image
    after: Image.Image
    row: dict[str, str]


def make() -> Made:
    """Cut the photo out and export it for a website, as a person would."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photo, mask = folder / "coffee.png", folder / "coffee.mask.png"
        Image.fromarray(data.coffee()).save(photo)  # type: ignore[no-untyped-call]
        before = open_upright(photo).image
        cutout = cut_out(before)
        Image.fromarray(cutout.mask).save(mask)
        cup = Product(
            sku="CA-PHE-01",
            name="Cà phê phin, ly 200 ml",
            price=25_000,
            pictures=(Picture(photo, mask=mask),),
        )
        export([cup], load("woocommerce"), folder / "out")
        text = (folder / "out" / "woocommerce.csv").read_text("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(text))
        with Image.open(folder / "out" / "images" / row["Images"].split(", ")[0]) as opened:
            after = opened.convert("RGB")
        return Made(cutout, before, after, row)


def side_by_side(before: Image.Image, after: Image.Image) -> Image.Image:
    """Set both into squares of one height, a light gap between."""
    canvas = Image.new("RGB", (2 * SIDE + 24, SIDE), "#E9E4D8")
    for place, image in ((0, before), (SIDE + 24, after)):
        scale = SIDE / max(image.size)
        fitted = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
        )
        canvas.paste(fitted, (place + (SIDE - fitted.width) // 2, (SIDE - fitted.height) // 2))
    return canvas


def row_as_table(made: Made) -> str:
    """Write the exported row, and what the program thinks of its own cut-out, as Markdown."""
    lines = [
        "| " + " | ".join(SHOWN) + " |",
        "|" + "---|" * len(SHOWN),
        "| " + " | ".join(f"`{made.row[column]}`" for column in SHOWN) + " |",
        "",
        f"Phần mềm tự chấm ảnh này: **{VERDICTS[made.cutout.verdict]}** "
        f"(cách tách nền `{made.cutout.engine}`, không cần mô hình · no model).",
    ]
    return "".join(f"{line}\n" for line in lines)


def write() -> None:
    """Put picture and row into the project."""
    made = make()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    side_by_side(made.before, made.after).save(PICTURE, quality=85, optimize=True)
    text = README.read_text("utf-8")
    table = row_as_table(made)
    README.write_text(text.split(BEGIN)[0] + BEGIN + table + END + text.split(END)[1], "utf-8")


if __name__ == "__main__":
    write()
