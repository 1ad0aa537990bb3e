"""What a channel would refuse or spoil is said, with how to mend it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merchant_helper import channels, i18n
from merchant_helper.channels.check import gtin_is_right
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Picture, Product

from .samples import FISH_SAUCE, codes

GOOD = replace(FISH_SAUCE, pictures=(Picture(Path("a.jpg")),))


def found(channel: str = "woocommerce", **changes: object) -> dict[str, str]:
    product = replace(GOOD, **changes)  # type: ignore[arg-type]
    return {issue.code: issue.severity for issue in channels.check(product, channels.load(channel))}


@pytest.mark.parametrize("channel", ["facebook", "zalo", "woocommerce", "buudien", "voso"])
def test_a_good_product_has_nothing_to_mend(channel: str) -> None:
    assert found(channel) == {}


LONG = "Cá cơm ủ chượp mười hai tháng trong thùng gỗ, thơm nhẹ, không phẩm màu, không chất giữ. " * 2


@pytest.mark.parametrize("channel", ["shopee", "tiktok"])
def test_a_good_product_with_words_enough_has_nothing_to_mend(channel: str) -> None:
    assert found(channel, description=LONG) == {}


@pytest.mark.parametrize(
    ("channel", "changes", "code", "severity"),
    [
        ("shopee", {"name": "Mắm cá cơm"}, None, None),
        ("shopee", {"name": "Mắm cá c\u031bm"}, None, None),
        ("shopee", {"name": "Mắm cá ơ"}, "channel.name_short", "block"),
        ("shopee", {"name": "x" * 121}, "channel.name_too_long", "block"),
        ("shopee", {"description": "x" * 99}, "channel.description_short", "warn"),
        ("shopee", {"description": "x" * 3001}, "channel.description_too_long", "block"),
        ("tiktok", {"name": "x" * 255}, "channel.name_too_long", "block"),
        ("tiktok", {"name": "x" * 254}, None, None),
        ("tiktok", {"description": "Ngon. " * 29}, "channel.description_few_words", "warn"),
        ("facebook", {"name": "x", "description": "y"}, None, None),
        ("buudien", {"description": "Chuyển khoản STK 0123 456 789"}, "channel.private_number", "block"),
        ("voso", {"description": "Căn cước: 079 201 000 123"}, "channel.private_number", "block"),
        ("buudien", {"brand": "4000 0000 0000 0002"}, "channel.private_number", "block"),
        ("buudien", {"description": "Gọi 0901 234 567. Tài khoản hỏi tiệm."}, None, None),
        ("zalo", {"description": "STK 0123456789"}, None, None),
    ],
)
def test_a_place_has_its_own_measures(
    channel: str, changes: dict[str, object], code: str | None, severity: str | None
) -> None:
    assert found(channel, **{"description": LONG, **changes}) == ({code: severity} if code else {})


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"name": " "}, "channel.no_name", "block"),
        ({"name": "--- ="}, "channel.no_name", "block"),
        ({"name": "x" * 5000}, "channel.name_too_long", "block"),
        ({"name": "x" * 121}, "channel.name_long", "warn"),
        ({"name": "- Áo"}, "channel.name_sign", "hint"),
        ({"name": "a\0b"}, "text.removed", "hint"),
        ({"description": ""}, "channel.no_description", "warn"),
        ({"price": None}, "channel.no_price", "block"),
        ({"price": 0}, "channel.price_low", "block"),
        ({"price": -5}, "channel.price_low", "block"),
        ({"sale_price": 150000}, "channel.sale_not_lower", "warn"),
        ({"stock": -1}, "channel.stock_negative", "block"),
        ({"weight_g": 0}, "channel.measure_odd", "block"),
        ({"width_cm": float("nan")}, "channel.measure_odd", "block"),
        ({"height_cm": float("inf")}, "channel.measure_odd", "block"),
        ({"gtin": "8,93E+12"}, "channel.gtin_form", "block"),
        ({"gtin": "ABC"}, "channel.gtin_form", "block"),
        ({"gtin": "٨٩٣٤٥٦٣١٣٨١٦٥"}, "channel.gtin_form", "block"),
        ({"gtin": "8934563138164"}, "channel.gtin_check", "block"),
        ({"pictures": ()}, "channel.no_picture", "warn"),
        ({"sku": "ÁO 01"}, "sku.form", "block"),
        ({"sku": ""}, "sku.form", "block"),
        ({"group": "a b"}, "sku.form", "block"),
    ],
)
def test_each_fault_is_named(changes: dict[str, object], code: str, severity: str) -> None:
    assert found(**changes) == {code: severity}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"brand": "=1+1"}, "channel.sign_left_out", "hint"),
        ({"tags": ("a", "@b")}, "channel.sign_left_out", "hint"),
        ({"option1_value": "-18°C"}, "channel.sign_left_out", "hint"),
        ({"option1_name": "Màu", "option2_name": "Mẫu"}, "channel.option_names_alike", "block"),
        ({"option1_name": "quy cach"}, "channel.option_name_taken", "block"),
        ({"option2_name": "Hạn dùng"}, "channel.option_name_taken", "block"),
    ],
)
def test_words_that_an_importer_would_change_are_named(
    changes: dict[str, object], code: str, severity: str
) -> None:
    assert found(**changes) == {code: severity} and found("zalo", **changes) == {}


def test_an_option_may_be_called_like_a_fact_that_is_not_told() -> None:
    assert found(option1_name="Quy cách", unit_size=None) == {}


def test_a_kit_without_pictures_is_held() -> None:
    assert found("zalo", pictures=()) == {"channel.no_picture": "block"}


def test_the_worst_comes_first() -> None:
    issues = channels.check(Product(sku="A", name="- a", price=None), channels.load("woocommerce"))
    assert [issue.severity for issue in issues] == ["block", "warn", "warn", "hint"]


def test_lengths_count_composed_letters() -> None:
    decomposed = "a\u0302\u0301" * 120
    assert len(decomposed) == 360 and found(name=decomposed) == {}


def test_spaces_and_dashes_in_a_barcode_do_no_harm() -> None:
    assert found(gtin="893-4563 138165") == {}


@pytest.mark.parametrize("digits", ["4006381333931", "96385074", "036000291452", "10614141000415"])
def test_check_digits(digits: str) -> None:
    assert gtin_is_right(digits)
    for wrong in set("0123456789") - {digits[-1]}:
        assert not gtin_is_right(digits[:-1] + wrong)


def test_limits_of_a_spec_are_held() -> None:
    woo = channels.load("woocommerce")
    limits = woo.limits.model_copy(update={"description_max": 5, "price_min": 2000, "price_max": 9000})
    pictures = woo.pictures.model_copy(update={"max_count": 1})
    columns = tuple(
        column.model_copy(update={"max_length": 3, "required": True}) if column.id == "brand" else column
        for column in woo.columns
    )
    tight = woo.model_copy(update={"limits": limits, "pictures": pictures, "columns": columns})
    many = replace(GOOD, pictures=GOOD.pictures * 2)
    assert codes(channels.check(many, tight)) == {
        "channel.description_too_long",
        "channel.price_high",
        "channel.too_many_pictures",
        "channel.column_too_long",
    }
    cheap = replace(GOOD, price=1500, brand=None, description="abc")
    assert codes(channels.check(cheap, tight)) == {"channel.price_low", "channel.column_empty"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_issue_says_what_and_how(language: str) -> None:
    bad = Product(sku="", name="", price=-1, stock=-1, gtin="x", weight_g=-1, sale_price=3, group="?")
    with i18n.in_language(language):
        for issue in channels.check(bad, channels.load("woocommerce")):
            said = issue.to_json()
            assert ":" not in str(said["message"])[:6] and "{" not in f"{said['message']}{said['fix']}"


def test_what_was_found_before_comes_first_and_is_not_told_twice() -> None:
    unread = Issue("price.unreadable", "price", "block", {"seen": "liên hệ"})
    odd = Issue("text.removed", "name", "hint")
    product = replace(GOOD, price=None, name="", found=(odd, unread))
    issues = channels.check(product, channels.load("woocommerce"))
    assert [issue.code for issue in issues] == ["price.unreadable", "channel.no_name", "text.removed"]


def test_a_warning_from_before_hides_nothing() -> None:
    product = replace(GOOD, price=None, found=(Issue("price.odd", "price", "warn"),))
    issues = channels.check(product, channels.load("woocommerce"))
    assert [issue.code for issue in issues] == ["channel.no_price", "price.odd"]
