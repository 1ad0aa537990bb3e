"""A volunteer's sheet from the command line: the empty one, what would be refused, out, and into a shop."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import scenes
from openpyxl import Workbook, load_workbook

from cli.calls import ISSUE_KEYS, Answer, call
from merchant_helper.db import DataFolder, open_database
from merchant_helper.listings.goods import listings_of
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Shop

HEADS = ("Tên món", "Mã hàng (sku)", "Giá bán", "Ảnh", "description", "Số lượng còn", "Ghi chú riêng")
PRICES = ("150.000", 150_000, "150k", "liên hệ", "1tr2", 150.0, "trăm rưỡi", "85,000", "85.000đ", "12.5")
BAD = {5: "price.no_number", 7: "price.too_small", 11: "price.unclear"}


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return scenes.encode(scenes.draw(3).image)


@pytest.fixture
def sheet(hard: Path, jpeg: bytes) -> Path:
    """Give ten rows, three of them bad, with a photo each below ``ảnh``."""
    book = Workbook()
    book.active.append(HEADS)
    (hard / "ảnh").mkdir()
    for number, price in enumerate(PRICES):
        # Each photo is one of its own, or the pictures would have one name.
        (hard / "ảnh" / f"p{number}.jpg").write_bytes(jpeg + bytes([number]))
        book.active.append(
            (f"Bánh tráng {number}", f"BT-{number}", price, f"p{number}.jpg", "Dẻo\nthơm", number, "x")
        )
    book.save(hard / "bảng.xlsx")
    return hard / "bảng.xlsx"


def out(sheet: Path, where: str = "ra", *more: object, channel: str = "woocommerce") -> Answer:
    folder = sheet.parent / where
    photos = ("--photos", sheet.parent / "ảnh")
    return call("export", sheet, "--channel", channel, "--out", folder, *photos, "--json", *more)


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "woocommerce.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def blocks(report: dict[str, Any]) -> dict[int, str]:
    return {p["row"]: p["code"] for p in report["problems"] if p["severity"] == "block"}


def test_seven_go_out_and_three_are_held_with_their_reasons(sheet: Path) -> None:
    answer = out(sheet)
    report = answer.summary
    assert answer.status == 1
    assert (report["rows_in"], report["rows_out"], report["rows_held"]) == (10, 7, 3)
    assert blocks(report) == BAD
    assert all(set(problem) == ISSUE_KEYS | {"row", "sku"} for problem in report["problems"])
    written = rows(sheet.parent / "ra")
    assert [row["SKU"] for row in written] == ["BT-0", "BT-1", "BT-2", "BT-4", "BT-6", "BT-7", "BT-8"]
    assert [row["Regular price"] for row in written] == [
        *("150000", "150000", "150000", "1200000", "150000", "85000", "85000")
    ]
    pictures = {path.name for path in (sheet.parent / "ra" / "images").iterdir()}
    assert pictures == {row["Images"] for row in written} and len(pictures) == 7
    for entry in report["files"] + report["images"]:
        data = (sheet.parent / "ra" / entry["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert {entry["path"]: entry["rows"] for entry in report["files"]} == {
        "woocommerce.csv": 7,
        "fix-these.xlsx": 3,
    }


def test_mended_rows_give_the_other_three(sheet: Path) -> None:
    out(sheet)
    fixes = sheet.parent / "ra" / "fix-these.xlsx"
    book = load_workbook(fixes)
    page = book.active
    assert [cell.value for cell in page[1]] == [*HEADS, "problem", "how to fix"]
    assert page["H2"].value and page["I2"].value
    for row in page.iter_rows(min_row=2):
        row[2].value = "99.000"
    book.save(fixes)
    answer = out(fixes, "ra2", "--photos", sheet.parent / "ảnh")
    assert (answer.status, answer.summary["rows_out"], answer.summary["rows_held"]) == (0, 3, 0)
    assert [row["SKU"] for row in rows(sheet.parent.joinpath("ra", "ra2"))] == ["BT-3", "BT-5", "BT-9"]
    assert not any(
        p["code"] == "sheet.column_unknown" and "problem" in p["field"] for p in answer.summary["problems"]
    )


def test_check_says_the_same_without_photos_and_writes_nothing(sheet: Path) -> None:
    before = sorted(sheet.parent.rglob("*"))
    answer = call("check", sheet, "--channel", "facebook", "--json")
    items = answer.lines[:-1]
    assert answer.status == 1
    assert {line["row"]: line["code"] for line in items if line["severity"] == "block"} == BAD
    assert answer.summary["rows_out"] == 7
    assert sorted(sheet.parent.rglob("*")) == before


def test_a_phone_kit_is_made_of_a_sheet(sheet: Path) -> None:
    answer = out(sheet, "ra", channel="facebook")
    assert answer.summary["rows_out"] == 7
    assert (sheet.parent / "ra" / "kit" / "BT-0" / "text.txt").is_file()


def test_no_photo_from_outside_the_folder_gets_in(hard: Path, jpeg: bytes) -> None:
    (hard / "ảnh").mkdir()
    (hard / "mật.jpg").write_bytes(jpeg)
    (hard / "ảnh" / "liên kết.jpg").symlink_to(hard / "mật.jpg")
    names = (
        "../mật.jpg",
        "../../etc/passwd",
        str(hard / "mật.jpg"),
        "C:\\mật.jpg",
        "liên kết.jpg",
        "không-có.jpg",
    )
    book = Workbook()
    book.active.append(("name", "price", "photos"))
    for name in names:
        book.active.append(("Gạo", "90000", name))
    book.save(hard / "s.xlsx")
    answer = out(hard / "s.xlsx")
    assert (answer.summary["rows_held"], answer.summary["images"]) == (len(names), [])
    assert set(blocks(answer.summary).values()) == {"sheet.photo_outside", "sheet.photo_missing"}


def test_clean_cuts_the_cover_out_and_holds_what_should_be_taken_again(sheet: Path) -> None:
    from PIL import Image

    Image.effect_noise((900, 900), 90).convert("RGB").save(sheet.parent / "ảnh" / "p0.jpg")
    answer = out(sheet, "ra", "--clean")
    held = blocks(answer.summary)
    assert 2 in held and held.keys() - {2} == BAD.keys()
    covers = [image for image in answer.summary["images"] if "cut_out" in image["edits"]]
    assert len({image["sku"] for image in covers}) == 6
    kept = {one["sku"] for one in answer.summary["photos_not_edited"]}
    assert kept == {image["sku"] for image in covers}, "each set keeps one photo as it was taken"
    assert not list((sheet.parent / "ra").glob(".*")), "work folders are gone"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (lambda s: ("export", "--channel", "zalo", "--out", s.parent / "x"), "cli.sheet_or_shop"),
        (lambda s: ("export", s, "--shop", "A", "--channel", "zalo", "--out", s.parent / "x"),
         "cli.sheet_or_shop"),
        (lambda s: ("export", "--shop", "A", "--clean", "--channel", "zalo", "--out", s.parent / "x"),
         "cli.only_with_sheet"),
        (lambda s: ("check", s.parent / "none.xlsx", "--channel", "zalo"), "cli.no_such_path"),
        (lambda s: ("check", s, "--channel", "zalo", "--photos", s), "cli.not_a_folder"),
        (lambda s: ("check", s.parent / "ảnh" / "p0.jpg", "--channel", "zalo"), "sheet.not_a_sheet"),
        (lambda s: ("import", s.parent / "ảnh" / "p0.jpg"), "sheet.not_a_sheet"),
    ],
)  # fmt: skip
def test_a_wrong_call_does_nothing(
    sheet: Path, data: Path, words: Callable[[Path], tuple[object, ...]], code: str
) -> None:
    answer = call(*words(sheet), "--json")
    assert (answer.status, answer.lines[-1]["kind"], answer.lines[-1]["code"]) == (2, "error", code)
    assert not (sheet.parent / "x").exists() and not data.exists()


def test_the_empty_sheet_is_written_once_and_read_as_empty(hard: Path) -> None:
    path = hard / "mẫu.xlsx"
    assert call("sheet", "--out", path, "--json").status == 0
    answer = call("check", path, "--channel", "woocommerce", "--json")
    assert (answer.status, answer.summary["rows_in"]) == (0, 0)
    path.write_bytes(path.read_bytes() + b"\0")
    again = call("sheet", "--out", path, "--json")
    assert (again.status, again.lines[-1]["code"]) == (2, "cli.sheet_there")


def take(sheet: Path, *more: object) -> Answer:
    return call(
        "import", sheet, "--shop", "Bánh tráng Cô Tư", "--photos", sheet.parent / "ảnh", "--json", *more
    )


def actions(answer: Answer) -> list[str]:
    return [line["action"] for line in answer.lines if line["kind"] == "item"]


def test_a_dry_run_makes_no_data_and_says_what_the_import_then_does(sheet: Path, data: Path) -> None:
    planned = take(sheet, "--dry-run")
    assert not data.exists()
    done = take(sheet)
    assert actions(planned) == actions(done) and actions(done).count("held") == 3
    assert (planned.status, done.status) == (1, 1)
    counts = {"rows_in": 10, "add": 7, "update": 0, "unchanged": 0, "held": 3}
    assert counts.items() <= done.summary.items() and done.summary["dry_run"] is False
    again = take(sheet)
    assert again.summary["unchanged"] == 7 and again.summary["add"] == 0


def test_a_file_of_another_place_is_previewed_and_comes_in(sheet: Path, data: Path) -> None:
    assert call("export", sheet, "--channel", "shopify", "--out", sheet.parent / "ra", "--json").status == 1
    theirs = sheet.parent / "ra" / "shopify.csv"
    tried = call("import", theirs, "--dry-run", "--json")
    assert (tried.status, tried.summary["add"], tried.summary["dry_run"]) == (0, 7, True)
    told = [problem["code"] for problem in tried.summary["problems"]]
    assert told[0] == "sheet.foreign" and "Shopify" in tried.summary["problems"][0]["message"]
    assert call("import", theirs, "--json").summary["add"] == 7
    assert call("import", theirs, "--json").summary["unchanged"] == 7


def test_photos_come_in_when_the_owner_has_agreed(sheet: Path, data: Path) -> None:
    take(sheet)
    database = open_database(DataFolder(data))
    with database.write() as session:
        (shop,) = session.query(Shop).all()
        agree(shop)
    database.close()
    assert actions(take(sheet)).count("update") == 7
    database = open_database(DataFolder(data))
    with database.read() as session:
        facts = [facts for _listing, facts in listings_of(session, shop.id)]
    database.close()
    assert [len(known.photos) for known in facts] == [1] * 7
    assert facts[0].description == "Dẻo\nthơm" and facts[0].stock == 0 and facts[0].price == 150_000
    assert take(sheet).summary["unchanged"] == 7


def test_a_changed_cell_changes_its_product_and_an_empty_one_nothing(sheet: Path, data: Path) -> None:
    take(sheet)
    book = load_workbook(sheet)
    book.active["C2"], book.active["E2"] = "160.000", None
    book.save(sheet)
    answer = take(sheet)
    assert actions(answer)[0] == "update" and answer.summary["unchanged"] == 6
    database = open_database(DataFolder(data))
    with database.read() as session:
        (shop,) = session.query(Shop).all()
        facts = next(facts for _l, facts in listings_of(session, shop.id) if facts.sku == "BT-0")
    database.close()
    assert (facts.price, facts.description) == (160_000, "Dẻo\nthơm")


def test_what_came_in_goes_out_again(sheet: Path) -> None:
    take(sheet)
    words = ("--shop", "banh trang co tu", "--channel", "woocommerce", "--out", sheet.parent / "ra", "--json")
    answer = call("export", *words)
    assert (answer.summary["rows_out"], answer.summary["drafts_left_out"]) == (7, 0)
    assert [row["SKU"] for row in rows(sheet.parent / "ra")][:2] == ["BT-0", "BT-1"]


def test_which_shop_is_asked_when_there_are_several(sheet: Path, data: Path) -> None:
    take(sheet)
    call("import", sheet, "--shop", "Tiệm khác", "--json")
    answer = call("import", sheet, "--json")
    assert (answer.status, answer.lines[-1]["code"]) == (2, "cli.which_shop")
    assert "Tiệm khác" in json.dumps(answer.lines[-1], ensure_ascii=False)


def test_people_are_told_what_is_held_first_and_which_file_to_mend(sheet: Path) -> None:
    answer = out(sheet)
    lines = answer.err.decode().splitlines()
    mend, look = lines.index("Cần sửa:"), lines.index("Nên xem lại:") if "Nên xem lại:" in lines else None
    held = [line.strip() for line in lines[mend:look] if ": dòng " in line]
    numbers = [row for line in held for row in line.rpartition(": dòng ")[2].split(", ")]
    assert sorted(numbers) == ["11", "5", "7"]
    assert all(line.split(" ")[0] in ("Thêm", "Sửa", "Đổi", "Rút") for line in held)
    assert any(line.startswith("Các dòng để riêng ở trong") and "fix-these.xlsx" in line for line in lines)
    assert lines[-1].endswith("merchant-helper channels woocommerce")


def test_a_sheet_without_a_product_says_so(hard: Path) -> None:
    book = Workbook()
    book.active.append(("name", "price"))
    book.save(hard / "s.xlsx")
    answer = call("export", hard / "s.xlsx", "--channel", "zalo", "--out", hard / "ra")
    assert answer.status == 0 and "Bảng chưa có món nào" in answer.out.decode()


def test_the_same_export_twice_sets_nothing_aside(sheet: Path) -> None:
    out(sheet)
    before = {p: p.read_bytes() for p in (sheet.parent / "ra").rglob("*") if p.is_file()}
    out(sheet)
    assert {p: p.read_bytes() for p in (sheet.parent / "ra").rglob("*") if p.is_file()} == before


def test_answers_name_the_refused_rows_of_a_sheet(sheet: Path) -> None:
    answer = sheet.parent / "trả lời.csv"
    answer.write_text("SKU,Lý do thất bại\nBT-0,Giá sai\nBT-1,\nLA-9,x\n", "utf-8")
    told = call("answers", answer, "--channel", "woocommerce", "--sheet", sheet, "--json")
    (item,) = [line for line in told.lines if line["kind"] == "item"]
    assert (item["row"], item["sku"], item["reason"]) == (2, "BT-0", "Giá sai")
    assert item["fields"] == ["price"] and item["guessed"] and item["refused"]
    assert told.status == 1 and told.lines[-1]["strangers"] == ["LA-9"]
    assert call("answers", "không-có", "--channel", "woocommerce", "--sheet", sheet).status == 2
