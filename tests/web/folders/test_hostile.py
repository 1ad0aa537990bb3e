"""What never gets through: other tabs, other shops, phones, names from hell, thousands of files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from merchant_helper.bulk import watched
from merchant_helper.shops import visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import ensure_owner
from merchant_helper.web.db import Services
from merchant_helper.web.door import MARK
from merchant_helper.web.phone.guard import COOKIE, sum_of
from web.folders.watching import Keep, marks, offer, photos, settle, watch
from web.wizard.walk import Walk


def test_two_tabs_that_take_the_same_picture_keep_it_once(walk: Walk, new: Keep, services: Services) -> None:
    watch(walk)
    new()
    one, other = offer(walk), offer(walk)
    one.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    late = other.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert "Các ảnh này đã được lấy hoặc đổi khác." in late.text
    assert len(photos(services)) == 1


def test_no_form_leads_back_to_our_own_data(walk: Walk, services: Services) -> None:
    watch(walk)
    walk.client.send(f"{walk.shop}/folder/act", {"do": "stop"})
    walk.client.send(f"{walk.shop}/folder/act", {"do": "again", "folder": str(services.folder.files)})
    with services.database.read() as session:
        visit = visits.current(session, walk.shop.rsplit("/", 1)[1])
        assert visit is not None and visit.folder is None


def test_a_picture_that_vanishes_on_its_way_is_explained(
    walk: Walk, new: Keep, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(walk)
    file, page = new(), offer(walk)
    whole = watched.take

    def take(*told: object) -> object:
        file.unlink(missing_ok=True)
        return whole(*told)  # type: ignore[arg-type]

    monkeypatch.setattr("merchant_helper.web.folder_taking.take", take)
    page = page.submit(press="Đưa 1 ảnh vào món “Món số 1, chưa có tên”")
    assert "IMG_1.jpg" in page.text and not photos(services)


def test_names_from_hell_are_shown_clean(walk: Walk, new: Keep) -> None:
    watch(walk)
    names = ["a\nb.jpg", "\u202egpj.exe\u202c.jpg", "<script>.jpg", "\udcff.jpg", "%2e%2e%2fetc.jpg"]
    for seed, name in enumerate(names):
        new(name, seed)
    page = offer(walk)
    assert len(marks(page)) == len(names)
    assert "\u202e" not in page.html and "<script>.jpg" not in page.html and "a b.jpg" in page.text
    done = page.submit(press=f"Đưa {len(names)} ảnh vào món “Món số 1, chưa có tên”")
    assert done.step == "review"


@pytest.mark.parametrize("name", ["../../etc/passwd", "cũ", "..", "a" * 3000, "cũ.jpg", "%00"])
def test_only_marks_of_the_present_offer_lead_to_a_file(walk: Walk, name: str, new: Keep) -> None:
    watch(walk)
    new()
    assert walk.client.raw.get(f"{walk.shop}/folder/{quote(name)}.jpg").status_code == 404
    page = walk.client.send(f"{walk.shop}/folder/take", {"picture": name, "listing": "new"})
    assert "Các ảnh này đã được lấy hoặc đổi khác." in page.text


def test_five_thousand_old_files_are_never_offered(walk: Walk, folder: Path, new: Keep) -> None:
    for number in range(5000):
        (folder / f"OLD_{number}.jpg").touch()
    assert not marks(watch(walk))
    new()
    assert len(marks(offer(walk))) == 1


def test_more_than_fit_are_counted(walk: Walk, folder: Path) -> None:
    watch(walk)
    for number in range(watched.MOST + 5):
        settle(folder / f"{number}.jpg", b"x")
    page = offer(walk)
    assert len(marks(page)) == watched.MOST and "Còn 5 ảnh nữa" in page.text


def test_another_shops_product_is_not_there(walk: Walk, new: Keep, services: Services) -> None:
    other = Walk(walk.client)
    other.new_shop(name="Tiệm khác")
    watch(other)
    new()
    page = offer(other)
    stolen = {"picture": marks(page), "listing": walk.listing.rsplit("/", 1)[1]}
    assert walk.client.send(f"{other.shop}/folder/take", stolen).status == 404
    assert not photos(services)


# A stranger is shown the door, a browser whose visit is over the end of it, and her own phone its shop.
@pytest.mark.parametrize(("key", "answered"), [("", 403), ("an old one", 410), ("key", 200)])
def test_a_phone_never_gets_in(
    walk: Walk, app: Flask, services: Services, new: Keep, key: str, answered: int
) -> None:
    watch(walk)
    new()
    (mark,) = marks(offer(walk))
    with services.database.write() as session:
        visit = visits.current(session, walk.shop.rsplit("/", 1)[1])
        assert visit is not None
        ensure_owner(session, session.get_one(Shop, visit.shop_id))
        visits.join(visit, key_sha256=sum_of("key"), browser="Chrome", picture="ga", number=5)
    client = app.test_client()
    if key:
        client.set_cookie(COOKIE, key)
    phone = {"environ_overrides": {MARK: True, "REMOTE_ADDR": "192.168.1.7"}}
    assert client.get(walk.shop, **phone).status_code == answered
    for path in ("/folder", f"/folder/{mark}.jpg"):
        answer = client.get(walk.shop + path, **phone)
        assert answer.status_code in (403, 410) and "Tải về của Lan" not in answer.text
    for path in ("/folder", "/folder/take", "/folder/act"):
        headers = {"Origin": "http://localhost"}
        data = {"csrf_token": walk.client.token, "picture": mark, "listing": "new", "do": "stop"}
        assert client.post(walk.shop + path, data=data, headers=headers, **phone).status_code >= 400
    assert marks(offer(walk)) == [mark] and not photos(services)
