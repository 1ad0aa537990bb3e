"""A sheet goes into a shop whole rows at a time, and never twice."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from merchant_helper.bulk.sheet import taking_in
from merchant_helper.bulk.sheet.columns import fields
from merchant_helper.bulk.sheet.read import read
from merchant_helper.listings.goods import listings_of, photos_of, to_product
from tests.bulk.sheet.made import HEADS, book
from tests.bulk.sheet.shop import Counter, photo


def _many(folder: Path, count: int = 7) -> Path:
    for number in range(count):
        photo(folder / "anh" / f"{number}.jpg", number)
    rows = ([f"B-{n}", f"Bánh {n}", 5000 + n, f"{n}.jpg | 0.jpg"] for n in range(count))
    return book(folder, [*HEADS, "photos"], *rows)


def test_the_same_sheet_twice_changes_nothing(counter: Counter, tmp_path: Path) -> None:
    path = _many(tmp_path)
    assert counter.taken_in(path, photos=tmp_path / "anh") == ["add"] * 7
    before = counter.dump()
    assert counter.taken_in(path, photos=tmp_path / "anh") == ["unchanged"] * 7
    assert counter.dump() == before
    assert counter.photos() == [f"{n}.jpg" for n in range(7)]


def test_photos_come_in_their_order_behind_those_that_are_there(counter: Counter, tmp_path: Path) -> None:
    path = _many(tmp_path, 3)
    counter.taken_in(path, photos=tmp_path / "anh")
    first = counter.facts()
    assert [len(first[f"B-{n}"].photos) for n in range(3)] == [1, 2, 2]
    assert first["B-1"].photos[1] == first["B-2"].photos[1] == first["B-0"].photos[0]
    path = book(tmp_path, [*HEADS, "photos"], ["B-0", "Bánh 0", 5000, "2.jpg|0.jpg"])
    assert counter.taken_in(path, photos=tmp_path / "anh") == ["update"]
    assert counter.facts()["B-0"].photos == (first["B-0"].photos[0], first["B-2"].photos[0])


@pytest.mark.parametrize("killed_after", [1, 3, 4])
def test_killed_half_way_and_run_again_nothing_is_there_twice(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    monkeypatch.setattr(taking_in, "AT_ONCE", 3)
    path = _many(tmp_path)
    running = counter.take_in(path, photos=tmp_path / "anh")
    list(itertools.islice(running, killed_after))
    running.close()  # type: ignore[attr-defined]
    done = 3 if killed_after <= 3 else 6
    assert len(counter.facts()) == done
    again = counter.taken_in(path, photos=tmp_path / "anh")
    assert again == ["unchanged"] * done + ["add"] * (7 - done)
    assert len(counter.facts()) == 7 and len(counter.photos()) == 7


def test_a_step_that_fails_leaves_no_half_row(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "AT_ONCE", 3)
    path = _many(tmp_path)
    tell, calls = taking_in.ledger.tell, itertools.count(1)

    def failing(*args: object, **options: object) -> object:
        if next(calls) == 5:
            raise KeyboardInterrupt
        return tell(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(taking_in.ledger, "tell", failing)
    with pytest.raises(KeyboardInterrupt):
        counter.taken_in(path, photos=tmp_path / "anh")
    assert sorted(counter.facts()) == ["B-0", "B-1", "B-2"]
    monkeypatch.setattr(taking_in.ledger, "tell", tell)
    assert counter.taken_in(path, photos=tmp_path / "anh") == ["unchanged"] * 3 + ["add"] * 4


def test_all_that_a_sheet_tells_comes_out_of_the_shop_again(counter: Counter, tmp_path: Path) -> None:
    told = {key: field.example for key, field in fields().items() if field.example and key != "photos"}
    told |= {"sku": "A", "group": "G", "sale_price": "80k", "length_cm": "1,5", "width_cm": "2"}
    told |= {"height_cm": "3", "brand": "Bà Sáu", "gtin": "8934563138165", "condition": "Đã dùng"}
    told |= {"option1_name": "Cỡ", "option1_value": "L", "option2_name": "Màu", "option2_value": "Đỏ"}
    told |= {"link": "https://tiem.vn/a"}
    photo(tmp_path / "anh" / "a.jpg")
    path = book(tmp_path, [*told, "photos"], [*told.values(), "a.jpg"])
    (sent,) = read(path, photos=tmp_path / "anh").products()
    counter.taken_in(path, photos=tmp_path / "anh")
    with counter.database.read() as session:
        ((listing, facts),) = listings_of(session, counter.shop_id)
        back = to_product(facts, photos_of(session, counter.shop_id), counter.store, listing.number)
    unequal = [
        name
        for name in sent.__dataclass_fields__
        if name not in ("row", "found", "pictures", "name", "description")
        and getattr(sent, name) != getattr(back, name)
    ]
    assert unequal == []
    assert sent.description in back.description and sent.name in back.name and len(back.pictures) == 1


def test_held_rows_are_given_and_not_written(counter: Counter, tmp_path: Path) -> None:
    rows = list(counter.take_in(book(tmp_path, HEADS, ("A", "Kẹo", "?"), ("B", "Bánh", 5000))))
    assert [(row.row, row.action, bool(row.issues)) for row in rows] == [(2, "held", True), (3, "add", False)]
    assert set(counter.facts()) == {"B"}
