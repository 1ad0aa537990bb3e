"""Every spec is strict, dated and sourced; a broken one tells all its faults at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from merchant_helper import channels
from merchant_helper.channels.cells import TRANSFORMS
from merchant_helper.channels.model import Column
from merchant_helper.channels.options import google_kinds
from merchant_helper.channels.spec import parse
from merchant_helper.channels.values import VALUES, Family, family_values
from merchant_helper.errors import NoSuchChannel, SpecBroken
from merchant_helper.listings.kinds import kinds
from merchant_helper.photos.spec import RenditionSpec

from .samples import BLUE, FISH_SAUCE, RED, photo

IDS = [
    *("buudien", "facebook", "google", "haravan", "kiotviet", "lazada", "meta", "sapo", "shopee", "shopify"),
    *("template", "tiktok", "voso", "woocommerce", "zalo"),
]
KITS = ["facebook", "shopee", "tiktok", "woocommerce", "zalo"]
DOSSIERS = ["buudien", "voso"]


def toml(channel_id: str = "woocommerce") -> str:
    return files("merchant_helper.channels").joinpath("specs", f"{channel_id}.toml").read_text("utf-8")


def test_all_are_there() -> None:
    assert [channel.id for channel in channels.all_channels()] == IDS


@pytest.mark.parametrize("channel_id", IDS)
def test_every_spec_is_dated_sourced_and_spoken_in_both_languages(channel_id: str) -> None:
    channel = channels.load(channel_id)
    assert date(2026, 1, 1) < channel.checked_on and all(s.title for s in channel.sources)
    for words in (*channel.next_steps, *channel.notes):
        assert words.vi != words.en and words.checked_on <= channel.checked_on
    kinds = {kind if kind in ("kit", "fill", "dossier") else "csv" for kind in channel.kinds}
    for kind in kinds:
        assert channel.steps(kind, "vi") != channel.steps(kind, "en") != []
    by_hand = dict.fromkeys(KITS, "kit") | dict.fromkeys(DOSSIERS, "dossier")
    assert channel.by_hand == by_hand.get(channel_id)
    assert isinstance(channel.picture, RenditionSpec)


@pytest.mark.parametrize("word", ["không hợp lệ", "bắt buộc", "vui lòng", "rất tiếc"])
def test_specs_speak_kindly(word: str) -> None:
    assert not any(word in toml(channel_id).casefold() for channel_id in IDS)


def test_steps_belong_to_a_file_or_a_kit() -> None:
    woo = channels.load("woocommerce")
    assert len(woo.steps("csv", "en")) == 5 and len(woo.steps("kit", "en")) == 1


def test_a_website_with_an_order_button_is_noted_with_its_certainty() -> None:
    notes = [note for note in channels.load("woocommerce").notes if "Sở Công Thương" in note.vi]
    assert [note.certainty for note in notes] == ["C"]


@pytest.mark.parametrize("bad", ["", "lazado", "../specs/zalo", "ZALO", "zalo.toml", "a/b", "\0"])
def test_an_unknown_id_is_said(bad: str) -> None:
    with pytest.raises(NoSuchChannel):
        channels.load(bad)


def test_all_faults_are_told_at_once() -> None:
    broken = (
        toml()
        .replace("checked_on = 2026-11-22\nreplaces_all", "surprise = 1\nreplaces_all")
        .replace('value = "type"', 'value = "tipe"')
        .replace('transform = "kilograms"', 'transform = "stones"')
        .replace('delimiter = ","', 'delimiter = "|"')
    )
    with pytest.raises(SpecBroken) as caught:
        parse(broken, "woocommerce.toml")
    for word in ("checked_on", "surprise", "tipe", "stones", "delimiter"):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("replaces_all = false", ""),
        ("[[sources]]", "[[forgotten]]"),
        ('certainty = "A"', 'certainty = "sure"'),
        ('header = "SKU"', 'header = "type"'),
        ('header = "SKU"', 'header = "\\"SKU\\""'),
        ('id = "sku"', 'id = "type"'),
        ('kinds = ["csv", "kit"]', 'kinds = ["csv"]'),
        ('kinds = ["csv", "kit"]', 'kinds = ["kit"]'),
        ("size = 1600", "size = 4000"),
        ("name_max = 500", "name_max = 50"),
        ('fixed = "visible"', ""),
        ('lines = ["name", ', 'lines = ["name", "name", '),
        ("bom = true", "bom = maybe"),
    ],
)
def test_one_broken_rule_is_enough(old: str, new: str) -> None:
    assert old in toml()
    with pytest.raises(SpecBroken, match=r"here\.toml"):
        parse(toml().replace(old, new), "here.toml")


def test_stale_after_half_a_year() -> None:
    zalo = channels.load("zalo")
    assert not channels.stale(zalo, zalo.checked_on + timedelta(days=180))
    assert channels.stale(zalo, zalo.checked_on + timedelta(days=181))


def test_a_form_names_columns_that_are_there() -> None:
    shopify = toml("shopify").replace('handle = "Handle"', 'hendle = "Handle"')
    with pytest.raises(SpecBroken, match="a form names a column"):
        parse(shopify, "here.toml")


def test_only_a_first_row_tells_what_all_share() -> None:
    with pytest.raises(SpecBroken, match="has a scope"):
        parse(toml("shopify").replace('groups = "first"', 'groups = "each"'), "here.toml")


def test_every_value_that_a_spec_may_name_is_used() -> None:
    used = {column.value for channel in channels.all_channels() for column in channel.columns}
    assert used - {None} == VALUES


def test_kinds_of_goods_stand_in_the_taxonomy_under_their_path(feeds: Path) -> None:
    lines = (feeds / "google" / "taxonomy-with-ids.en-US_2019-07-10.txt").read_text("utf-8").splitlines()
    known = dict(line.split(" - ", 1) for line in lines if not line.startswith("#"))
    assert {number: known.get(number) for number, _path in google_kinds().values()} == dict(
        google_kinds().values()
    )


def test_every_kind_of_goods_has_a_line_in_the_taxonomy_or_none_on_purpose() -> None:
    assert set(kinds()) - set(google_kinds()) == {"service", "other"}


def test_values_are_exactly_those_a_spec_may_name() -> None:
    for family in (Family((FISH_SAUCE,)), Family((RED, BLUE), "AO")):
        for values in family_values(family, {}):
            assert values.keys() == VALUES


def test_columns_name_known_transforms() -> None:
    used = {column.transform for channel in channels.all_channels() for column in channel.columns}
    assert used == set(TRANSFORMS)
    with pytest.raises(ValueError, match="either a value or a fixed text"):
        Column(id="x", header="X")


def test_pictures_stay_below_what_wordpress_renames() -> None:
    rule = channels.load("woocommerce").pictures
    assert rule.largest == 2560 and rule.size <= 2560


@pytest.mark.parametrize("channel_id", IDS)
def test_every_rule_for_pictures_says_where_it_comes_from(channel_id: str) -> None:
    rule = channels.load(channel_id).pictures
    assert rule.source and rule.certainty


def pictures(rule: str) -> str:
    """Give a spec with another rule for pictures."""
    head, rest = toml("zalo").split('first = "natural"')
    return f"{head}{rule}\n[kit]{rest.split('[kit]')[1]}"


def test_a_rule_for_pictures_reaches_the_rendering() -> None:
    rule = (
        'ratio = "8:10"\npadding = 0.08\nshape = "crop"\nshadow = 0.1\nformat = "webp"\nmin_side = 600\n'
        'background = "white"\nfile_name = "{sku}-{number}"'
    )
    channel = parse(pictures(rule), "zalo.toml")
    assert channel.picture == RenditionSpec(
        min_side=600, ratio=(4, 5), fill=1 - 2 * 0.08, shape="crop", shadow=0.1, format="webp"
    )
    assert parse(pictures("square = true"), "zalo.toml").picture == RenditionSpec(shape="pad")
    assert channel.picture.canvas == (960, 1200) and channel.picture.suffix == ".webp"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('ratio = "4x5"', "pictures.ratio"),
        ('ratio = "0:5"', "pictures.ratio"),
        ('ratio = "1:2"\nmin_side = 700', "min_side is more"),
        ("shadow = 0.3", "pictures.shadow"),
        ('square = true\nratio = "4:5"', "square says"),
        ("padding = 0.1\nfill = 0.8", "fill and padding"),
        ('format = "gif"', "pictures.format"),
        ('shape = "stretch"', "pictures.shape"),
        ('background = "blue"', "pictures.background"),
        ('background = "white"\nfirst = "natural"', "a cover on white"),
        ('file_name = "{sku}"', "two pictures share a name"),
        ('file_name = "../{sku}_{number}"', "pictures.file_name"),
        ('file_name = "{sku}_{number}_{secret}"', "pictures.file_name"),
        ("quality = 30", "pictures.quality"),
        ('certainty = "E"', "pictures.certainty"),
    ],
)
def test_a_rule_for_pictures_that_cannot_be_kept_is_told(rule: str, said: str) -> None:
    with pytest.raises(SpecBroken) as caught:
        parse(pictures(rule), "zalo.toml")
    assert said in str(caught.value)


@pytest.mark.parametrize("channel_id", ["shopee", "tiktok"])
def test_a_phone_kit_may_stand_beside_a_template(channel_id: str, tmp_path: Path) -> None:
    both = channels.load(channel_id)
    product = replace(FISH_SAUCE, pictures=(photo(tmp_path / "a.jpg"),))
    report = channels.export([product], both, tmp_path / "out")
    assert [file.path for file in report.files] == ["kit/NM-01/index.html"], (
        "without a template the kit goes out"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('layout = "shopee"', 'layout = "shope"'),
        ('value = "price"', 'value = "prise"'),
        ('key = "ps_price"', 'key = "PS_STOCK"'),
        ('layout = "shopee"', 'layout = "any"'),
        ('kinds = ["kit", "fill"]', 'kinds = ["kit"]'),
        ('kinds = ["kit", "fill"]', 'kinds = ["kit", "csv"]'),
    ],
)
def test_a_broken_rule_of_a_template_is_told(old: str, new: str) -> None:
    assert old in toml("shopee")
    with pytest.raises(SpecBroken, match=r"here\.toml"):
        parse(toml("shopee").replace(old, new), "here.toml")
