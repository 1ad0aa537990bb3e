"""Files that were damaged, edited or made to harm: read with care, or refused with a sentence."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from little_shop import TERMS, Laptop, laptop

from merchant_helper.errors import DiskFull
from merchant_helper.handover import read_back
from merchant_helper.handover.read_back import ProfileUnreadable, read_profile
from merchant_helper.handover.read_back_plan import plan_import
from merchant_helper.handover.read_back_take import take_in
from merchant_helper.handover.read_back_unpack import Unpacked, drop, unpack
from merchant_helper.listings import ledger
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.shops.model import Shop

BLOCK = re.compile(
    r'(<script type="application/json" id="ho-so-cua-hang" data-sha256=")(\w+)(">)(.*?)(</script>)'
)
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def minh(tmp_path: Path) -> Iterator[Laptop]:
    """Give the laptop that is shown the files."""
    with laptop(tmp_path / "minh") as minh:
        yield minh


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    """Write an honest file: one product, a cover that was cut out and another photo."""
    with laptop(tmp_path / "lan") as lan:
        shop = lan.shop()
        lan.product(shop, [lan.photo(shop, 1, cut_out=True), lan.photo(shop, 2)])
        return lan.write(shop, tmp_path / "honest.html")


def edited(file: Path, change: Change, *, resign: bool = True) -> Path:
    """Change the data of a file; a clever hand writes the right sum beside them."""
    page = file.read_text("utf-8")
    match = BLOCK.search(page)
    assert match
    data = json.loads(match[4])
    change(data)
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    total = hashlib.sha256(text.encode()).hexdigest() if resign else match[2]
    file.write_text(
        page[: match.start()] + match[1] + total + match[3] + text + match[5] + page[match.end() :]
    )
    return file


def code_of(source: Any) -> str:
    with pytest.raises(ProfileUnreadable) as refused:
        read_profile(source)
    issue = refused.value.issue
    assert issue.message()
    assert issue.fix()
    return issue.code


def codes(file: Path) -> list[str]:
    return [issue.code for issue in read_profile(file).issues]


def answer(**fields: Any) -> dict[str, Any]:
    told = {"seq": 50, "field": "name", "value": "x", "given_by": "owner", "page_version": 0}
    return {**told, "given_at": "2026-11-20T03:04:05Z", **fields}


def block(text: str) -> bytes:
    return f'<script type="application/json" id="ho-so-cua-hang">{text}</script>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x89PNG\r\n\x1a\n" + bytes(5000),
        b"<html><script>alert(1)</script></html>",
        block("{}") * 2,
        block("{}").decode().encode("utf-16"),
    ],
)
def test_other_files_are_no_profiles(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_bytes(content)
    assert code_of(tmp_path / "x.html") == code_of(io.BytesIO(content)) == "profile.not_a_profile"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        "[" * 1_000_000,
        '{"a":' * 1_000_000,
        '{"format":"ho-so-cua-hang","version":1,"shop":' + "[" * 1_000_000,
        '{"format":"ho-so-cua-hang","version":"1"}',
        '{"format":"something","version":1}',
        '{"format":"ho-so-cua-hang","version":0}',
        '{"format":"ho-so-cua-hang","version":1}',
        '{"format":"ho-so-cua-hang","version":' + "9" * 5000 + "}",
    ],
)
def test_broken_data_are_refused(text: str) -> None:
    assert code_of(io.BytesIO(block(text))) in ("profile.broken", "profile.newer")


def test_data_in_another_encoding_are_refused(honest: Path) -> None:
    page = honest.read_text("utf-8")
    assert code_of(io.BytesIO(page.encode("cp1258", "replace").replace(b"?", b"\xff"))) == "profile.broken"


def test_file_of_a_newer_program_says_so(honest: Path) -> None:
    assert code_of(edited(honest, lambda data: data.update(version=2, shop="elsewhere"))) == "profile.newer"


def test_too_large_file_is_not_even_looked_at(
    honest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_back, "MOST_BYTES", 1000)
    assert code_of(honest) == code_of(io.BytesIO(honest.read_bytes())) == "profile.too_big"


def test_data_without_an_end_are_refused(honest: Path) -> None:
    raw = honest.read_bytes()
    honest.write_bytes(raw[: raw.index(b'"listings"')])
    assert code_of(honest) == "profile.broken"


def test_torn_file_gives_what_is_left(honest: Path, minh: Laptop) -> None:
    raw = honest.read_bytes()
    honest.write_bytes(raw[: raw.index(b'id="p2"') + 5000])
    profile = read_profile(honest)
    assert [i.code for i in profile.issues] == ["profile.edited", "profile.photo_missing"]
    shop_id = minh.take(honest)
    assert len(photos_of(minh.session, shop_id)) == 1
    assert listings_of(minh.session, shop_id)[0][1].price == 45_000


def test_edited_words_are_noticed_and_still_read(honest: Path, minh: Laptop) -> None:
    def cheaper(data: dict[str, Any]) -> None:
        data["listings"][0]["answers"].append(answer(field="price", value=1000))

    assert codes(edited(honest, cheaper, resign=False)) == ["profile.edited"]
    assert listings_of(minh.session, minh.take(honest))[0][1].price == 1000


def test_exchanged_picture_is_noticed(honest: Path) -> None:
    raw = honest.read_bytes()
    start = raw.index(b'<img id="p2" src="data:image/jpeg;base64,') + 500
    honest.write_bytes(raw[:start] + b"AAAA" + raw[start + 4 :])
    assert codes(honest) == ["profile.edited"]


def test_unknown_and_impossible_answers_are_counted_and_left_out(honest: Path, minh: Laptop) -> None:
    bad = [
        answer(field="password", value="x"),
        answer(seq=51, field="price", value="free"),
        answer(seq=52, field="photos", value=["../../etc/passwd"]),
    ]
    edited(honest, lambda data: data["listings"][0]["answers"].extend(bad))
    issue = read_profile(honest).issues[0]
    assert (issue.code, issue.params) == ("profile.answers_left_out", {"n": 3})
    facts = listings_of(minh.session, minh.take(honest))[0][1]
    assert (facts.price, len(facts.photos)) == (45_000, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["shop"].update(id="../x"),
        lambda d: d["shop"].update(id="new"),
        lambda d: d["shop"].update(id="con"),
        lambda d: d["shop"].update(name=""),
        lambda d: d["shop"].update(name="x" * 201),
        lambda d: d.update(listings=d["listings"] * 2),
        lambda d: d.update(photos=d["photos"] * 2),
        lambda d: d["listings"][0].update(id="A" * 16),
        lambda d: d["listings"][0].update(number=0),
        lambda d: d["listings"][0]["answers"].append(answer(seq=1)),
        lambda d: d["listings"][0]["answers"].append(answer(given_by="admin")),
        lambda d: d["listings"][0]["answers"].append(answer(given_at="0001-01-01T00:00:00Z")),
        lambda d: d["listings"][0]["answers"].append(answer(given_at="9999-12-31T23:59:59-14:00")),
        lambda d: d["listings"][0]["answers"].append(answer(given_at="2200-12-31T23:59:59-14:00")),
        lambda d: d["photos"][0].update(added_at="1970-01-01T00:00:00+14:00"),
        lambda d: d["listings"][0]["answers"].append(answer(given_at="2026-11-20T03:04:05")),
        lambda d: d["listings"][0]["answers"].append(answer(value="x" * 100_001)),
        lambda d: d["listings"][0]["answers"].append(answer(value={"a": [[[]]]})),
        lambda d: d["listings"][0]["answers"].extend(answer(seq=50 + n) for n in range(20_001)),
        lambda d: d["photos"][0].update(original="g" * 64),
        lambda d: d["photos"][0].update(image="p1\n"),
        lambda d: d["photos"][1].update(image="p1"),
        lambda d: d["photos"][0]["cutout"].update(image="p2"),
        lambda d: d["photos"][0]["cutout"].update(confidence=float("nan")),
        lambda d: d["photos"][0]["issues"].append({"code": "x" * 100, "severity": "warn"}),
    ],
)
def test_data_out_of_bounds_are_refused(honest: Path, change: Change) -> None:
    assert code_of(edited(honest, change)) == "profile.broken"


def test_counts_that_leap_leave_room_for_what_comes_after(honest: Path, minh: Laptop) -> None:
    def leap(data: dict[str, Any]) -> None:
        data["listings"][0]["number"] = data["listings"][0]["answers"][-1]["seq"] = 1_000_000

    shop = minh.shop_of(minh.take(edited(honest, leap)))
    told = minh.product(shop)
    ledger.write(listings_of(minh.session, shop.id)[0][0], {"name": "Bánh mới"}, by="program")
    minh.session.flush()
    assert told.number < 1_000_000
    assert read_profile(minh.write(shop, honest.with_name("again.html"))).issues == ()


def test_odd_words_of_the_shop_are_made_harmless(honest: Path, minh: Laptop) -> None:
    odd = {"name": "</script><script>x\u202e", "co": "<b>", "nghin": "xu", "places": ["../x", "zalo"]}
    edited(honest, lambda data: data["shop"].update(odd, sells_already="perhaps"))
    shop = minh.shop_of(minh.take(honest))
    told = (shop.name, shop.co, shop.nghin, shop.places, shop.sells_already)
    assert told == ("</script><script>x", "", "nghìn", ["zalo"], None)
    page = minh.write(shop, honest.with_name("again.html")).read_text("utf-8")
    assert page.count("<script") == page.count("</script") == 1


def test_issue_that_nobody_knows_is_dropped(honest: Path, minh: Laptop) -> None:
    unknown = {"code": "evil.code", "field": None, "severity": "warn", "params": {}}
    edited(honest, lambda data: data["photos"][0]["issues"].append(unknown))
    found = photos_of(minh.session, minh.take(honest)).values()
    assert "evil.code" not in {issue.code for photo in found for issue in photo.found()}


def with_picture(file: Path, image: str, content: bytes) -> Path:
    """Put another picture in, with the right sum."""
    page = file.read_text("utf-8")
    letters = base64.b64encode(content).decode()
    page = re.sub(
        rf'(<img id="{image}" src="data:image/\w+;base64,)[^"]*', lambda m: m[1] + letters, page, count=1
    )
    file.write_text(page, "utf-8")
    total = hashlib.sha256(content).hexdigest()

    def sums(data: dict[str, Any]) -> None:
        for photo in data["photos"]:
            for one in (photo, photo["cutout"] or {}):
                if one.get("image") == image:
                    one["sha256"] = total

    return edited(file, sums)


def png_of_zeros(side: int) -> bytes:
    """Make a few kilobytes that would fill gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    head = side.to_bytes(4) + side.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    packed = zlib.compress(bytes(3_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("content", [png_of_zeros(60_000), b"<svg onload='x'/>", b"GIF89a", b"\xff\xd8\xff"])
def test_hostile_picture_is_left_out_and_told(content: bytes, honest: Path, minh: Laptop) -> None:
    profile = read_profile(with_picture(honest, "p2", content))
    unpacked = Unpacked()
    unpack(minh.store, profile, plan_import(minh.session, profile), unpacked)
    assert [issue.code for issue in unpacked.issues] == ["profile.photo_unreadable"]
    take_in(minh.session, minh.store, profile, **TERMS, unpacked=unpacked)
    assert len(photos_of(minh.session, profile.data.shop.id)) == 1
    assert hashlib.sha256(content).hexdigest() not in set(minh.store.all_hashes())


@pytest.mark.parametrize("image", ["p2", "m1"])
def test_hostile_mask_leaves_the_photo_whole(image: str, honest: Path, minh: Laptop) -> None:
    source = honest.read_text("utf-8")
    jpeg = base64.b64decode(
        source.partition('<img id="p2" src="data:image/jpeg;base64,')[2].partition('"')[0]
    )
    content = jpeg if image == "m1" else png_of_zeros(60_000)
    with_picture(honest, "m1", content)
    shop_id = minh.take(honest)
    assert [photo.cutout for photo in photos_of(minh.session, shop_id).values()] == [None, None]
    assert len(photos_of(minh.session, shop_id)) == 2


def test_shop_under_another_name_is_told(honest: Path, minh: Laptop) -> None:
    minh.take(honest)
    edited(honest, lambda data: data["shop"].update(name="Tên {here} khác"))
    plan = plan_import(minh.session, read_profile(honest))
    assert [issue.code for issue in plan.issues] == ["profile.other_name"]
    assert plan.issues[0].params == {"there": "Tên {here} khác", "here": "Bánh tráng Cô Tư"}
    minh.take(honest)
    assert [shop.name for shop in minh.session.query(Shop)] == ["Bánh tráng Cô Tư"]


def test_full_disk_leaves_nothing_behind(honest: Path, minh: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    profile, calls = read_profile(honest), []
    real = minh.store.keep

    def full(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) > 2:
            raise DiskFull("full")
        return real(*args, **more)

    monkeypatch.setattr(minh.store, "keep", full)
    with pytest.raises(DiskFull):
        take_in(minh.session, minh.store, profile, **TERMS)
    assert len(calls) == 3
    assert list(minh.store.all_hashes()) == []


def test_what_another_press_wrote_down_stays(honest: Path, minh: Laptop) -> None:
    profile = read_profile(honest)
    first, second = Unpacked(), Unpacked()
    plan = plan_import(minh.session, profile)
    unpack(minh.store, profile, plan, first)
    second.new_files = set(first.new_files)
    take_in(minh.session, minh.store, profile, **TERMS, unpacked=first)
    drop(minh.session, minh.store, second)
    assert set(minh.store.all_hashes()) == first.new_files


def test_what_was_unpacked_in_vain_is_dropped(honest: Path, minh: Laptop) -> None:
    profile = read_profile(honest)
    other = minh.shop("Khác")
    kept = minh.photo(other, 7).sha256
    unpacked = Unpacked()
    unpack(minh.store, profile, plan_import(minh.session, profile), unpacked)
    assert len(list(minh.store.all_hashes())) == 4
    drop(minh.session, minh.store, unpacked)
    assert list(minh.store.all_hashes()) == [kept]
