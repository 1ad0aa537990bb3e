"""The poster: every letter is there, the code is read again from it, nothing leaves the paper."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import closing

import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument

from merchant_helper.guides.poster import SIZES, Poster, pdf, png, svg
from merchant_helper.guides.poster_font import FILES
from merchant_helper.guides.poster_layout import QUIET, Box, Sheet, grouped, modules, sheet
from merchant_helper.i18n import in_language

# The corrected example of the standard's own document, and an account that nobody has.
PAYLOAD = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
LETTERS = VOWELS + VOWELS.upper() + "đĐbcdghklmnpqrstvx–“”…•"
BAND, CHECK = "Chưa thử – chưa dùng", "Kiểm tra đúng tên trước khi bấm"
LARGEST = {
    "holder": "HỘ KINH DOANH NGUYỄN THỊ ÁNH NGUYỆT ẨN ỮẴ VÀ CÁC CON CHÁU GÌ",
    "amount": 477_777_777,
    "purpose": "W" * 25,
}


def poster(*, tried: bool = True, holder: str = "HỘ KINH DOANH BÀ SÁU", **more: object) -> Poster:
    return Poster(PAYLOAD, "Sacombank", "0011012345678", holder, tried=tried, **more)  # type: ignore[arg-type]


def said(laid: Sheet) -> list[str]:
    return [line.text for line in laid.faces[0][0].lines]


def codes(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image)]


def streams(data: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def squares(data: bytes) -> Image.Image:
    """Draw the black rectangles of the page's last path, as a printer does."""
    page = next(text for text in streams(data) if b" re" in text)
    # Each face ends with its code: one path, filled once.
    path = page[page.rindex(b"/F") :] if b"/F" in page else page
    numbers = re.findall(rb"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re", path)
    boxes = [tuple(float(n) for n in found) for found in numbers]
    left, low = min(b[0] for b in boxes), min(min(b[1], b[1] + b[3]) for b in boxes)
    image = Image.new("L", (1400, 1400), 255)
    pen = ImageDraw.Draw(image)
    scale = 1200 / max(b[0] + b[2] - left for b in boxes)
    for x, y, across, down in boxes:
        sides = sorted(((y - low) * scale, (y + down - low) * scale))
        pen.rectangle(
            (100 + (x - left) * scale, 100 + sides[0], 99 + (x - left + across) * scale, 99 + sides[1]), 0
        )
    return image


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_vietnamese_letter(bold: bool) -> None:
    known = TTFont(FILES[bold]).getBestCmap()
    assert [letter for letter in LETTERS if ord(letter) not in known] == []


@pytest.mark.parametrize("size", SIZES)
def test_all_letters_of_a_name_are_embedded(size: str) -> None:
    data = pdf(poster(holder=LETTERS[:60]), size)
    written = b"".join(streams(data)).decode("latin-1").upper()
    # The table from glyphs to letters, by which a name can be copied and read aloud.
    assert [one for one in LETTERS[:60] if f"{ord(one):04X}" not in written] == []
    assert b"/FontFile2" in data


@pytest.mark.parametrize("size", SIZES)
def test_the_code_is_read_from_the_printed_squares(size: str) -> None:
    assert codes(squares(pdf(poster(), size))) == [PAYLOAD]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tried", [True, False])
def test_the_code_is_read_from_the_rendered_page(size: str, tried: bool) -> None:
    with closing(PdfDocument(pdf(poster(tried=tried, **LARGEST), size))) as document:
        (page,) = document
        picture = page.render(scale=100 / 72).to_pil()
    assert codes(picture) == [PAYLOAD] * (2 if size == "tent" else 1)


def test_the_code_is_read_from_the_picture_to_send() -> None:
    for tried in (True, False):
        assert codes(Image.open(io.BytesIO(png(poster(tried=tried, **LARGEST))))) == [PAYLOAD]


