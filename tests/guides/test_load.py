"""The loader takes what keeps to the rules, and names the file and the rule of everything else."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest

from merchant_helper.errors import GuideBroken
from merchant_helper.guides.load import load
from merchant_helper.guides.model import QUESTIONS, Guides

CARD = "content/ways/vietqr-personal"


def spoil(folder: Path, file: str, old: str, new: str) -> GuideBroken:
    """Change one piece of one file, and give what the loader says about it."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(GuideBroken) as caught:
        load(folder)
    return caught.value


def test_the_samples_load_whole(guides: Guides) -> None:
    assert list(guides.topics) == ["ways", "first-order", "safety"]
    assert [card.key for card in guides.ways()] == ["vietqr-personal", "vietqr-household", "momo", "cod"]
    assert guides.facts["sample-threshold"].value == 1_000_000_000
    assert not guides.facts["sample-fee"].is_known
    assert [day.key for day in guides.days.values()] == ["seller-identity", "revenue-notice"]
    page = guides.cards["vietqr-personal"].page("vi")
    assert (page.title, len(page.steps)) == ("Mã VietQR của mình", 3)
    assert [section.id for section in page.sections] == ["what", "steps", "limit"]


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    assert load(tmp_path) == Guides()


WORDS = {
    "HTML block": ("Một lần chuyển:", "<b>Một</b> lần chuyển:"),
    "HTML alone": ("## what: Là gì", "<script>x()</script>\n\n## what: Là gì"),
    "HTML comment": ("## what: Là gì", "<!-- x -->\n\n## what: Là gì"),
    "a picture": ("Tiền vào", "![x](x.png) Tiền vào"),
    "another link": ("(term:otp)", "(https://example.com)"),
    "an address": ("Tiền vào", "<https://example.com> Tiền vào"),
    "a table": ("Tiền vào", "| a |\n|---|\n| b |\n\nTiền vào"),
    "code": ("Tiền vào", "`x` Tiền vào"),
    "a third level": ("## limit: Giới hạn", "### limit: Giới hạn"),
    "an unknown section": ("## limit: Giới hạn", "## gioi-han: Giới hạn"),
    "a section twice": ("## limit: Giới hạn", "## what: Giới hạn"),
    "no id": ("## limit: Giới hạn", "## Giới hạn"),
    "no title": ("# Mã VietQR của mình", "Mã VietQR của mình"),
    "two leads": ("\n## what", "\nThêm một đoạn.\n\n## what"),
    "a long lead": ("Khách quét và trả.", "Khách quét. Khách trả. Xong."),
    "a long step": ("{Co} hỏi phí", "Vào cửa. {Co} hỏi phí"),
    "an unknown fact": ("{fact:sample-old}", "{fact:no-such}"),
    "a broken fact": ("{fact:sample-old}", "{fact:sample old}"),
    "an open brace": ("{fact:sample-old}", "{fact:sample-old"),
    "an unknown word": ("(term:otp)", "(term:no-such)"),
    "a wrong pronoun": ("{Co} in", "{Cô} in"),
    "money": ("Một lần chuyển:", "Một lần chuyển 10 triệu:"),
    "money with dots": ("Một lần chuyển:", "Một lần chuyển 500.000:"),
    "money, short": ("Một lần chuyển:", "Một lần chuyển 50k:"),
    "đồng": ("Một lần chuyển:", "Một lần chuyển 5 đồng:"),
    "per cent": ("Một lần chuyển:", "Phí 0,5%:"),
    "per cent in words": ("Một lần chuyển:", "Phí 2 phần trăm:"),
    "a date": ("Một lần chuyển:", "Từ 01/01/2027:"),
    "a number in the title": ("# Mã VietQR của mình", "# Mã VietQR 5 triệu"),
    "marks apart": ("Tiền vào", unicodedata.normalize("NFD", "Tiền vào")),
    "a step less": ("\n3. In ra, dán sau quầy [mã VietQR](term:vietqr).", ""),
    "steps as points": ("1. Ra ngân hàng", "- Ra ngân hàng"),
    "a list in a list": ("- Một lần chuyển:", "  - Một lần chuyển:"),
    "an empty section": (
        "- Bán quá {fact:sample-threshold} thì khai thuế.\n- Một lần chuyển: {fact:sample-old}.",
        "",
    ),
}


@pytest.mark.parametrize(("old", "new"), WORDS.values(), ids=WORDS)
def test_words_that_break_a_rule_are_refused(folder: Path, old: str, new: str) -> None:
    error = spoil(folder, f"{CARD}.vi.md", old, new)
    assert error.file.startswith("ways/vietqr-personal.") and error.reason
    assert str(error) == f"{error.file}: {error.reason}"


