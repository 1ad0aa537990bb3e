"""What is done quickly for plain products gives exactly what the plain definitions give."""

from __future__ import annotations

import html
import io
import re
import sys
from dataclasses import replace
from itertools import groupby
from unicodedata import is_normalized

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from merchant_helper import channels
from merchant_helper.channels.cells import paragraphs
from merchant_helper.channels.rows import MadeRows, Maker, cell
from merchant_helper.channels.spec import parse
from merchant_helper.channels.tidy import _is_tidy, _tidied, let_in
from merchant_helper.channels.values import Family, family_values, of_family, shared_values, single_values
from merchant_helper.channels.writers import safe
from merchant_helper.errors import SpecBroken
from merchant_helper.listings.product import Product
from merchant_helper.text import all_seen, clean_text
from merchant_helper.text.door import _cleaned

from .generated import IDS
from .samples import ALL, BLUE, FISH_SAUCE, HOSTILE, RED
from .test_any_product import products, sound
from .test_spec import toml

WOO = channels.load("woocommerce")
BULLET = re.compile(r"^\s*(?:[-+*•●–—▪]|=>?|->|➤|✓|✔)\s+")
pieces = st.lists(
    st.sampled_from(["a", " ", "\n", "- ", "•", "=> ", "->", "<", "&", "\\", "é", "1"]), max_size=12
)


@pytest.mark.parametrize("product", ALL)
def test_usual_products_take_the_short_way(product: Product) -> None:
    assert _is_tidy(replace(product, tags=("nước mắm", "cá cơm")))


def test_every_letter_that_passes_unseen_checks_stays_as_it_is() -> None:
    letters = [chr(n) for n in range(sys.maxunicode + 1) if all_seen(chr(n))]
    assert len(letters) > 100_000
    for start in range(0, len(letters), 5000):
        text = "x".join(letters[start : start + 5000])
        if is_normalized("NFC", text):
            assert _cleaned(f"x{text}x", False, None) == (f"x{text}x", False)


@given(products | sound)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(replace(FISH_SAUCE, brand=""))
@example(replace(FISH_SAUCE, description="a \nb"))
@example(replace(FISH_SAUCE, description="a\n\n\nb"))
@example(replace(FISH_SAUCE, description=" a"))
@example(replace(FISH_SAUCE, description="a  b"))
@example(replace(FISH_SAUCE, name="\u0301a", tags=("\u0301",)))
@example(replace(FISH_SAUCE, gtin="893-4563 138165"))
@example(replace(FISH_SAUCE, tags=("", "a")))
def test_a_tidy_product_is_one_that_cleaning_leaves_alone(product: Product) -> None:
    assert let_in(product) == _tidied(product)
    assert not _is_tidy(product) or _tidied(product) == (product, [])


def blockwise(text: str) -> str:
    """Write paragraphs and lists block by block, as plainly as can be."""
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        for listed, lines in groupby(block.split("\n"), lambda one: bool(BULLET.match(one))):
            told = [
                html.escape(BULLET.sub("", one).strip(), quote=False).replace("\\", "&#92;") for one in lines
            ]
            if listed:
                parts.append(f"<ul>{''.join(f'<li>{one}</li>' for one in told)}</ul>")
            elif any(told):
                parts.append(f"<p>{'<br>'.join(told)}</p>")
    return "".join(parts)


@given(pieces.map("".join))
@settings(max_examples=500, deadline=None)
@example("a\n- b\n\n- c\nd")
def test_descriptions_are_written_as_block_by_block(text: str) -> None:
    told = clean_text(text, multiline=True).text
    assert paragraphs(told) == blockwise(told)


@given(st.lists(products | sound, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_are_made_as_each_cell_says(given_products: list[Product]) -> None:
    tidy = [let_in(product)[0] for product in given_products]
    maker, names = Maker(WOO), {product.sku: ("a.jpg", "b.jpg") for product in tidy}

    def plainly(family: Family) -> list[dict[str, str]]:
        return [{c.id: cell(values, c) for c in WOO.columns} for values in family_values(family, names)]

    assert [maker.single(product, names) for product in tidy] == [plainly(Family((p,)))[0] for p in tidy]
    group = Family(tuple(tidy), "G")
    assert list(maker.family(group, names)) == plainly(group)
    for row in maker.family(group, names):
        assert list(row) == [column.id for column in WOO.columns]
        assert all(text == safe(text) for text in row.values())


@given(st.lists(products | sound, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("channel", [name for name in IDS if name != "woocommerce"])
def test_rows_of_every_file_are_made_as_each_cell_says(channel: str, given_products: list[Product]) -> None:
    place = channels.load(channel)
    tidy = [let_in(product)[0] for product in given_products]
    maker, names = Maker(place), {product.sku: ("a.jpg", "b.jpg") for product in tidy}
    drawn = {"picture", "picture_number"}
    told = [column for column in place.columns if column.value not in drawn]

    def plainly(product: Product, **more: object) -> dict[str, str]:
        values = {**single_values(product, names), **more}
        return {column.id: cell(values, column) for column in told}

    def of(row: dict[str, str]) -> dict[str, str]:
        return {column.id: row[column.id] for column in told}

    assert [of(maker.single(p, names)) for p in tidy] == [plainly(p) for p in tidy]
    family = Family(tuple(tidy), "G")
    rows = list(maker.whole(family, names))
    assert all(list(row) == [column.id for column in place.columns] for row in rows)
    shared = of_family(family)
    if place.groups == "each":
        more = [{**shared, "leader": None}, *[shared] * (len(tidy) - 1)]
        assert [of(row) for row in rows] == [plainly(p, **m) for p, m in zip(tidy, more, strict=True)]
        return
    once = [column.id for column in told if column.scope == "product"]
    for number, (row, product) in enumerate(zip(rows, tidy, strict=False)):
        first = shared_values(family) if not number else {}
        wanted = plainly(product, **shared, **first, own_picture="a.jpg")
        assert of(row) == wanted | ({name: "" for name in once} if number else {})
    assert len(rows) == max(len(tidy), 2)


def written(rows: object) -> bytes:
    stream = io.BytesIO()
    channels.write_csv(rows, WOO, stream)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("text", HOSTILE)
def test_rows_straight_from_the_maker_are_written_as_any_rows_are(text: str) -> None:
    odd = replace(FISH_SAUCE, name=text, brand=text, description=text, option1_name=text, option1_value=text)
    family = [replace(one, option1_name=text, category=text) for one in (RED, BLUE)]
    names = ["=a.jpg", "b\0.jpg"]
    made = channels.rows([odd, *family], WOO, lambda product: names)
    assert isinstance(made, MadeRows)
    assert written(made) == written(list(channels.rows([odd, *family], WOO, lambda product: names)))


def test_rows_of_another_channel_are_looked_at_again() -> None:
    other = WOO.model_copy(update={"columns": tuple(reversed(WOO.columns))})
    assert written(channels.rows([FISH_SAUCE], other)) == written(channels.rows([FISH_SAUCE], WOO))


def test_a_spec_holds_no_text_that_begins_as_a_formula() -> None:
    with pytest.raises(SpecBroken, match="begins as a formula"):
        parse(toml().replace('fixed = "visible"', 'fixed = "=visible"'), "here.toml")
