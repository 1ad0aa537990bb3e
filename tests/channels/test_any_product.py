"""Whatever a product holds, it goes out whole or is held with a reason."""

from __future__ import annotations

import html
import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_helper import channels
from merchant_helper.channels.cells import paragraphs, title
from merchant_helper.channels.model import Requires
from merchant_helper.channels.tidy import shown
from merchant_helper.issues import blocking
from merchant_helper.listings.product import Picture, Product
from merchant_helper.text import clean_text, nfc

from .generated import FILES, IDS, channel_of, made, sku_header, sold, table
from .samples import FISH_SAUCE, HOSTILE, read, written

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
texts = st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE))
maybe = st.none() | texts
numbers = st.none() | st.integers(-5, 10**13)
sizes = st.none() | st.floats()
codes = st.sampled_from(["A", "a", "B-1", "CON", "x y", "", "ÁO", "A" * 51]) | texts
products = st.builds(
    Product,
    sku=codes,
    name=texts,
    price=numbers,
    category=st.sampled_from([None, "food", "other"]) | texts,
    description=texts,
    sale_price=numbers,
    stock=numbers,
    weight_g=numbers,
    length_cm=sizes,
    width_cm=sizes,
    height_cm=sizes,
    brand=maybe,
    gtin=st.sampled_from([None, "8934563138165", "96385074"]) | texts,
    condition=st.sampled_from(["new", "used", "refurbished"]),
    origin=maybe,
    unit=maybe,
    unit_size=maybe,
    expiry=maybe,
    group=st.sampled_from([None, None, "G", "g", "A"]) | texts,
    option1_name=maybe,
    option1_value=maybe,
    option2_name=maybe,
    option2_value=maybe,
    tags=st.lists(texts, max_size=3).map(tuple),
    pictures=st.sampled_from([(), (Picture(Path("nowhere.jpg")),)]),
    link=maybe,
    row=st.none() | st.integers(2, 99),
)
# A good product with anything in its words, so that many do go out.
sound = st.builds(
    lambda number, name, **words: replace(
        FISH_SAUCE, sku=f"S-{number}", gtin=None, name=f"n{name[:300]}", **words
    ),
    st.integers(0, 4),
    texts,
    description=texts,
    brand=maybe,
    unit=maybe,
    expiry=maybe,
    category=maybe,
    tags=st.lists(texts, max_size=3).map(tuple),
    group=st.sampled_from([None, "G"]),
    option1_name=st.sampled_from(["Màu", "màu"]),
    option1_value=texts,
)
many = st.lists(products | sound, max_size=6)


def ready(channel_id: str) -> channels.Channel:
    """Give a channel that asks no page and no picture address of anybody, so that many products go out."""
    channel = channels.load(channel_id)
    picture = channel.pictures.model_copy(update={"required": False})
    return channel.model_copy(update={"requires": Requires(), "pictures": picture})


def sku_of(product: Product) -> str:
    return clean_text(product.sku).text


def plain(cell: str) -> str:
    """Read a description as a shop's page shows it."""
    return html.unescape(re.sub(r"<[^>]*>", " ", cell))


@given(many)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("channel", [*IDS, "zalo", "shopee", "tiktok", "buudien", "voso"])
def test_rows_in_are_rows_out_and_rows_held(channel: str, given_products: list[Product]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = ready(channel)
        report = channels.export(given_products, place, Path(folder), pictures=False, allow_removals=True)
        name = place.file.name if place.file else "none"
        file = [written for written in report.files if written.path == name]
        files = sorted(p.relative_to(folder).as_posix() for p in Path(folder).rglob("*") if p.is_file())
        rows = table(place, (Path(folder) / name).read_bytes()) if file else []
    assert bool(file) == (place.has_file and report.rows_out > 0)
    assert report.rows_in == len(given_products) == report.rows_out + report.rows_held
    assert all(code.startswith((name, "report.json", "kit/", "dossier/")) for code in files)
    blocked = Counter(p.sku for p in report.problems if p.issue.severity == "block")
    assert all(blocked[shown(product.sku)] for product in report.held)
    assert all(p.issue.message()[:6] != "issue:" != p.issue.fix()[:4] for p in report.problems)
    if place.has_file:
        codes = [row[sku_header(place)] for row in sold(place, rows)]
        assert Counter([*codes, *(p.sku for p in report.held)]) == Counter(map(sku_of, given_products))
        assert len({code.casefold() for code in codes}) == len(codes)
        assert len(rows) == sum(written.rows for written in file)


@given(st.lists(products | sound, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("channel", [name for name in IDS if name != "kiotviet"])
def test_no_cell_begins_as_a_formula(channel: str, given_products: list[Product]) -> None:
    place = channels.load(channel)
    for row in table(place, made(place, given_products)):
        for cell in row.values():
            assert NUMBER.fullmatch(cell) or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
            assert "\0" not in cell and cell == nfc(cell)


@given(sound)
@settings(max_examples=80, deadline=None)
def test_what_goes_out_reads_back_the_same(product: Product) -> None:
    single = replace(product, group=None)
    (row,) = written(single)
    assert not blocking(channels.check(single, channels.load("woocommerce")))
    assert row["Name"] == title(clean_text(single.name).text)
    assert (row["SKU"], row["Regular price"], row["Weight (kg)"]) == (single.sku, "150000", "0.9")
    told = clean_text(single.description, multiline=True).text
    assert row["Description"] == paragraphs(told)
    letters = [c for c in told if c.isalnum()]
    assert [c for c in plain(row["Description"]) if c.isalnum()] == letters


@given(products)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_checks_and_lines_never_stumble(product: Product) -> None:
    for channel in channels.all_channels():
        for issue in channels.check(product, channel):
            assert issue.message() and issue.fix()
        for kit_line in channels.kit_lines(product, channel, "en"):
            assert kit_line.text.strip() and kit_line.label and "\r" not in kit_line.text
        if channel.has_dossier:
            assert "<script" not in channels.sheet(product, channel, ["1.jpg"], "vi").casefold()


@given(st.lists(products | sound, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize(("channel", "form"), FILES)
def test_a_cell_is_what_was_made_for_it(
    channel: str, form: str | None, given_products: list[Product]
) -> None:
    place = channel_of(channel, form)
    made_rows = [list(row.values()) for row in channels.rows(given_products, place)]
    filled = [[cell for cell in row if cell] for row in made_rows]
    read_back = [[cell for cell in row.values() if cell] for row in table(place, made(place, given_products))]
    assert read_back == filled if place.file and place.file.format != "xml" else len(read_back) == len(filled)


def test_products_stream_through() -> None:
    asked: list[int] = []

    def stock_room() -> Iterator[Product]:
        for number in range(3000):
            asked.append(number)
            yield replace(FISH_SAUCE, sku=f"S-{number}")

    woo = channels.load("woocommerce")
    rows = channels.rows(stock_room(), woo)
    for count in (1, 2, 3):
        next(rows)
        assert len(asked) == count
    sink = io.BytesIO()
    assert channels.write_csv(rows, woo, sink) == 2997 == len(read(sink.getvalue()))
