"""A plan says what a sheet would do to a shop, row by row, and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import scenes

from merchant_helper.bulk.sheet import plan as planning
from merchant_helper.bulk.sheet.plan import Planned
from merchant_helper.listings import ledger
from merchant_helper.listings.model import Listing
from merchant_helper.shops.consent import withdraw
from merchant_helper.shops.model import Shop
from tests.bulk.sheet.made import HEADS, book
from tests.bulk.sheet.shop import Counter, photo

TWO = (("A", "Kẹo dừa", 50_000), ("B", "Bánh tráng", 85_000))


def _actions(planned: list[Planned]) -> list[str]:
    return [row.action for row in planned]


def _codes(row: Planned) -> list[str]:
    return [issue.code for issue in row.issues]


def test_add_update_unchanged_and_held(counter: Counter, tmp_path: Path) -> None:
    counter.taken_in(book(tmp_path, HEADS, *TWO))
    path = book(
        tmp_path, HEADS, TWO[0], ("b", "Bánh tráng", 90_000), ("C", "Mứt", 5000), ("D", "x", "liên hệ")
    )
    planned = counter.plan(path)
    assert [(row.row, row.sku, row.action) for row in planned] == [
        *((2, "A", "unchanged"), (3, "b", "update"), (4, "C", "add"), (5, "D", "held"))
    ]


def test_a_plan_writes_nothing(counter: Counter, tmp_path: Path) -> None:
    photo(tmp_path / "anh" / "a.jpg")
    path = book(tmp_path, [*HEADS, "photos"], [*TWO[0], "a.jpg"], [None, "Mứt", 5000, None])
    before, files = counter.dump(), sorted(counter.folder.files.rglob("*"))
    assert _actions(counter.plan(path, photos=tmp_path / "anh")) == ["add", "add"]
    assert (counter.dump(), sorted(counter.folder.files.rglob("*"))) == (before, files)


def test_an_empty_cell_keeps_what_is_known(counter: Counter, tmp_path: Path) -> None:
    heads = [*HEADS, "stock", "brand", "condition", "tags", "category", "description"]
    counter.taken_in(
        book(tmp_path, heads, ["A", "Kẹo", 50_000, 3, "Bà Sáu", "Đã dùng", "mè|dừa", "food", "Dẻo"])
    )
    before = counter.facts()["A"]
    path = book(tmp_path, heads, ["A", *[None] * 8])
    assert _actions(counter.plan(path)) == ["unchanged"]
    assert counter.taken_in(book(tmp_path, ("sku", "price"), ("A", 60_000))) == ["update"]
    after = counter.facts()["A"]
    assert after.price == 60_000
    for field in ("name", "stock", "brand", "condition", "tags", "kind", "description"):
        assert getattr(after, field) == getattr(before, field), field


@pytest.mark.parametrize(
    ("key", "first", "then", "field", "now"),
    [
        ("stock", "hết", "luôn có", "stock", "always"),
        ("stock", 5, 0, "stock", 0),
        ("condition", "Đã dùng", "Mới", "condition", "new"),
        ("category", "Bonsai", "food", "category", None),
        ("tags", "a|b", "b", "tags", ("b",)),
        ("weight_g", 500, "1,2 kg", "weight_g", 1200),
    ],
)
def test_what_a_cell_says_replaces_what_was_known(
    counter: Counter, tmp_path: Path, key: str, first: Any, then: Any, field: str, now: Any
) -> None:
    heads = [*HEADS, key]
    counter.taken_in(book(tmp_path, heads, [*TWO[0], first]))
    assert counter.taken_in(book(tmp_path, heads, [*TWO[0], then])) == ["update"]
    assert getattr(counter.facts()["A"], field) == now
    assert counter.taken_in(book(tmp_path, heads, [*TWO[0], then])) == ["unchanged"]


def test_a_new_product_needs_a_name_and_a_known_one_does_not(counter: Counter, tmp_path: Path) -> None:
    counter.taken_in(book(tmp_path, HEADS, *TWO))
    new, known = counter.plan(book(tmp_path, HEADS, ("C", None, 5000), ("A", None, 5000)))
    assert (new.action, _codes(new), known.action) == ("held", ["sheet.no_name"], "update")


@pytest.mark.parametrize(
    "bad",
    [("AO-2", "AO", "Áo", "?"), ("AO-2", "ao", None, 5000), ("AO-2", "AO", "x" * 1_001, 5000)],
    ids=["a price", "no name", "too long a name"],
)
def test_one_held_variant_holds_its_group(counter: Counter, tmp_path: Path, bad: tuple[Any, ...]) -> None:
    heads = ("sku", "group", "name", "price")
    path = book(
        tmp_path, heads, ("AO-1", "AO", "Áo", 5000), bad, ("AO-3", "AO", "Áo", 5000), ("K", None, "K", 5000)
    )
    planned = counter.plan(path)
    assert _actions(planned) == ["held", "held", "held", "add"]
    assert _codes(planned[0]) == _codes(planned[2]) == ["sheet.group_held"]
    assert planned[0].issues[0].params == {"group": "AO"}
    assert "sheet.group_held" not in _codes(planned[1])
    assert counter.taken_in(path) == ["held", "held", "held", "add"] and set(counter.facts()) == {"K"}


def test_rows_without_codes_are_known_again_by_name(counter: Counter, tmp_path: Path) -> None:
    heads = ("name", "price", "option1_value")
    rows = [
        ("Kẹo", 5000, None),
        ("kẹo", 6000, None),
        ("Áo", 7000, "Đỏ"),
        ("Áo", 8000, "Xanh"),
        ("🍲", 9000, None),
    ]
    path = book(tmp_path, heads, *rows)
    assert counter.taken_in(path) == ["add"] * 5
    before = counter.dump()
    assert counter.taken_in(path) == ["unchanged"] * 5
    assert counter.dump() == before
    assert counter.taken_in(book(tmp_path, heads, *rows[3:], ("Áo", 7500, "Đỏ"))) == [
        *("unchanged", "unchanged", "update")
    ]


def test_a_made_code_meets_none_of_the_shop_nor_of_a_later_row(counter: Counter, tmp_path: Path) -> None:
    counter.taken_in(book(tmp_path, HEADS, ("KEO", "Kẹo cũ", 5000)))
    path = book(tmp_path, HEADS, (None, "Kẹo", 6000), ("KEO-2", "Kẹo mới", 7000), (None, "Kẹo mới", 8000))
    planned = counter.plan(path)
    assert [row.action for row in planned] == ["add"] * 3
    assert [row.sku for row in planned] == ["KEO-3", "KEO-2", "KEO-MOI"]
    made = next(issue for issue in planned[0].issues if issue.code == "sheet.sku_made")
    assert made.params == {"sku": "KEO-3"}
    counter.taken_in(path)
    assert counter.facts()["KEO"].price == 5000


def test_a_row_that_names_its_code_goes_before_one_of_the_same_name(counter: Counter, tmp_path: Path) -> None:
    counter.taken_in(book(tmp_path, HEADS, ("KEO", "Kẹo", 5000)))
    path = book(tmp_path, HEADS, (None, "Kẹo", 6000), ("KEO", "Kẹo", 7000))
    assert [(row.sku, row.action) for row in counter.plan(path)] == [("KEO-2", "add"), ("KEO", "update")]


def test_without_consent_rows_are_taken_and_photos_are_not(counter: Counter, tmp_path: Path) -> None:
    with counter.database.write() as session:
        withdraw(session.get_one(Shop, counter.shop_id))
    photo(tmp_path / "anh" / "a.jpg")
    path = book(tmp_path, [*HEADS, "photos"], [*TWO[0], "a.jpg"])
    (row,) = counter.take_in(path, photos=tmp_path / "anh")
    assert (row.action, [(i.code, i.severity) for i in row.issues]) == ("add", [("sheet.no_consent", "warn")])
    assert counter.photos() == [] and counter.facts()["A"].photos == ()
    assert not any(path.is_file() for path in counter.folder.files.rglob("*"))


def test_a_photo_that_does_not_open_is_left_out_and_told(counter: Counter, tmp_path: Path) -> None:
    photo(tmp_path / "anh" / "a.jpg")
    (tmp_path / "anh" / "hong.jpg").write_bytes(b"\xff\xd8\xff no picture")
    path = book(tmp_path, [*HEADS, "photos"], [*TWO[0], "hong.jpg|a.jpg"])
    (row,) = counter.take_in(path, photos=tmp_path / "anh")
    assert row.action == "add" and "sheet.photo_left_out" in _codes(row)
    assert all(issue.severity != "block" for issue in row.issues)
    assert counter.photos() == ["a.jpg"]


def test_a_photo_that_goes_away_meanwhile_is_left_out(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = photo(tmp_path / "anh" / "a.jpg")
    path = book(tmp_path, [*HEADS, "photos"], [*TWO[0], "a.jpg"])
    whole = planning._sha256
    monkeypatch.setattr(planning, "_sha256", lambda path: (gone.unlink(missing_ok=True), whole(path))[1])
    (row,) = counter.plan(path, photos=tmp_path / "anh")
    assert (row.action, _codes(row)) == ("add", ["sheet.photo_left_out"])


def test_a_product_that_was_taken_away_comes_back(counter: Counter, tmp_path: Path) -> None:
    path = book(tmp_path, HEADS, *TWO)
    counter.taken_in(path)
    with counter.database.write() as session:
        listing = session.query(Listing).order_by(Listing.number).first()
        assert listing is not None
        ledger.write(listing, {"removed": True}, by="owner")
    assert counter.taken_in(path) == ["update", "unchanged"]
    assert counter.facts()["A"].removed is False


def test_a_photo_that_is_like_one_of_the_sheet_or_the_shop_is_told_and_taken(
    counter: Counter, tmp_path: Path
) -> None:
    folder = tmp_path / "anh"
    folder.mkdir()
    picture = scenes.draw(3, size=(1200, 900)).image
    for name, side in (("a.jpg", 1200), ("b.jpg", 1000), ("c.jpg", 900)):
        small = picture.copy()
        small.thumbnail((side, side))
        (folder / name).write_bytes(scenes.encode(small))
    heads = [*HEADS, "photos"]
    pair = book(tmp_path, heads, [*TWO[0], "a.jpg"], [*TWO[1], "b.jpg"])
    both = list(counter.take_in(pair, photos=folder))
    assert [(row.action, _codes(row)) for row in both] == [("add", []), ("add", ["photo.alike"])]
    assert both[1].issues[0].params == {"name": "a.jpg"}
    (later,) = counter.plan(book(tmp_path, heads, ["C", "Mứt", 5000, "c.jpg"]), photos=folder)
    assert (later.action, _codes(later)) == ("add", ["photo.alike"])
