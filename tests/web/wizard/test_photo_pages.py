"""What the pages of photos say beside the one question: what to take, what is there, what is twice."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
import scenes
from PIL import Image

from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.model import Listing
from merchant_helper.web import upload_archives
from merchant_helper.web.db import Services
from web.page_reader import Client
from web.wizard.walk import Walk, jpeg

GO_ON = "Không có, dùng các ảnh này"
NAMES = ["Mặt trước", "Mặt sau", "Nhãn, chữ trên bao bì"]


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the question for photos."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    return walk


def facts_of(walk: Walk, services: Services) -> Facts:
    with services.database.read() as session:
        return derive(session.get_one(Listing, walk.listing.rsplit("/", 1)[1]).answers)


def smaller(seed: int, side: int = 1100) -> tuple[io.BytesIO, str]:
    """Send the same photo through a chat."""
    picture = Image.open(jpeg(seed)[0])
    picture.thumbnail((side, side))
    return io.BytesIO(scenes.encode(picture, quality=70)), f"z5012345678{seed:03}_0a1b2c3d.jpg"


def zipped(*files: tuple[str, bytes]) -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    stream.seek(0)
    return stream, "ảnh.zip"


def test_the_list_of_photos_is_drawn_and_folded(walk: Walk) -> None:
    page = walk.open("photos")
    shots = next(page.find("ul", class_="shots"))
    assert len(list(shots.iter("li"))) == 5
    assert len([e for e in shots.iter() if e.tag.endswith("svg")]) == 5
    assert all(name in page.text for name in NAMES)
    folded = next(d for d in page.find("details") if shots in list(d.iter()))
    assert folded.get("open") is None


def test_photos_are_named_in_their_order_and_a_lack_is_said_without_stopping(walk: Walk) -> None:
    page = walk.photos([jpeg(1), jpeg(2)])
    assert "2 ảnh, còn thiếu: nhãn" in page.text
    page = walk.photos([jpeg(3)])
    assert "3 ảnh, đủ ảnh" in page.text
    assert page.submit(press=GO_ON).step == "name"


def test_what_a_photo_shows_can_be_changed(walk: Walk, services: Services) -> None:
    page = walk.photos([jpeg(1), jpeg(2), jpeg(3)])
    page = page.submit(press="Lúc đang dùng")
    assert page.step == "review" and "3 ảnh, còn thiếu: nhãn" in page.text
    facts = facts_of(walk, services)
    assert facts.shots == (f"{facts.photos[0]}=use",)
    made_up = walk.client.send(page.url, {"shot": "nobody=front"})
    assert made_up.step == "review" and facts_of(walk, services).shots == facts.shots


def test_the_check_page_says_whether_photos_are_enough_for_this_kind(walk: Walk) -> None:
    page = walk.questions(walk.photos([jpeg(1), jpeg(2)]).submit(press=GO_ON))
    page = page.submit(press=next(b for f in page.forms for b in f.buttons() if b.startswith("Dùng ảnh gốc")))
    assert page.step == "check" and "2 ảnh, đủ ảnh" in page.text


def test_going_on_answers_for_faces_papers_and_plates(walk: Walk, services: Services) -> None:
    page = walk.photos([jpeg(1), jpeg(2)])
    assert "mặt người, giấy tờ, biển số xe" in page.text
    assert facts_of(walk, services).private_seen == ()
    page.submit(press=GO_ON)
    first = facts_of(walk, services)
    assert first.private_seen == first.photos
    walk.photos([jpeg(3)])
    now = facts_of(walk, services)
    assert now.private_seen == first.photos != now.photos


def test_the_same_photo_made_smaller_is_named_and_another_one_is_not(walk: Walk) -> None:
    page = walk.photos([jpeg(1), jpeg(2, shape="fruit"), smaller(1)])
    assert page.text.count("Ảnh này giống ảnh 1.") == 1
    assert "giống ảnh 2" not in page.text


def test_a_photo_of_another_product_is_named_with_it_and_other_shops_stay_unknown(client: Client) -> None:
    first = Walk(client)
    first.new_shop()
    first.opening(first.start())
    first.questions(first.photos([jpeg(1)]).submit(press=GO_ON), name="Mật ong rừng")
    first.start()
    assert "Ảnh này giống một ảnh của món “Mật ong rừng”." in first.photos([smaller(1)]).text
    other = Walk(client)
    other.new_shop(name="Tiệm khác")
    other.opening(other.start())
    assert "giống" not in other.photos([smaller(1, 1050)]).text


def test_hints_of_a_photo_that_can_be_used_do_not_ask(walk: Walk) -> None:
    lamp = jpeg(4, shape="box", backdrop="white", cast=(1.1, 0.95, 0.55))
    page = walk.photos([jpeg(1), lamp])
    assert page.step == "review" and page.text.count("Cả ảnh bị ám màu của đèn.") == 1
    assert page.submit(press=GO_ON).step == "name"


def test_a_zip_is_opened_with_photos_of_one_name_in_two_folders(walk: Walk, services: Services) -> None:
    first, second = jpeg(1)[0].getvalue(), jpeg(2)[0].getvalue()
    heic = scenes.encode(scenes.draw(3, size=(1200, 900)).image, "HEIF")
    page = walk.photos(
        [zipped(("a/IMG.jpg", first), ("b/IMG.jpg", second), ("c.HEIC", heic), ("x.txt", b"x"))]
    )
    assert page.h1 == "Xem lại 3 ảnh"
    assert "1 tệp không phải ảnh nên không lấy: x.txt." in page.text
    assert list(services.folder.cache.glob("zip-*")) == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (zipped(("chữ.txt", b"x")), "không có ảnh nào"),
        (zipped(("trong.zip", zipped(("a.jpg", b"\xff\xd8\xff"))[0].getvalue())), "không có ảnh nào"),
        (zipped(("../../a.jpg", b"\xff\xd8\xff")), "không có ảnh nào"),
        (zipped(*((f"{n}.jpg", b"\xff\xd8\xff") for n in range(10_000))), "Nhiều hơn 200 ảnh trong một lần."),
        ((io.BytesIO(b"PK\3\4 no more"), "cụt.zip"), "bị hỏng"),
        ((io.BytesIO(b"Rar!\x1a\x07"), "ảnh.rar"), "ở đây chỉ mở được ZIP"),
    ],
    ids=["no photos", "a zip in a zip", "a path that leads out", "ten thousand", "cut short", "rar"],
)
def test_a_zip_that_is_no_use_is_explained(
    walk: Walk, services: Services, file: tuple[io.BytesIO, str], said: str
) -> None:
    page = walk.photos([file])
    assert page.step == "photos" and said in page.text
    assert list(services.folder.cache.glob("zip-*")) == [] == list(services.files.all_hashes())


def test_several_zips_may_hold_no_more_together_than_one(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [jpeg(seed)[0].getvalue() for seed in (1, 2, 3)]
    limits = replace(upload_archives.LIMITS, all=sum(map(len, photos[:2])) + 10)
    monkeypatch.setattr(upload_archives, "LIMITS", limits)
    page = walk.photos([zipped((f"{n}.jpg", data)) for n, data in enumerate(photos)])
    assert page.h1 == "Xem lại 2 ảnh" and "Ảnh giải nén ra nặng quá mức" in page.text


def test_what_a_zip_may_hold_is_told_in_whole_gigabytes() -> None:
    assert upload_archives.LIMITS.all // 1_000_000_000 > 0
