"""Fill in a sheet of ten rows, three of them bad, pack its photos, and send both as a volunteer does."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
from scenes import draw, encode

from web.page_reader import Client, Page
from web.wizard.walk import Walk

LOOK, MENDED = "Xem từng dòng", "Xem các dòng đã sửa"
ALL, FIXES, INTO_SHOP = "Tải tất cả về: tệp, ảnh, báo cáo", "Tải các dòng cần sửa", "Ghi vào cửa hàng"
HEAD = ("Tên món", "Mã hàng", "Giá bán", "Ảnh", "Mô tả", "Ghi chú riêng")
# The last three cannot be read as one price.
PRICES = (150000, "150.000", "150k", "1tr2", "trăm rưỡi", 85000, "85,000", "12.5", "liên hệ", "150-200k")
Row = tuple[Any, ...]


def ten_rows() -> list[Row]:
    return [
        (f"Bánh số {n}", f"B-{n}", price, f"p{n}.jpg", "Dẻo\nthơm", "x") for n, price in enumerate(PRICES)
    ]


def xlsx(rows: list[Row], head: Row = HEAD) -> bytes:
    """Write a workbook."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (head, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def photo(seed: int) -> bytes:
    return encode(draw(seed, size=(900, 900)).image, quality=80)


def zipped(names: list[str]) -> bytes:
    """Pack photos as a Mac does, in a folder and with its litter."""
    stream = io.BytesIO()
    picture = photo(1)
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(f"Ảnh bánh/{name}", picture)
            made.writestr(f"__MACOSX/Ảnh bánh/._{name}", b"x")
    return stream.getvalue()


def mended(fixes: bytes, price: str = "99000") -> bytes:
    """Write a price into every row that was held, as she does in a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(fixes))
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=2):
        row[2].value = price
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(data: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def agreed_shop(client: Client) -> str:
    """Make a shop whose owner has agreed; gives its address."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    return walk.shop


def upload(client: Client, shop: str, rows: list[Row] | bytes, photos: bytes | None, **fields: Any) -> Page:
    """Choose a place, the sheet and the ZIP, and press the button."""
    data = rows if isinstance(rows, bytes) else xlsx(rows)
    chosen: dict[str, Any] = {"channel": "woocommerce", "sheet": sent(data, "bánh.xlsx"), **fields}
    if photos is not None:
        chosen["photos"] = sent(photos, "ảnh.zip")
    return client.read(f"{shop}/sheets").submit(chosen, press=LOOK)


def ten(client: Client, shop: str) -> Page:
    """Send the ten rows with a photo for each."""
    return upload(client, shop, ten_rows(), zipped([f"p{n}.jpg" for n in range(10)]))


def unzipped(client: Client, page: Page) -> dict[str, bytes]:
    """Take all, and give what is in the ZIP."""
    answer = client.raw.get(page.links[ALL])
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def states(page: Page) -> list[tuple[str, str]]:
    """Give number and outcome of each row as the table shows them."""
    found = []
    for row in next(page.dom.iter("tbody")).iter("tr"):
        cells = ["".join(cell.itertext()).strip() for cell in row if cell.tag in ("td", "th")]
        found.append((cells[0], cells[3]))
    return found
