"""Take the file in again, on another laptop or on the same: identical, only what is new, nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import scenes
from little_shop import Laptop
from PIL import Image, ImageChops, ImageStat
from sqlalchemy import delete, func, select

from merchant_helper.handover.read_back import read_profile
from merchant_helper.handover.read_back_plan import plan_import, with_photos_of
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import derive
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.listings.told import clean_told
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.shops.model import Person, Shop
from merchant_helper.shops.people import owner_of


def full_shop(lan: Laptop) -> Shop:
    shop = lan.shop(co="dì", nghin="ngàn", sells_already="none")
    first = lan.product(shop, [lan.photo(shop, 1, cut_out=True), lan.photo(shop, 2), lan.photo(shop, 3)])
    again = ledger.start(lan.session, shop.id, first)
    ledger.write(again, {"name": "Bánh đa nem", "photos": [lan.photo(shop, 4).id]}, by="local")
    ledger.ensure_sku(lan.session, again)
    ledger.write(lan.product(shop, name="Đã cất"), {"removed": True}, by="local")
    lan.session.commit()
    return shop


def test_comes_back_identical_on_another_laptop(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    file = lan.write(shop, tmp_path / "out.html")
    assert read_profile(file).issues == ()
    assert minh.take(file, team="Đội 2", agreed_until=date(2026, 12, 31)) == shop.id
    there = minh.shop_of(shop.id)
    assert minh.story(shop.id) == lan.story(shop.id)
    assert minh.pictures(shop.id) == lan.pictures(shop.id)
    same = ("name", "co", "nghin", "places", "sells_already")
    assert [getattr(there, name) for name in same] == [getattr(shop, name) for name in same]
    assert (there.laptop_of, there.team, there.agreed_until) == ("Minh", "Đội 2", date(2026, 12, 31))
    assert shop.has_agreed
    assert not there.consents
    copied = [listing.copied_from for listing, _facts in listings_of(minh.session, shop.id)]
    assert copied == [listing.copied_from for listing, _facts in listings_of(lan.session, shop.id)]


LONG: dict[str, Any] = {
    "traits": [f"color={'đỏ ' * 99}"],
    "accepted": ["Một câu dài mà cô ấy đã nói là đúng. " * 8],
    "refusals": [f"shopee={'lý do ' * 100}".strip()],
    "description": "Mắm ngon.\n" * 1_900,
    "length_cm": 12.5,
    "width_cm": 12.0,
    "papers": ["ocop"],
    "fees": ["shopee=14.5,3000,1.5"],
    "title": "Mắm " * 60,
    "title_form": "name",
    "cost": 5,
    "packing_cost": 0,
    "group": "MAM",
    "option1_name": "Màu",
    "option1_value": "Đỏ",
    "undone": 3,
}


def test_long_answers_come_back_whole(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    told = {name: clean_told(name, value) for name, value in LONG.items()}
    ledger.write(lan.product(shop), told, by="local")
    lan.session.commit()
    file = lan.write(shop, tmp_path / "out.html")
    assert read_profile(file).issues == ()
    minh.take(file)
    assert minh.story(shop.id) == lan.story(shop.id)


def test_pictures_and_masks_show_the_same(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    minh.take(lan.write(shop, tmp_path / "out.html"))
    back = photos_of(minh.session, shop.id)
    for photo in photos_of(lan.session, shop.id).values():
        apart = ImageChops.difference(lan.opened(photo), minh.opened(back[photo.id]))
        assert max(ImageStat.Stat(apart).mean) < 3
    cover = next(p for p in back.values() if p.cutout)
    assert cover.cutout
    mask = minh.store.path(str(cover.cutout.mask_sha256))
    truth = scenes.draw(1, size=(800, 600)).alpha
    with Image.open(mask) as kept:
        assert (kept.format, kept.mode, kept.size) == ("PNG", "L", (cover.width, cover.height))
        assert ImageChops.difference(kept, truth).getbbox() is None


def test_people_of_the_other_laptop_stand_for_the_roles(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    minh.take(lan.write(shop, tmp_path / "out.html"))
    owner = owner_of(minh.session, shop.id)
    assert owner is not None
    given = set(minh.session.scalars(select(Answer.given_by)))
    assert given == {"local", "program", "copy", owner.id}
    assert minh.session.scalar(select(func.count()).select_from(Person)) == 2


def test_twice_changes_nothing(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    file = lan.write(shop, tmp_path / "out.html")
    minh.take(file)
    before, files = minh.story(shop.id), set(minh.store.all_hashes())
    assert plan_import(minh.session, read_profile(file)).changes_nothing
    minh.take(file)
    assert minh.story(shop.id) == before
    assert set(minh.store.all_hashes()) == files
    assert plan_import(lan.session, read_profile(file)).changes_nothing


def test_work_goes_on_there_and_comes_home(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    minh.take(lan.write(shop, tmp_path / "out.html"))
    listing = listings_of(minh.session, shop.id)[0][0]
    ledger.write(listing, {"price": 60_000}, by="local")
    there = minh.shop_of(shop.id)
    minh.product(there, [minh.photo(there, 9)], name="Món mới")
    minh.session.commit()
    file = minh.write(there, tmp_path / "back.html")
    plan = plan_import(lan.session, read_profile(file))
    assert (plan.kind, plan.count("add"), plan.count("more"), plan.count("unchanged")) == ("same", 1, 1, 2)
    assert len(plan.new_photos) == 1
    lan.take(file, laptop_of="Lan", team="Đội 1")
    assert lan.story(shop.id) == minh.story(shop.id)
    assert len(photos_of(lan.session, shop.id)) == 5
    assert lan.shop_of(shop.id).has_agreed


def test_older_file_leaves_what_is_further(lan: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    file = lan.write(shop, tmp_path / "out.html")
    ledger.write(listings_of(lan.session, shop.id)[0][0], {"price": 60_000}, by="local")
    lan.session.commit()
    before = lan.story(shop.id)
    lan.take(file)
    assert lan.story(shop.id) == before
    assert not lan.shop_of(shop.id).has_agreed


def test_two_ways_stand_side_by_side(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    minh.take(lan.write(shop, tmp_path / "out.html"))
    for one, price in ((lan, 50_000), (minh, 60_000)):
        ledger.write(listings_of(one.session, shop.id)[0][0], {"price": price}, by="local")
        one.session.commit()
    file = minh.write(minh.shop_of(shop.id), tmp_path / "back.html")
    before = lan.story(shop.id)
    lan.take(file)
    assert lan.story(shop.id)[:3] == before
    apart, facts = listings_of(lan.session, shop.id)[3]
    assert (facts.price, apart.number) == (60_000, 4)
    assert "theo hồ sơ ngày" in (facts.name or "")
    skus = [facts.sku for _listing, facts in listings_of(lan.session, shop.id)]
    assert len(set(skus)) == 4
    theirs = [(a.field, a.value) for a in listings_of(minh.session, shop.id)[0][0].answers]
    assert [(a.field, a.value) for a in apart.answers][: len(theirs)] == theirs
    lan.take(file)
    assert len(listings_of(lan.session, shop.id)) == 4


def test_ids_of_another_shop_are_left_alone(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    file = lan.write(shop, tmp_path / "out.html")
    other = minh.shop("Cửa hàng khác")
    theirs = listings_of(lan.session, shop.id)[0][1].photos
    mine = minh.photo(other, 20)
    mine.id = theirs[0]
    minh.session.add(Listing(id=listings_of(lan.session, shop.id)[0][0].id, shop_id=other.id, number=1))
    minh.session.commit()
    for _time in range(2):
        minh.take(file)
        assert minh.session.get_one(Photo, theirs[0]).shop_id == other.id
        told = listings_of(minh.session, shop.id)
        assert [derive(one.answers).name for one, _facts in told] == [f.name for _l, f in told]
        assert len(told) == 3
        first = told[0][1]
        assert len(first.photos) == 3
        assert theirs[0] not in first.photos
        assert first.cover_of == first.photos[0] == first.seen[0]
        assert set(first.photos) <= set(photos_of(minh.session, shop.id))
        assert len(listings_of(minh.session, other.id)) == 1
        assert told[1][0].copied_from == told[0][0].id


def test_photos_that_were_wiped_come_back_to_the_words(lan: Laptop, tmp_path: Path) -> None:
    shop = full_shop(lan)
    file, before, seen = lan.write(shop, tmp_path / "out.html"), lan.story(shop.id), lan.pictures(shop.id)
    lan.session.execute(delete(Cutout))
    lan.session.execute(delete(Photo))
    lan.session.expire_all()
    lan.session.commit()
    lan.take(file)
    lan.session.expire_all()
    assert lan.story(shop.id) == before
    assert lan.pictures(shop.id) == seen


def test_shop_without_photos(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = lan.shop("Tạp hóa Ông Bảy – Cà Mau")
    lan.product(shop)
    minh.take(lan.write(shop, tmp_path / "out.html"))
    assert minh.story(shop.id) == lan.story(shop.id)
    assert list(minh.store.all_hashes()) == []


def test_empty_shop(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    minh.take(lan.write(shop, tmp_path / "out.html"))
    assert minh.story(shop.id) == []


def test_three_hundred_products_of_words(lan: Laptop, minh: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    for number in range(300):
        listing = ledger.start(lan.session, shop.id)
        ledger.write(listing, {"name": f"Món số {number} ở Đồng Tháp", "price": 1000 + number}, by="local")
    lan.session.commit()
    minh.take(lan.write(shop, tmp_path / "out.html"))
    assert minh.story(shop.id) == lan.story(shop.id)


def test_what_was_said_of_a_photo_follows_it_to_its_new_id() -> None:
    ids = {"old": "new"}
    assert with_photos_of("private_seen", ["old", "other"], ids) == ["new", "other"]
    assert with_photos_of("shots", ["old=front", "other=back"], ids) == ["new=front", "other=back"]
    assert with_photos_of("name", "old", ids) == "old"
