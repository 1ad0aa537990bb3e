"""A helper makes a file for any place that takes one, and hears what it still needs."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask

from web.page_reader import Client
from web.wizard.walk import first_product

BASE = "https://anh.example.vn/tiem"


def packed(app: Flask, client: Client, url: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(client.raw.get(f"{url}.zip").data)) as archive:
        return archive.namelist()


def test_every_place_with_a_file_is_offered_beside_the_first(client: Client) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export")
    places = [link for link in page.links.values() if "/export?place=" in link]
    assert [link.rpartition("place=")[2] for link in places] == [
        "haravan",
        "kiotviet",
        "shopify",
        "meta",
        "google",
    ]
    assert page.h1 == "Tạo tệp cho Trang web riêng (WooCommerce)"
    assert client.read(f"{walk.shop}/export?place=kiotviet").h1 == "Tạo tệp cho KiotViet"


@pytest.mark.parametrize(
    ("place", "name"),
    [("shopify", "shopify.csv"), ("haravan", "haravan.csv"), ("kiotviet", "kiotviet.xlsx")],
)
def test_a_file_without_pictures_says_so(client: Client, app: Flask, place: str, name: str) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export?place={place}").submit({})
    assert page.h1 == "1 món đã vào tệp" and "Tệp chưa có ảnh" in page.text
    names = packed(app, client, page.url)
    assert name in names and any(one.startswith("images/") for one in names)


def test_addresses_stand_in_the_file(client: Client) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export?place=shopify").submit({"pictures": "url", "base_url": BASE})
    assert page.h1 == "1 món đã vào tệp" and "Tệp chưa có ảnh" not in page.text
    with zipfile.ZipFile(io.BytesIO(client.raw.get(f"{page.url}.zip").data)) as archive:
        assert f"{BASE}/".encode() in archive.read("shopify.csv")


def test_meta_says_what_it_needs_and_takes_nothing_down(client: Client) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export?place=meta")
    assert "món không có trong tệp sẽ bị gỡ xuống" in page.text
    done = page.submit({"base_url": BASE})
    assert done.h1 == "0 món đã vào tệp, 1 món để riêng"
    assert "chưa có địa chỉ trang riêng" in done.text and "Chưa tạo tệp" in done.text
    assert "Thêm đường dẫn: 1 món" in done.text and "Bánh tráng phơi sương" in done.links
    agreed = done.submit(press="Tạo tệp, gỡ 1 món trên đây")
    assert agreed.h1 == "0 món đã vào tệp, 1 món để riêng" and "Chưa tạo tệp" not in agreed.text


@pytest.mark.parametrize("way", ["file", "later", "url"])
def test_each_way_of_pictures_says_when_it_fits(client: Client, app: Flask, way: str) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export")
    fits = {"file": "trang quản trị web", "later": "Hợp khi ít món", "url": "chỗ chứa ảnh riêng"}
    assert fits[way] in page.text
    done = page.submit({"pictures": way, "base_url": BASE if way == "url" else ""})
    by_hand = "Thêm ảnh bằng tay: trong gói tải về có thư mục images" in done.text
    assert done.h1 == "1 món đã vào tệp" and by_hand == (way == "later")
    assert ("Media → Thêm mới" in done.text) == (way != "later")
    names = packed(app, client, done.url)
    assert any(name.startswith("images/") for name in names)


def test_another_form_of_a_file_can_be_asked_for(client: Client, app: Flask) -> None:
    walk, _kit = first_product(client)
    assert "Tệp XML (RSS 2.0)" in client.read(f"{walk.shop}/export?place=google").text
    assert "Dạng tệp" not in client.read(f"{walk.shop}/export?place=haravan").text
    done = client.read(f"{walk.shop}/export?place=shopify").submit({"shape": "old"})
    assert "shopify-old.csv" in packed(app, client, done.url)
    usual = client.read(f"{walk.shop}/export?place=shopify").submit({"shape": "../x"})
    assert "shopify.csv" in packed(app, client, usual.url)


def test_an_address_is_asked_for(client: Client) -> None:
    walk, _kit = first_product(client)
    page = client.read(f"{walk.shop}/export?place=google").submit({"base_url": ""})
    assert page.status == 200 and "Chưa có địa chỉ ảnh." in page.text


@pytest.mark.parametrize("place", ["zalo", "ebay", "../x"])
def test_a_place_without_a_file_is_not_there(client: Client, place: str) -> None:
    walk, _kit = first_product(client)
    assert client.read(f"{walk.shop}/export?place={place}", 404).status == 404


def test_an_owner_is_not_asked_about_places_that_only_take_files(client: Client) -> None:
    walk, _kit = first_product(client)
    page = walk.open("places")
    assert "KiotViet" not in page.text and "Zalo" in page.text and "WooCommerce" in page.text
