"""Product codes and file names that machines take."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.text import MAX_SKU, check_sku, file_name, fold_sku, is_sku, sku_from

RULE = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9_-]{0,49}\Z")


@pytest.mark.parametrize("sku", ["A", "AO-01", "ao_01", "1-2", "x" * 50, "0"])
def test_codes_that_pass(sku: str) -> None:
    assert is_sku(sku)
    assert check_sku(sku) is None


@pytest.mark.parametrize(
    "sku", ["", "-A", "_A", "ÁO", "A B", "A\n", "x" * 51, "A.1", "А01", "１", "=A1", "A/B"]
)
def test_codes_that_are_held(sku: str) -> None:
    assert not is_sku(sku)
    issue = check_sku(sku)
    assert issue is not None and issue.severity == "block"
    assert is_sku(str(issue.params["proposal"]))


def test_the_proposal_is_the_code_without_marks() -> None:
    assert fold_sku("ÁO 01") == "AO-01"
    assert fold_sku("áo 01") == "ao-01"
    assert fold_sku("đường_phèn.1kg") == "duong_phen-1kg"
    assert fold_sku("🎉 ") == ""
    issue = check_sku("ÁO 01")
    assert issue is not None and issue.fix().endswith("AO-01")


def test_a_code_is_made_from_the_name() -> None:
    assert sku_from("ÁO 01") == "AO-01"
    assert sku_from("Nước mắm nhĩ 500 ml") == "NUOC-MAM-NHI-500-ML"
    assert sku_from("Bánh tráng phơi sương Tây Ninh gói 500 g") == "BANH-TRANG-PHOI-SUONG-TAY-NINH"
    assert sku_from("x" * 5000) == "X" * 30
    assert [sku_from(name) for name in ("", "🎉🎉", "日本", "---", "\x00")] == ["MON-1"] * 5


def test_a_taken_code_gets_a_number_whatever_the_case() -> None:
    assert sku_from("ÁO 01", {"ao-01"}) == "AO-01-2"
    assert sku_from("ÁO 01", ["Ao-01", "AO-01-2"]) == "AO-01-3"
    assert sku_from("", {"mon-1", "MON-2"}) == "MON-3"


@given(st.lists(st.text(max_size=60), max_size=30))
def test_codes_keep_the_rule_and_never_meet(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        sku = sku_from(name, taken)
        assert RULE.match(sku) and len(sku) <= MAX_SKU
        assert sku.casefold() not in {other.casefold() for other in taken}
        taken.add(sku)


@given(st.text())
def test_a_proposal_keeps_the_rule_or_is_empty(text: str) -> None:
    proposal = fold_sku(text)
    assert proposal == "" or RULE.match(proposal)
    assert fold_sku(proposal) == proposal


def test_file_names_keep_their_letters() -> None:
    assert file_name("Nước mắm Bà Sáu – 40°", suffix=".jpg") == "Nước mắm Bà Sáu – 40°.jpg"
    assert file_name('a/b\\c:d*e?"f<g>h|i') == "a-b-c-d-e-f-g-h-i"
    assert file_name(unicodedata.normalize("NFD", "bưởi")) == "bưởi"
    assert file_name("../../etc/passwd") == "etc-passwd"
    assert [file_name(text) for text in ("", "...", " . ", "\x00", "..")] == ["khong-ten"] * 5


@pytest.mark.parametrize("name", ["con", "CON", "nul.txt", "Com1", "lpt9.tar.gz", "aux .x", "COM¹", "conin$"])
def test_names_that_windows_keeps_for_itself_are_changed(name: str) -> None:
    assert file_name(name) == f"_{name}"


def test_long_names_end_at_a_whole_letter() -> None:
    long = file_name("ữ" * 5000, 100, suffix=".jpg")
    assert long == "ữ" * 32 + ".jpg"
    assert file_name("a" + "👩‍🌾" * 3, 20) == "a👩‍🌾"


@given(st.text(), st.integers(24, 200), st.sampled_from(["", ".jpg", ".mask.png"]))
def test_any_text_gives_a_name_that_can_be_written(text: str, most: int, suffix: str) -> None:
    name = file_name(text, most, suffix=suffix)
    assert name.endswith(suffix) and len(name.encode("utf-8")) <= most
    assert not set(name) & set('\\/:*?"<>|') and name[0] not in " .-" and name[-1] not in " ."
    assert PureWindowsPath(name).name == name
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])( *\..*)?", name)


@pytest.mark.parametrize("text", ["Bà Sáu – nước mắm 40°", "con", "a" * 500, "🎉", "x\ty"])
def test_the_name_is_taken_by_the_disk(text: str, tmp_path: Path) -> None:
    path = tmp_path / file_name(text, suffix=".txt")
    path.write_text("x", "utf-8")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
