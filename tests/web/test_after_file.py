"""After a file was made: the card beside it, what changed since, the place's answer, and signing out."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from merchant_helper import channels
from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.model import Listing
from merchant_helper.listings.outcomes import outcomes, reasons
from merchant_helper.shops import place_files, visits
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import LOCAL
from merchant_helper.shops.visits import Visit
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.wizard.walk import Walk

TOLD = {"price": 45_000, "unit": "chai", "places": ["facebook"], "special": "Ủ lâu", "checked": True}
CLOSE = "Kết thúc và xóa"
ASKED = "Đã đăng xuất khỏi Trang web riêng (WooCommerce) chưa?"


@pytest.fixture
def walk(client: Client) -> Walk:
    """Give a shop whose visit has begun."""
    walk = Walk(client)
    walk.new_shop()
    return walk


@pytest.fixture
def goods(services: Services, walk: Walk) -> Walk:
    """Give a shop with two products that were looked through."""
    tell(services, walk, "Nước mắm", "NM-1")
    tell(services, walk, "Mắm tôm", "MT-1")
    return walk


def id_of(walk: Walk) -> str:
    return walk.shop.rsplit("/", 1)[1]


def tell(services: Services, walk: Walk, name: str, sku: str, **more: Any) -> None:
    with services.database.write() as session:
        listing = ledger.start(session, id_of(walk))
        ledger.write(listing, {"name": name, "sku": sku, "photos": ["p"], **TOLD, **more}, by=LOCAL)


def change(services: Services, walk: Walk, sku: str, **told: Any) -> None:
    with services.database.write() as session:
        for listing, facts in listings_of(session, id_of(walk)):
            if facts.sku == sku:
                ledger.write(listing, told, by=LOCAL)


def facts_of(services: Services, walk: Walk, sku: str) -> Facts:
    with services.database.read() as session:
        listings = session.scalars(select(Listing).where(Listing.shop_id == id_of(walk)))
        return next(f for f in (derive(one.answers) for one in listings) if f.sku == sku)


def export(walk: Walk, **choice: str) -> Page:
    return walk.client.read(f"{walk.shop}/export").submit(choice)


def rows(walk: Walk, page: Page) -> tuple[str, list[str]]:
    """Give the name of the file and the SKUs in it."""
    data = walk.client.raw.get(page.links["Tải tệp và ảnh về"]).data
    archive = zipfile.ZipFile(io.BytesIO(data))
    name = next(name for name in archive.namelist() if name.endswith(".csv"))
    return name, [row["SKU"] for row in csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))]


def answer(walk: Walk, text: str = "", file: bytes | None = None, place: str = "woocommerce") -> Page:
    data: dict[str, Any] = {"text": text}
    if file is not None:
        data["file"] = (io.BytesIO(file), "answer.csv")
    return walk.client.send(f"{walk.shop}/answers?place={place}", data)


def test_the_card_begins_with_signing_in_and_is_dated(goods: Walk) -> None:
    page = export(goods)
    card = page.text[page.text.index("Bước tiếp theo") :]
    signing = [
        card.index(words) for words in ("điện thoại của mình", "tài khoản phụ", "ẩn danh", "đăng xuất")
    ]
    assert signing == sorted(signing)
    assert signing[-1] < card.index("thư mục images")
    assert "Các bước xem lần cuối ngày 22/11/2026." in card


def test_only_what_changed_goes_into_the_file_for_updates(services: Services, goods: Walk) -> None:
    assert "Món nào vào tệp" not in goods.client.read(f"{goods.shop}/export").text
    assert rows(goods, export(goods)) == ("woocommerce.csv", ["NM-1", "MT-1"])
    change(services, goods, "MT-1", price=50_000)
    tell(services, goods, "Mới", "MOI-1")
    asked = goods.client.read(f"{goods.shop}/export")
    assert "1 món đã sửa kể từ tệp làm lúc" in asked.text
    page = asked.submit({"which": "changed"})
    assert rows(goods, page) == ("woocommerce-update.csv", ["MT-1"])
    assert "Lần nhập thứ nhất sửa hàng đã có" in page.text


def test_with_nothing_changed_it_says_so(goods: Walk) -> None:
    export(goods)
    page = export(goods, which="changed")
    assert "Chưa có món nào đổi sau lần trước" in page.text


def test_what_the_helper_marks_is_no_change(services: Services, goods: Walk) -> None:
    export(goods)
    change(services, goods, "NM-1", outcome="posted", pasted=["line"])
    assert "Chưa có món nào đổi sau lần trước" in export(goods, which="changed").text


def test_a_held_product_did_not_go_out(services: Services, goods: Walk) -> None:
    change(services, goods, "NM-1", price=None)
    export(goods)
    change(services, goods, "NM-1", price=45_000)
    with services.database.read() as session:
        assert set(place_files.sent_before(session, id_of(goods), "woocommerce")) == {"MT-1"}


def test_a_place_that_replaces_all_gets_no_part(services: Services, goods: Walk) -> None:
    from merchant_helper.web.file_log import changed_since

    export(goods)
    channel = channels.load("woocommerce")
    with services.database.read() as session:
        assert changed_since(session, id_of(goods), channel, []) == []
        replacing = channel.model_copy(update={"replaces_all": True})
        assert changed_since(session, id_of(goods), replacing, []) is None


def test_a_pasted_log_becomes_reasons_with_ways_to_mend(services: Services, goods: Walk) -> None:
    log = "Product\tReason for failure\nMắm, SKU MT-1\tUnable to use image “a.jpg”.\nX, SKU LA-9\tsai\n"
    page = answer(goods, log)
    assert "Đã ghi lý do của 1 món" in page.text
    assert "Đã bỏ qua 1 dòng có mã không thuộc cửa hàng này: LA-9." in page.text
    facts = facts_of(services, goods, "MT-1")
    assert facts.outcome == "refused" and reasons(facts, "woocommerce") == ["Unable to use image “a.jpg”."]
    assert page.links["Ảnh Mắm tôm"].endswith("/photos?change=1")
    assert facts_of(services, goods, "NM-1").outcomes == ()


def test_a_file_with_the_column_of_reasons_is_taken(services: Services, goods: Walk) -> None:
    data = "SKU,Lý do thất bại\nNM-1,<script>alert(1)</script> Giá sai\n".encode()
    page = answer(goods, file=data)
    assert "<script>alert(1)</script> Giá sai" in page.text
    assert not [e for e in page.find("script") if e.get("src") is None]
    assert page.links["Giá bán Nước mắm"].endswith("/price?change=1")


def test_an_unknown_reason_is_shown_as_it_is(goods: Walk) -> None:
    page = answer(goods, "NM-1 lỗi 4711")
    assert "“lỗi 4711”" in page.text and "Chưa biết lý do này thuộc mục nào." in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa thấy mã hàng nào của cửa hàng"),
        ("chào bạn", "Chưa thấy mã hàng nào của cửa hàng"),
        ("SKU\tLý do thất bại\nLA-9\tsai", "không có trong cửa hàng: LA-9"),
        ("SKU\tLý do thất bại\nNM-1\t", "Không dòng nào có lý do"),
        ("x" * 200_001, "Dài quá 1 chữ"),
    ],
)
def test_what_cannot_be_used_is_said(services: Services, goods: Walk, text: str, said: str) -> None:
    assert said in answer(goods, text).text
    assert facts_of(services, goods, "NM-1").outcomes == ()


def test_a_file_that_is_none_is_refused_and_nothing_stays(services: Services, goods: Walk) -> None:
    page = answer(goods, file=b"PK\x03\x04" + b"\0" * 200)
    assert next(page.find("p", id="file-error"), None) is not None
    assert not list((services.folder.cache / "exports" / id_of(goods)).glob("answer-*"))


def test_a_file_too_large_is_refused(
    services: Services, goods: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merchant_helper.web.answers.MOST_BYTES", 1_000)
    page = answer(goods, file="SKU,Lý do thất bại\nNM-1,sai\n".encode() + b"\n" * 1_000)
    assert next(page.find("p", id="file-error"), None) is not None
    assert facts_of(services, goods, "NM-1").outcomes == ()


def test_variants_of_a_refused_group_are_all_refused(services: Services, goods: Walk) -> None:
    tell(services, goods, "Áo", "AO-R", group="AO")
    tell(services, goods, "Áo", "AO-B", group="AO")
    assert "Đã ghi lý do của 2 món" in answer(goods, "SKU\tLý do thất bại\nAO\tsai").text


def test_products_are_marked_one_by_one_and_all_the_rest(services: Services, goods: Walk) -> None:
    page = answer(goods, "NM-1 lỗi 4711")
    page = page.submit(press="1 món chưa ghi gì: đã đăng hết", form=1)
    assert outcomes(facts_of(services, goods, "MT-1")) == {"woocommerce": "posted"}
    assert reasons(facts_of(services, goods, "NM-1"), "woocommerce") == ["lỗi 4711"]
    page = page.submit(press="Đã đăng Nước mắm", form=1)
    told = facts_of(services, goods, "NM-1")
    assert outcomes(told) == {"woocommerce": "posted"} and told.refusals == () and told.outcome == "posted"
    page.submit(press="Bỏ ghi Nước mắm", form=1)
    assert facts_of(services, goods, "NM-1").outcome is None


def test_each_place_has_its_own_list(services: Services, goods: Walk) -> None:
    answer(goods, "NM-1 lỗi", place="zalo")
    assert "Bị từ chối" in goods.client.read(f"{goods.shop}/answers?place=zalo").text
    assert "món bị từ chối" not in goods.client.read(f"{goods.shop}/answers?place=woocommerce").text
    goods.client.read(f"{goods.shop}/answers?place=nowhere", status=404)


def test_another_shops_products_stay_out_of_reach(services: Services, goods: Walk, client: Client) -> None:
    other = Walk(client)
    other.new_shop(name="Tiệm khác")
    tell(services, other, "Khác", "NM-1")
    answer(other, "NM-1 lỗi")
    assert facts_of(services, goods, "NM-1").outcomes == ()
    with services.database.read() as session:
        (theirs, _facts) = listings_of(session, id_of(other))[0]
    client.send(f"{goods.shop}/answers/mark?place=zalo", {"posted": theirs.id})
    assert outcomes(facts_of(services, other, "NM-1")) == {"woocommerce": "refused"}


def close(walk: Walk, **told: str) -> Page:
    return walk.client.read(f"{walk.shop}/visit").submit(told, press=CLOSE)


def test_without_a_file_nobody_is_asked(walk: Walk) -> None:
    assert "Đã đăng xuất" not in walk.client.read(f"{walk.shop}/visit").text
    assert "Buổi làm đã xong" in close(walk).h1


def test_the_visit_stays_open_until_somebody_answers(services: Services, goods: Walk) -> None:
    export(goods)
    page = close(goods, keep="words")
    assert ASKED in page.text and "Chưa rõ đã đăng xuất hay chưa" in page.text
    with services.database.read() as session:
        assert visits.current(session, id_of(goods)) is not None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("yes", "Trang web riêng (WooCommerce): đã đăng xuất"),
        ("never", "Trang web riêng (WooCommerce): không đăng nhập trên máy tính này"),
        ("now", "Đăng xuất ngay khỏi Trang web riêng (WooCommerce)"),
    ],
)
def test_the_answer_is_kept_and_said(services: Services, goods: Walk, told: str, said: str) -> None:
    export(goods)
    page = close(goods, keep="words", signed_out=told).submit(press="Vẫn xóa ảnh")
    assert page.h1 == "Buổi làm đã xong" and said in page.text
    with services.database.read() as session:
        visit = session.scalars(select(Visit)).one()
        assert place_files.sign_outs(session, visit) == {"woocommerce": told}
    assert "Tài khoản bán hàng" in goods.client.read(f"{goods.shop}/card").text


def test_a_later_file_asks_again(services: Services, goods: Walk) -> None:
    export(goods)
    with services.database.write() as session:
        visit = visits.current(session, id_of(goods))
        assert visit is not None
        place_files.answer_sign_out(session, visit, ["woocommerce"], "yes")
    page = goods.client.read(f"{goods.shop}/visit")
    assert ASKED not in page.text and "đã đăng xuất" in page.text
    assert "đã đăng xuất" in goods.client.read(f"{goods.shop}/card").text
    export(goods)
    assert ASKED in goods.client.read(f"{goods.shop}/visit").text
    assert "chưa hỏi" in goods.client.read(f"{goods.shop}/card").text


def test_several_places_are_asked_about_once(services: Services, goods: Walk) -> None:
    with services.database.write() as session:
        for place in ("zalo", "gone-since", "zalo"):
            place_files.note_file(session, id_of(goods), place, {})
    page = goods.client.read(f"{goods.shop}/visit")
    assert "Đã đăng xuất khỏi Zalo, gone-since chưa?" in page.text
    assert len(list(page.find("input", name="signed_out"))) == 3


def test_deleting_the_shop_reminds_of_signing_out(services: Services, goods: Walk) -> None:
    assert "Đăng xuất khỏi đó" not in goods.client.read(f"{goods.shop}/delete").text
    export(goods)
    assert "Đăng xuất khỏi đó" in goods.client.read(f"{goods.shop}/delete").text
    close(goods, keep="nothing", signed_out="yes").submit(press="Vẫn xóa")
    with services.database.read() as session:
        assert session.get(Shop, id_of(goods)) is None
        assert list(session.scalars(select(place_files.PlaceFile))) == []


def test_a_file_without_a_visit_asks_nobody(services: Services, goods: Walk) -> None:
    with services.database.write() as session:
        visit = visits.current(session, id_of(goods))
        assert visit is not None
        visits.end(visit)
    export(goods)
    assert "Đã đăng xuất" not in goods.client.read(f"{goods.shop}/visit").text
