"""Make listings as a shop would tell them, seeded: the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from merchant_helper.listings.product import Picture, Product

NAMES = ("Nước mắm nhĩ", "Bánh tráng phơi sương", "Giỏ mây đan tay", "Mật ong rừng tràm", "Trà shan tuyết")
PLACES = ("Phú Quốc", "Tây Ninh", "Hội An", "Cà Mau", "Suối Giàng", "Đồng Tháp")
KINDS = ("food", "drink", "craft", "fruit", "Quà Tết")
TOLD = (
    "làm tại nhà theo cách cũ của bà ngoại phơi nắng ba ngày không chất bảo quản gói giấy kraft giao trong "
    "ngày dùng kèm rau sống chấm mắm me ngon hơn khi còn mới để nơi khô mát tránh ánh nắng trực tiếp"
)
WORDS = TOLD.split()
COLOURS, SIZES = ("Đỏ đô", "Xanh lá", "Vàng nghệ", "Trắng, kem"), ("S", "M", "L", "XL")


def sentence(chance: random.Random) -> str:
    """Say something of eight to sixteen words."""
    return f"{' '.join(chance.choices(WORDS, k=chance.randint(8, 16))).capitalize()}."


def barcode(number: int) -> str:
    """Make a 13-digit barcode number with its check digit."""
    digits = f"893{number:09}"
    weighed = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"


def listing(number: int, chance: random.Random) -> Product:
    """Make one product as a shop would tell it."""
    place = chance.choice(PLACES)
    paragraphs = [" ".join(sentence(chance) for _n in range(3)) for _paragraph in range(2)]
    return Product(
        sku=f"MON-{number:06}",
        name=f"{chance.choice(NAMES)} {place} số {number}",
        price=chance.randrange(15, 900) * 1000,
        category=chance.choice(KINDS),
        description="\n\n".join(paragraphs),
        sale_price=9000 if number % 4 == 0 else None,
        stock=chance.choice((None, 0, 24)),
        weight_g=chance.randrange(50, 3000),
        brand="Bà Sáu" if number % 3 == 0 else None,
        gtin=barcode(number) if number % 2 else None,
        origin=place,
        unit=chance.choice(("chai", "gói", "kg", "chục")),
        unit_size=chance.choice(("500 ml", "500 g", "1 lít")),
        expiry="12 tháng",
        pictures=(Picture(Path("anh.jpg")),),
        tags=("đặc sản", place.lower(), chance.choice(("quà biếu", "nhà làm, tươi"))),
        row=number + 2,
    )


def listings(count: int, start: int = 0) -> Iterator[Product]:
    """Give listings one after another; each hundred holds two groups of five variants, its last ten."""
    for number in range(start, start + count):
        product = listing(number, random.Random(number))
        if number % 100 >= 90:
            variant = number % 5
            parent = listing(number - variant, random.Random(number - variant))
            product = replace(
                product,
                name=parent.name,
                description=parent.description,
                group=f"NHOM-{number // 5}",
                option1_name="Màu",
                option1_value=COLOURS[variant % 4],
                option2_name="Cỡ",
                option2_value=SIZES[variant // 4],
            )
        yield product
