"""Two real templates, of Indonesia, are filled; only their one worksheet changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from channels.fill.filled import GOODS, parts, read_back
from merchant_helper import channels
from merchant_helper.channels.fill import fill, open_template

REAL = {
    "shopee": ("shopee_ID_basic_2023-04-11.xlsx", {"channel_id_8003": "Aktif", "ps_stock": "5"}),
    "tiktok": (
        "tiktok_ID_batchupload_2023-04-25.xlsx",
        {"category": "601305/Hijabs/Underscarves", "quantity": "7", "main_image": "later"},
    ),
}


@pytest.mark.parametrize("place", REAL)
def test_it_is_filled_and_read_back(place: str, shared: Path, tmp_path: Path) -> None:
    name, answers = REAL[place]
    file = shared / "data" / "templates" / name
    template = open_template(file, channels.load(place))
    goods = [replace(product, brand=None) for product in GOODS]
    report = fill(goods, template, answers, tmp_path)
    assert (report.rows_out, report.rows_held) == (4, 0)
    done = tmp_path / f"{place}.xlsx"
    old, new = parts(file.read_bytes()), parts(done.read_bytes())
    (form,) = template.found.forms
    assert [part for part in old if old[part] != new[part]] == [form.ref.part] and list(old) == list(new)
    rows = read_back(template, done)
    label = {"shopee": "ps_product_name", "tiktok": "product_name"}[place]
    assert [row[label] for row in rows] == [GOODS[0].name, GOODS[2].name, GOODS[1].name, GOODS[3].name]
    before, after = (load_workbook(path)[form.ref.name] for path in (file, done))
    count = {"shopee": 21, "tiktok": 12929}[place]
    assert len(before.data_validations.dataValidation) == len(after.data_validations.dataValidation) == count
    for number in range(1, form.first_row):
        old_cells, new_cells = ([c.value for c in sheet[number]] for sheet in (before, after))
        assert old_cells == new_cells


def test_what_these_files_say_is_read_from_them(shared: Path) -> None:
    folder = shared / "data" / "templates"
    shopee = open_template(folder / REAL["shopee"][0]).found.forms[0]
    heads = {head.key: head for head in shopee.heads}
    name, price, weight = heads["ps_product_name"], heads["ps_price"], heads["ps_weight"]
    assert (shopee.first_row, shopee.last_row, name.needed) == (6, 5006, "yes")
    assert (name.rule.min_length, name.rule.max_length) == (5, 255)
    assert (price.rule.low, price.rule.high, weight.rule.high) == (99, 150000000, 1000000)
    assert heads["channel_id_8003"].rule.choices == ("Aktif", "Nonaktif")
    tiktok = open_template(folder / REAL["tiktok"][0]).found.forms[0]
    assert (tiktok.first_row, tiktok.last_row, len(tiktok.marks)) == (7, 5000, 46)
    assert len({head.key: head for head in tiktok.heads}["category"].rule.choices) == 46
