"""Fill the drawn templates, and read back what came of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import python_calamine

from channels.fill import templates
from channels.samples import ALL
from merchant_helper import channels
from merchant_helper.channels.fill import Template, fill, open_template
from merchant_helper.channels.report import Report
from merchant_helper.listings.product import Product

DRAWN = {
    "shopee": templates.shopee,
    "tiktok": templates.tiktok,
    "lazada": templates.lazada,
    "sapo": templates.sapo,
    "template": templates.stranger,
}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "shopee": {"channel_id.5001": "Bật", "channel_id.5002": "Tắt"},
    "tiktok": {
        "category": templates.CATEGORIES[2],
        "category.food": templates.CATEGORIES[0].strip(),
        "category.craft": templates.CATEGORIES[1],
        "product_property/100701.craft": "mây",
        "main_image": "later",
        "quantity": "9",
    },
    "lazada": {"sku.quantity": "9", "catProperty.p-20000": "No Brand"},
    "sapo": {"Hiển thị": "Có"},
    "template": {
        **{"match.name": "Tên hàng", "match.sku": "Mã hàng", "match.price": "Giá bán (đ)*"},
        **{"match.stock": "Số lượng", "match.weight_g": "Khối lượng (kg)", "Nhóm": "Thực phẩm"},
    },
}
PLACES = tuple(DRAWN)
# Complete enough for every place: long names, descriptions, weights.
GOODS = tuple(
    replace(
        product,
        name="Áo bà ba lụa Tân Châu" if product.group else product.name,
        description=product.description or "Làm tay ở nhà, bền và đẹp.",
        weight_g=product.weight_g or 300,
        sale_price=None,
    )
    for product in ALL
)


def drawn(folder: Path, place: str, **how: object) -> Template:
    """Open the drawn template of a place."""
    file = folder / f"mẫu {place}.xlsx"
    file.write_bytes(DRAWN[place](**how))
    return open_template(file, channels.load(place))


def filled(
    folder: Path, place: str, products: Sequence[Product] = GOODS, **options: object
) -> tuple[Report, list[dict[str, object]]]:
    """Fill the drawn template of a place, and give the report and the rows by key or header."""
    template = drawn(folder, place)
    report = fill(products, template, ANSWERS[place], folder / "ra", **options)  # type: ignore[arg-type]
    return report, read_back(template, folder / "ra" / f"{place}.xlsx")


def read_back(template: Template, file: Path) -> list[dict[str, object]]:
    """Read the rows below the heads with a reader of another make; empty cells are left out."""
    form = template.found.forms[0]
    if not file.is_file():
        return []
    book = python_calamine.CalamineWorkbook.from_path(file)
    rows = list(book.get_sheet_by_name(form.ref.name).to_python(skip_empty_area=False))[form.first_row - 1 :]
    names = {head.column: head.key for head in form.heads}
    found = [{names[n]: v for n, v in enumerate(row, start=1) if n in names and v != ""} for row in rows]
    return [row for row in found if row]


def parts(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """Give each part of an archive as it lies there: its head with the packed bytes, and its list entry."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        starts = sorted([*(info.header_offset for info in infos), archive.start_dir])
        for info in infos:
            end = starts[starts.index(info.header_offset) + 1]
            told = (
                info.CRC,
                info.file_size,
                info.compress_size,
                info.date_time,
                info.external_attr,
                info.extra,
            )
            found[info.filename] = data[info.header_offset : end], repr(told).encode()
    return found
