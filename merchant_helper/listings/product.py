"""Hold one product as a plain value: what goes into a channel, a kit or a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from merchant_helper.issues import Issue
from merchant_helper.photos.edits import NOTHING, Edits

Condition = Literal["new", "used", "refurbished"]
CONDITIONS: tuple[str, ...] = get_args(Condition)


@dataclass(frozen=True)
class Picture:
    """Point to one photo of a product.

    ``path`` is the original file. ``mask`` is an 8-bit picture of the upright original's size, when the
    product was cut out and the cut-out was accepted. ``fixed`` asks for straightening and lightening only.
    ``as_taken`` asks for the photo as it is, close around the product, which the mask then only shows.
    ``asked`` says whether somebody looked for faces, papers and number plates; None where nobody could.
    ``edits`` is what was done to the photo by hand.
    """

    path: Path
    sha256: str | None = None
    mask: Path | None = None
    fixed: bool = False
    as_taken: bool = False
    asked: bool | None = None
    edits: Edits = NOTHING


@dataclass(frozen=True)
class Product:
    """Describe one product (or one variant of a group) as the owner told it.

    Money is whole đồng, weight grams, sizes cm. ``None`` means that it is not known; ``stock`` of ``None``
    means not counted (sold as available), ``0`` means sold out. ``category`` is the key of one of our kinds.
    ``unit`` is what one price buys (chai, kg, bó…), ``unit_size`` its content as told (500 ml). ``found`` is
    what was found wrong while it was read; a block holds it back. ``attributes`` are what was told of color,
    size, material and pattern and is no option, as attribute and value.
    what was found wrong while it was read; a block holds it back. ``papers`` are the words (as search keys)
    that she has papers for.
    """

    sku: str
    name: str
    price: int | None = None
    category: str | None = None
    description: str = ""
    sale_price: int | None = None
    stock: int | None = None
    weight_g: int | None = None
    length_cm: float | None = None
    width_cm: float | None = None
    height_cm: float | None = None
    brand: str | None = None
    gtin: str | None = None
    condition: Condition = "new"
    origin: str | None = None
    unit: str | None = None
    unit_size: str | None = None
    expiry: str | None = None
    group: str | None = None
    option1_name: str | None = None
    option1_value: str | None = None
    option2_name: str | None = None
    option2_value: str | None = None
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    link: str | None = None
    row: int | None = field(default=None, compare=False)
    found: tuple[Issue, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    papers: tuple[str, ...] = ()
