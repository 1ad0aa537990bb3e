"""Two languages, one owner spoken to, and typed text left as it was typed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from merchant_helper import i18n
from merchant_helper.i18n import Address, fill, gettext, in_language, language, mark, set_language, speak

CO = Address("cô")
NOBODY = Address()


@pytest.fixture
def small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "web.po").write_text(
        'msgid "Xin chào {name}"\nmsgstr "Hello {name}"\n\n'
        '#, fuzzy\nmsgid "Cũ"\nmsgstr "Old"\n\nmsgid "Trống"\nmsgstr ""\n',
        "utf-8",
    )
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    i18n.catalogue.cache_clear()
    yield tmp_path
    i18n.catalogue.cache_clear()


@pytest.mark.parametrize(
    ("sentence", "with_her", "without"),
    [
        ("{Co} gõ giá vào ô này.", "Cô gõ giá vào ô này.", "Gõ giá vào ô này."),
        ("Mời {co} bấm nút này.", "Mời cô bấm nút này.", "Mời bấm nút này."),
        ("Xong rồi. {Co} có thể nghỉ.", "Xong rồi. Cô có thể nghỉ.", "Xong rồi. Có thể nghỉ."),
        ("Cảm ơn {co}.", "Cảm ơn cô.", "Cảm ơn."),
        ("Máy tính [của {co}] còn chỗ.", "Máy tính của cô còn chỗ.", "Máy tính còn chỗ."),
        ("Ảnh[ của {co}].", "Ảnh của cô.", "Ảnh."),
        (
            "[{Co} ơi, ]hôm nay mình đăng món gì?",
            "Cô ơi, hôm nay mình đăng món gì?",
            "Hôm nay mình đăng món gì?",
        ),
        ("Lưu rồi. [{Co} ơi, ]xem lại nhé.", "Lưu rồi. Cô ơi, xem lại nhé.", "Lưu rồi. Xem lại nhé."),
        ("Hai trăm {nghin} đồng", "Hai trăm nghìn đồng", "Hai trăm nghìn đồng"),
        ("{Co} được {co} chọn", "Cô được cô chọn", "Được chọn"),
        ("Không có gì để điền", "Không có gì để điền", "Không có gì để điền"),
    ],
)
def test_spoken_with_and_without_a_pronoun(sentence: str, with_her: str, without: str) -> None:
    assert speak(sentence, CO) == with_her
    assert speak(sentence, NOBODY) == without


def test_south_and_north_say_thousand_their_way() -> None:
    assert speak("{nghin}", Address("dì", "ngàn")) == "ngàn"


@pytest.mark.parametrize("co", ["cô", "chú", "bác", "anh", "chị", "dì", "ông", "bà", "em", "bạn"])
def test_every_pronoun_begins_a_sentence_with_a_capital(co: str) -> None:
    assert speak("{Co} chọn, {co} bấm.", Address(co)) == f"{co.capitalize()} chọn, {co} bấm."


def test_parameters_are_never_looked_into() -> None:
    assert fill("{a} và {b}", {"a": "{b}", "b": "{a}"}) == "{b} và {a}"
    assert (
        fill("{a} {lạ} {} {0} {{a}}", {"a": "%s \\1 \\g<0>"}) == "%s \\1 \\g<0> {lạ} {} {0} {%s \\1 \\g<0>}"
    )
    assert fill("{n} món", {"n": 0}) == "0 món"


def test_an_unknown_parameter_stands_as_it_is() -> None:
    assert gettext("Chào {ai}") == "Chào {ai}"
    assert gettext("Chào {ai}", khac="x") == "Chào {ai}"


def test_the_language_is_chosen_for_a_block_and_given_back() -> None:
    with in_language("en"):
        assert language() == "en"
        with in_language("vi"):
            assert language() == "vi"
        assert language() == "en"
    assert language() == "vi"


def test_given_back_after_trouble_too() -> None:
    with pytest.raises(RuntimeError), in_language("en"):
        raise RuntimeError
    assert language() == "vi"


@pytest.mark.parametrize("code", ["fr", "", "EN", "../en", "vi"])
def test_an_unknown_language_is_vietnamese(code: str) -> None:
    with in_language("en"):
        set_language(code)
        assert language() == "vi"


def test_another_thread_speaks_for_itself() -> None:
    heard: list[str] = []
    with in_language("en"):
        thread = threading.Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
    assert heard == ["vi"]


def test_translated_when_it_is_known_and_sure(small_catalogue: Path) -> None:
    with in_language("en"):
        assert gettext("Xin chào {name}", name="{name}") == "Hello {name}"
        assert gettext("Cũ") == "Cũ"
        assert gettext("Trống") == "Trống"
        assert gettext("Chưa có trong bảng") == mark("Chưa có trong bảng")
    assert gettext("Xin chào {name}", name="Lan") == "Xin chào Lan"


def test_a_parameter_may_have_any_name() -> None:
    assert gettext("{msgid}", msgid="x") == "x"


def test_a_broken_catalogue_is_said(small_catalogue: Path) -> None:
    (small_catalogue / "en" / "cli.po").write_text('msgid "a"\nmsgstr "b\n?', "utf-8")
    i18n.catalogue.cache_clear()
    with in_language("en"), pytest.raises(PoFileError):
        gettext("a")