def test_the_drawing_to_send_is_whole() -> None:
    drawn = svg(poster(holder="BÀ SÁU & CON <b>")).decode()
    assert "BÀ SÁU &amp; CON &lt;b&gt;" in drawn
    assert drawn.count("M") > 200 and BAND not in drawn
    assert BAND in svg(poster(tried=False)).decode()


@pytest.mark.parametrize("size", [*SIZES, "card"])
def test_the_band_is_wide_until_the_code_has_been_tried(size: str) -> None:
    face = sheet(poster(tried=False), size).faces[0][0]
    band = max((box for box in face.boxes if not box.line), key=lambda box: box.width)
    assert band.width == face.width and band.height > 6
    assert BAND in said(sheet(poster(tried=False), size))
    assert BAND not in said(sheet(poster(), size))


@pytest.mark.parametrize("size", [*SIZES, "card"])
def test_it_says_all_that_a_customer_compares(size: str) -> None:
    words = said(sheet(poster(amount=50_000, purpose="DH0012"), size))
    for wanted in ("Sacombank", "0011 0123 4567 8", "Số tiền: 50.000 đ", "Nội dung: DH0012", CHECK):
        assert wanted in words
    assert "(năm mươi nghìn đồng)" in words and "Mã theo chuẩn VietQR" in words
    assert " ".join(words).count("HỘ KINH DOANH BÀ SÁU") == 1


def test_it_is_in_vietnamese_for_those_who_pay() -> None:
    with in_language("en"):
        assert CHECK.encode() in svg(poster())


@pytest.mark.parametrize("size", [*SIZES, "card"])
def test_the_code_is_large_enough_to_be_read_from_afar(size: str) -> None:
    code = sheet(poster(tried=False), size).faces[0][0].code
    count = len(modules(PAYLOAD))
    assert code.width == code.height
    assert code.width * count / (count + 2 * QUIET) >= 55


def test_a_tent_says_the_same_on_both_sides() -> None:
    laid = sheet(poster(), "tent")
    (upper, top, turned), (lower, middle, upright) = laid.faces
    assert upper == lower and (turned, upright) == (True, False)
    assert (laid.width, laid.height, laid.fold, top, middle) == (210, 297, 148.5, 0, 148.5)


def test_paper_has_the_size_it_is_called_by() -> None:
    for size, paper in {"a5": (148, 210), "a6": (105, 148), "tent": (210, 297)}.items():
        found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf(poster(), size))
        assert found
        assert [float(n) for n in found.groups()] == pytest.approx([mm * 72 / 25.4 for mm in paper], abs=0.05)
    with pytest.raises(KeyError):
        pdf(poster(), "a3")


def overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 0.01 and down > 0.01


@settings(max_examples=40, deadline=None)
@given(
    holder=st.text(st.sampled_from([*LETTERS, " "]), min_size=1, max_size=60),
    account=st.text(st.sampled_from("0123456789W"), min_size=1, max_size=19),
    amount=st.none() | st.integers(1, 499_999_999),
    purpose=st.text(st.sampled_from("WiA 0"), max_size=25),
    tried=st.booleans(),
    size=st.sampled_from([*SIZES, "card"]),
)
def test_nothing_leaves_the_paper_or_covers_the_code(
    holder: str, account: str, amount: int | None, purpose: str, tried: bool, size: str
) -> None:
    face = sheet(Poster(PAYLOAD, "Ngân hàng Bản Việt", account, holder, amount, purpose, tried), size).faces[
        0
    ][0]
    for box in (*face.boxes, face.code):
        assert box.x >= 0 and box.x + box.width <= face.width + 0.01
        assert box.y >= 0 and box.y + box.height <= face.height - 2
    assert not [box for box in face.boxes if overlap(box, face.code)]
    assert max(line.y for line in face.lines) < face.height - 3
    assert min(line.size for line in face.lines) > 1.6


def test_an_account_is_written_in_groups_of_four() -> None:
    assert grouped("0011012345678") == "0011 0123 4567 8"
    assert grouped("123") == "123" and grouped("") == ""
