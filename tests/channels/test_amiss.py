"""Before a file is made: words that a place takes amiss hold, warn or hint, with what to write instead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merchant_helper import channels
from merchant_helper.channels.amiss import check_words
from merchant_helper.channels.crowd import Crowd
from merchant_helper.listings.lint import knowledge
from merchant_helper.listings.product import Picture, Product

from .samples import FISH_SAUCE

GOOD = replace(FISH_SAUCE, pictures=(Picture(Path("a.jpg")),), description="Cá cơm ủ 12 tháng, thơm. " * 8)


def told(place: str, **changes: object) -> dict[str, str]:
    issues = channels.check(replace(GOOD, **changes), channels.load(place))  # type: ignore[arg-type]
    return {issue.code: issue.severity for issue in issues if issue.code.startswith("words.")}


@pytest.mark.parametrize(
    ("place", "changes", "found"),
    [
        ("shopee", {}, {}),
        ("shopee", {"description": "Gọi 0903 123 456"}, {"words.external_contact": "block"}),
        ("tiktok", {"description": "không chín không ba 123 456"}, {"words.hidden_contact": "block"}),
        ("lazada", {"description": "Zalo"}, {"words.external_contact": "block"}),
        ("facebook", {"description": "Gọi 0903 123 456, zalo"}, {}),
        ("zalo", {"description": "Nhắn zalo, facebook"}, {}),
        ("woocommerce", {"description": "Gọi 0903 123 456"}, {}),
        ("buudien", {"description": "Gọi 0903 123 456"}, {}),
        ("template", {"description": "Gọi 0903 123 456"}, {"words.external_contact": "warn"}),
        ("shopee", {"name": "Mắm nhĩ Shopee"}, {}),
        ("tiktok", {"name": "Mắm nhĩ TikTok"}, {"words.other_platform_names": "block"}),
        ("tiktok", {"description": "Xem TikTok"}, {}),
        ("facebook", {"description": "Có ở Shopee"}, {"words.other_platform_names": "hint"}),
        ("facebook", {"description": "Mắm chữa bệnh"}, {"words.medical_claims": "block"}),
        ("zalo", {"description": "Chữa bệnh", "category": "craft"}, {"words.medical_claims": "warn"}),
        ("facebook", {"name": "Mắm ngon nhất"}, {"words.superlatives": "warn"}),
        ("facebook", {"name": "Mắm ngon nhất", "papers": ("ngon nhat",)}, {}),
        (
            "shopee",
            {"name": "Mắm nhĩ siêu hot 🔥"},
            {"words.promo_in_title": "warn", "words.symbols": "warn"},
        ),
        ("google", {"name": "MẮM NHĨ PHÚ QUỐC"}, {"words.shouting": "warn"}),
        ("zalo", {"name": "Túi fake loại 1"}, {"words.counterfeit": "block"}),
    ],
)
def test_a_place_takes_words_its_own_way(
    place: str, changes: dict[str, object], found: dict[str, str]
) -> None:
    assert told(place, **changes) == found


def test_an_issue_says_what_and_what_to_write_instead() -> None:
    product = replace(GOOD, description="Thơm.\nNgon nhất chợ, rẻ nhất xóm.\nĐể nơi mát.")
    issue = next(
        i for i in channels.check(product, channels.load("shopee")) if i.code == "words.superlatives"
    )
    assert issue.field == "description" and "“Ngon nhất”, “rẻ nhất”" in issue.message()
    assert issue.fix().endswith("Ngon chợ, rẻ xóm.")
    assert dict(issue.params) == {"seen": "“Ngon nhất”, “rẻ nhất”", "instead": "Ngon chợ, rẻ xóm."}


def test_every_place_says_since_when_and_how_sure() -> None:
    for channel in channels.all_channels():
        rule = channel.words
        assert channel.id == "template" or (
            rule and rule.source and rule.levels.keys() <= set(knowledge().groups)
        )


def test_a_brand_in_the_name_wants_to_be_told() -> None:
    shoe = Product("G-1", "Giày Adidas chạy bộ", 500_000)
    found = [i for i in check_words(shoe, channels.load("shopee")) if i.code == "words.brand_not_told"]
    assert [(i.field, i.severity, i.params["seen"]) for i in found] == [("brand", "warn", "Adidas")]
    assert not check_words(replace(shoe, brand="adidas"), channels.load("shopee"))
    assert not check_words(replace(shoe, name="Dầu cá omega 3"), channels.load("shopee"))


def test_a_second_product_of_the_same_name_is_asked_about_and_a_variant_is_not() -> None:
    fan = Product("Q-1", "Quạt nan", 20_000)
    products = [fan, replace(fan, sku="Q-2", name="QUẠT NAN"), replace(fan, sku="Q-3", name="Quạt giấy")]
    repeated = [
        (family[0].sku, issue.params["sku"])
        for family, found in channels.judged(products, channels.load("woocommerce"))
        for issue in found[0]
        if issue.code == "words.title_repeated"
    ]
    assert repeated == [("Q-2", "Q-1")]
    crowd = Crowd(channels.load("woocommerce"))
    colours = [
        replace(fan, sku=f"V-{n}", group="V", option1_name="Màu", option1_value=str(n)) for n in (1, 2)
    ]
    assert not [issue for one in colours for issue in crowd.meet(one)]
