"""What is drawn is read again; photos of a counter come out right; what is no picture is refused."""

from __future__ import annotations

import io
import struct
import zlib
from xml.etree import ElementTree

import counter_photos as counter
import made_codes as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.guides.vietqr import opening, picture
from merchant_helper.guides.vietqr.picture import checked, modules, png, read, svg, verified

PHOTOS = list(counter.draw_all())


def pressed(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(PhotoUnreadable) as caught:
        read(data)
    assert caught.value.issue.message() and caught.value.issue.fix()
    return caught.value.issue.code.removeprefix("vietqr.")


def test_there_are_forty_photos() -> None:
    assert len(PHOTOS) == 40 and len({photo.name for photo in PHOTOS}) == 40


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda photo: photo.name)
def test_each_photo_of_a_counter_comes_out_right(photo: counter.Photo) -> None:
    verdicts = checked(counter.taken(photo), counter.ENROLLED)
    assert sorted(verdict.result for verdict in verdicts) == sorted(photo.results)
    if not photo.spoilt:
        assert {verdict.recognised.payload for verdict in verdicts} == set(photo.payloads)


def test_photos_at_the_edge_are_looked_at_twice() -> None:
    look = counter.Look((600, 800), paper=0.6, blur=3.3, noise=4)
    assert read(counter.taken(counter.Photo("edge", (made.HERS,), look, ("same",))))[0].payload == made.HERS


@pytest.mark.parametrize("payload", [made.HERS, made.MOMO, made.VNPAY, made.ADDRESS, "Đỗ Thị Sáu", "a" * 500])
def test_every_payload_comes_back_from_its_picture(payload: str) -> None:
    assert verified(payload)
    assert [found.payload for found in read(png(payload, module=4))] == [payload]


@given(st.text("0123456789ABCXYZabcxyz", min_size=1, max_size=19), st.integers(1, 499_999_999))
@settings(max_examples=25, deadline=None)
def test_what_is_made_comes_back_from_its_picture(account: str, amount: int) -> None:
    assert verified(made.transfer("970422", account, amount, "DH0012"))


def test_a_picture_of_something_else_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    other = png(made.OTHERS)
    assert not picture.shows(other, made.HERS)
    monkeypatch.setattr(picture, "png", lambda payload: other)
    assert not verified(made.HERS)


def test_the_drawing_has_its_margin_and_its_level() -> None:
    import zxingcpp

    image = Image.open(io.BytesIO(png(made.HERS, module=5)))
    side = len(modules(made.HERS)) + 8
    assert image.size == (5 * side, 5 * side)
    assert ImageOps.invert(image.convert("L")).getbbox() == (20, 20, 5 * side - 20, 5 * side - 20)
    (barcode,) = zxingcpp.read_barcodes(image.convert("L"))
    assert barcode.ec_level == "M"


def test_the_svg_draws_the_same_modules() -> None:
    root = ElementTree.fromstring(svg(made.HERS))
    side = len(modules(made.HERS)) + 8
    assert root.get("viewBox") == f"0 0 {side} {side}"
    black = {(x, y) for y, row in enumerate(modules(made.HERS), 4) for x, one in enumerate(row, 4) if one}
    drawn = set()
    for run in root[1].get("d", "").split("z")[:-1]:
        x, rest = run.removeprefix("M").split(" ")
        y, length = rest.split("v")[0].split("h")
        drawn |= {(int(x) + n, int(y)) for n in range(int(length))}
    assert drawn == black


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "HEIF"])
def test_the_kinds_that_phones_make(kind: str) -> None:
    if kind == "HEIF":
        pytest.importorskip("pillow_heif").register_heif_opener()
    image = Image.open(io.BytesIO(png(made.HERS))).convert("RGB")
    assert read(pressed(image, kind))[0].payload == made.HERS


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixels(mode: str) -> None:
    image = Image.open(io.BytesIO(png(made.HERS))).convert("L")
    if mode == "I;16":
        image = image.convert("I").point(lambda v: v * 257).convert("I;16")
    elif mode in ("LA", "RGBA"):
        image = Image.merge("LA", (Image.new("L", image.size), ImageOps.invert(image))).convert(mode)
    else:
        image = image.convert(mode)
    assert read(pressed(image, "JPEG" if mode == "CMYK" else "PNG"))[0].payload == made.HERS


def test_white_on_black_is_read() -> None:
    image = ImageOps.invert(Image.open(io.BytesIO(png(made.HERS))).convert("L"))
    assert read(pressed(image, "PNG"))[0].payload == made.HERS


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """Say a great size and give next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "file_kind"),
        (b"GIF89a" + bytes(50), "file_kind"),
        ("không phải ảnh".encode(), "file_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind"),
        (bytes(opening.MAX_BYTES + 1), "file_big"),
        (png(made.HERS)[:200], "file_broken"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "file_broken"),
        (bomb(8000, 8000), "file_pixels"),
        (bomb(60000, 60000), "file_pixels"),
        (bomb(7000, 7000), "file_broken"),
        (webp(16383, 16383), "file_pixels"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "file_broken"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "file_broken"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_fifty_million_pixels_are_shrunk() -> None:
    image = Image.new("L", (7000, 7000), 200)
    image.paste(Image.open(io.BytesIO(png(made.HERS, module=40))).convert("L"), (2000, 3000))
    assert read(pressed(image, "PNG"))[0].payload == made.HERS
    assert max(opening.opened(pressed(image.resize((9000, 9000)), "JPEG")).size) <= opening.LONGEST


def test_a_picture_without_a_code_has_none() -> None:
    empty = pressed(Image.effect_noise((900, 700), 80), "PNG")
    assert read(empty) == []
    (verdict,) = checked(empty, counter.ENROLLED)
    assert verdict.result == "unreadable" and verdict.issue is not None
    assert verdict.issue.code == "vietqr.no_code"


@given(
    st.binary(max_size=300),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b""]),
)
@settings(max_examples=60, deadline=None)
def test_hostile_bytes_are_refused_and_nothing_else(data: bytes, head: bytes) -> None:
    assert refusal(head + data) in ("file_empty", "file_kind", "file_broken", "file_pixels")