TABLES = {
    "an unknown key": (f"{CARD}.toml", "order = 10", 'order = 10\ncolour = "red"'),
    "no source": (f"{CARD}.toml", 'sources = ["bài thử"]', "sources = []"),
    "no date": (f"{CARD}.toml", "checked_on = 2026-11-22\n", ""),
    "no certainty": (f"{CARD}.toml", 'certainty = "C"\n', ""),
    "an unknown kind": (f"{CARD}.toml", 'kind = "way"', 'kind = "advert"'),
    "an unknown office": (f"{CARD}.toml", '"tax"]', '"astrologer"]'),
    "an answer less": (f"{CARD}.toml", 'bad = "sample-fee"\n', ""),
    "an unknown answer": (f"{CARD}.toml", 'bad = "sample-fee"', 'bad = "no-such"'),
    "a word unlisted": (f"{CARD}.toml", 'terms = ["vietqr", "otp"]', 'terms = ["vietqr"]'),
    "a word twice": (f"{CARD}.toml", '["vietqr", "otp"]', '["vietqr", "otp", "otp"]'),
    "no TOML": (f"{CARD}.toml", "order = 10", "order = = 10"),
    "a fact without source": ("facts/rules.toml", 'source = "Nghị định thử, 29/04/2026"\n', ""),
    "a fact without date": ("facts/rules.toml", "checked_on = 2026-11-22\n", ""),
    "a fact without certainty": ("facts/rules.toml", 'certainty = "B"\n', ""),
    "a fact in one language": ("facts/rules.toml", 'en = "1 billion đồng a year"\n', ""),
    "a fact with HTML": ("facts/rules.toml", '"1 billion', '"<b>1</b> billion'),
    "an unknown fact without question": ("facts/rules.toml", 'ask.en = "What does', 'asks = "What does'),
    "a fact of two files": ("facts/answers.toml", "[sample-old]", "[sample-fee]"),
    "a wrong address": ("facts/rules.toml", '"https://luat', '"javascript:luat'),
    "a word without meaning": ("glossary.toml", 'plain.en = "A square code that all banks share."\n', ""),
    "a day without date": ("facts/calendar.toml", "date = 2027-01-31\n", ""),
    "a day of an unknown fact": ("facts/calendar.toml", '"sample-threshold"', '"no-such"'),
    "a place in one language": ("facts/contacts.toml", 'number = "156"', 'address = "công an phường"'),
    "a contact of nowhere": ("facts/contacts.toml", 'number = "156"\n', ""),
    "an unknown topic": ("content/topics.toml", 'key = "ways"', 'key = "weather"'),
    "a topic twice": ("content/topics.toml", 'key = "first-order"', 'key = "ways"'),
}


@pytest.mark.parametrize(("file", "old", "new"), TABLES.values(), ids=TABLES)
def test_tables_that_break_a_rule_are_refused(folder: Path, file: str, old: str, new: str) -> None:
    assert spoil(folder, file, old, new).reason


def test_different_sections_in_the_two_languages_are_refused(folder: Path) -> None:
    error = spoil(folder, f"{CARD}.en.md", "## limit: Limits", "## fee: Limits")
    assert "different sections" in error.reason


@pytest.mark.parametrize("name", ["vietqr-personal.en.md", "vietqr-personal.toml"])
def test_a_file_that_lacks_its_fellows_is_refused(folder: Path, name: str) -> None:
    (folder / "content" / "ways" / name).unlink()
    with pytest.raises(GuideBroken, match="vietqr-personal"):
        load(folder)


@pytest.mark.parametrize("name", ["compare", "check", "Two", "a", "a_b", "x" * 41])
def test_names_that_cannot_be_addresses_are_refused(folder: Path, name: str) -> None:
    for old in (folder / "content" / "ways").glob("cod.*"):
        old.rename(old.with_name(old.name.replace("cod", name, 1)))
    with pytest.raises(GuideBroken, match="cannot be the key"):
        load(folder)


def test_one_name_for_two_cards_is_refused(folder: Path) -> None:
    for file in (folder / "content" / "ways").glob("cod.*"):
        (folder / "content" / "safety" / file.name).write_bytes(file.read_bytes())
    with pytest.raises(GuideBroken, match="another topic"):
        load(folder)


def test_a_small_card_that_is_too_full_is_refused(folder: Path) -> None:
    more = "\n".join(f"- Dòng {n}." for n in "abcde")
    error = spoil(folder, "content/first-order/sample-pack.vi.md", "- Chụp ảnh gói hàng.", more)
    assert "more than 6 lines" in error.reason


def test_the_trial_payment_may_stand_in_words(folder: Path) -> None:
    assert "1.000 đồng" in (folder / f"{CARD}.vi.md").read_text("utf-8")
    load(folder)


def test_every_way_answers_every_question(guides: Guides) -> None:
    for way in guides.ways():
        assert tuple(way.file.answers) == QUESTIONS


def test_the_error_travels_between_processes() -> None:
    again = pickle.loads(pickle.dumps(GuideBroken("a.toml", "b")))
    assert (again.file, again.reason) == ("a.toml", "b")
