"""Products that the channel tests share."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

from merchant_helper import channels
from merchant_helper.listings.product import Picture, Product

FISH_SAUCE = Product(
    sku="NM-01",
    name="Nước mắm nhĩ Phú Quốc 40 độ",
    price=150000,
    category="food",
    description="Cá cơm ủ 12 tháng.\n- 40 độ đạm\n- không phẩm màu\n\nĐể nơi mát.",
    stock=24,
    weight_g=900,
    length_cm=7.5,
    width_cm=7.5,
    height_cm=26,
    brand="Bà Sáu",
    gtin="8934563138165",
    origin="Phú Quốc",
    unit="chai",
    unit_size="500 ml",
    expiry="24 tháng",
    tags=("nước mắm", "cá cơm, muối"),
    row=2,
)
BASKET = Product(sku="GIO-1", name="Giỏ mây đan tay", price=85000, sale_price=79000, category="craft", row=3)
RED = Product(
    sku="AO-DO-S",
    name="Áo bà ba",
    price=250000,
    stock=0,
    category="clothing",
    group="AO",
    option1_name="Màu",
    option1_value="Đỏ, đậm",
    option2_name="Cỡ",
    option2_value="S",
    row=4,
)
BLUE = Product(
    sku="AO-XANH-M",
    name="Áo bà ba",
    price=260000,
    stock=3,
    category="clothing",
    group="ao",
    option1_name="màu",
    option1_value="Xanh",
    option2_name="Cỡ",
    option2_value="M",
    row=5,
)
ALL = (FISH_SAUCE, RED, BASKET, BLUE)
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1)",
    "-2+3",
    "+84 909",
    "\t=cmd",
    "\r\n=1+1",
    "＝1+1",
    '"quoted", and; a\ttab',
    "a\\nb \\, c\\",
    "line\nbreak\r\nand\u2028more",
    "\0NUL\x07bell",
    "\u202eRTL \u05e9\u05dc\u05d5\u05dd",
    "👩‍🌾🐟",
    "Nu\u031bo\u031b\u0301c ma\u0306\u0301m",
    "x" * 5000,
    "\ud83d lone",
    "&amp; </style><!--",
    "{name} {co} %s",
)


def read(data: bytes) -> list[dict[str, str]]:
    """Read a file as an importer does: BOM off, then RFC 4180."""
    assert data.startswith(b"\xef\xbb\xbfType,"), "a BOM, then a first header without quotes"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def written(*products: Product, **options: object) -> list[dict[str, str]]:
    """Write products for WooCommerce and read them back."""
    woo = channels.load("woocommerce")
    stream = io.BytesIO()
    channels.write_csv(channels.rows(products, woo, **options), woo, stream)  # type: ignore[arg-type]
    return read(stream.getvalue())


def codes(issues: Iterable[object]) -> set[str]:
    """Give the codes of issues or problems."""
    return {getattr(i, "issue", i).code for i in issues}


def photo(path: Path, size: tuple[int, int] = (900, 700), colour: str = "#803010") -> Picture:
    """Draw a bottle on a table."""
    image = Image.new("RGB", size, "#d8d0c0")
    ImageDraw.Draw(image).rectangle((size[0] // 3, size[1] // 8, size[0] // 2, size[1] * 7 // 8), fill=colour)
    image.save(path, "JPEG", quality=90)
    return Picture(path)


def cut_out(path: Path, size: tuple[int, int] = (900, 700)) -> Picture:
    """Draw the bottle together with its mask."""
    plain = photo(path, size)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rectangle((size[0] // 3, size[1] // 8, size[0] // 2, size[1] * 7 // 8), fill=255)
    mask.save(path.with_suffix(".mask.png"))
    return Picture(plain.path, mask=path.with_suffix(".mask.png"))
