"""A file that is no photo is refused with its reason, in little time and memory."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pytest
import scenes
from PIL import Image

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.photos.intake import MAX_BYTES, open_upright

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")


def refused(data: bytes | Path) -> str:
    with pytest.raises(PhotoUnreadable) as caught:
        open_upright(data)
    assert caught.value.issue.severity == "block"
    return caught.value.issue.code


def photo(format: scenes.Format = "JPEG", **options: object) -> bytes:
    return scenes.encode(scenes.draw(3, size=(240, 180)).image, format, **options)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(width: int, height: int) -> bytes:
    """Write a PNG of black pixels: about a thousandth of what it unpacks to."""
    row = bytes(1 + width * 3)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_an_empty_file() -> None:
    assert refused(b"") == "photo.empty"


@pytest.mark.parametrize(
    "data",
    [
        b"Xin ch\xc3\xa0o",
        b"<html><img src=x></html>",
        bytes(5000),
        b"\xff",
        b"PK\x03\x04" + bytes(99),
        b"GIF",
        b"\xff\xd8",
    ],
)
def test_something_else_that_is_called_jpg(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "anh.jpg"
    path.write_bytes(data)
    assert refused(path) == "photo.not_a_picture"


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "PDF"])
def test_a_kind_that_is_not_opened_is_named(format: scenes.Format) -> None:
    with pytest.raises(PhotoUnreadable) as caught:
        open_upright(photo(format))
    assert caught.value.issue.code == "photo.format"
    assert format in str(caught.value.issue.params["kind"])


def test_a_video_is_named() -> None:
    assert refused(b"\0\0\0\x18ftypmp42" + bytes(99)) == "photo.format"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
@pytest.mark.parametrize("format", FORMATS)
def test_a_file_cut_short(format: scenes.Format, share: float) -> None:
    data = photo(format)
    assert refused(data[: max(16, int(len(data) * share))]) == "photo.broken"


def test_144_megapixels_of_nothing_are_refused_unopened() -> None:
    data = bomb(12000, 12000)
    assert len(data) < 1_000_000
    with pytest.raises(PhotoUnreadable) as caught:
        open_upright(data)
    assert caught.value.issue.code == "photo.too_many_pixels"
    assert caught.value.issue.params == {"megapixels": 144, "limit": 50}


def test_one_pixel_over_the_limit_is_over_it() -> None:
    assert refused(bomb(50_001, 1000)) == "photo.too_many_pixels"


def test_a_jpeg_and_a_webp_that_claim_to_be_huge() -> None:
    jpeg = bytearray(photo())
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 65000, 65000)
    assert refused(bytes(jpeg)) == "photo.too_many_pixels"
    clear = Image.new("RGBA", (64, 64))
    webp = bytearray(scenes.encode(clear, "WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"))
    assert webp[12:16] == b"VP8X"
    webp[24:30] = b"\xff\x3f\x00" * 2
    assert refused(bytes(webp)) == "photo.too_many_pixels"


def test_fifty_megabytes() -> None:
    data = photo()
    assert refused(data + bytes(50_000_000 - len(data))) == "photo.too_big"
    assert refused(data + bytes(MAX_BYTES - len(data) + 1)) == "photo.too_big"
    assert open_upright(data + bytes(MAX_BYTES - len(data))).size == (240, 180)


def test_a_sender_who_never_stops_is_stopped() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(PhotoUnreadable):
        open_upright(endless)  # type: ignore[arg-type]
    assert endless.given == MAX_BYTES + 1


@pytest.mark.parametrize(
    "tail", [b"PK\x05\x06" + bytes(18), b"<script>alert(1)</script>", b"%PDF-1.7\n%%EOF"]
)
def test_what_hides_behind_a_picture_stays_behind(tail: bytes) -> None:
    upright = open_upright(photo() + tail)
    assert tail not in upright.image.tobytes()
    assert upright.image.info == {}


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0II*\0",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x0f\0\x02\xff\xff\xff\xff\0\0\0\x08" * 5000,
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\xff\xff\0\0",
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\xff\xff\xff\x7f\x06\0\0\0",
        bytes(range(256)) * 200,
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_made_up_exif_harms_nothing(format: scenes.Format, exif: bytes) -> None:
    assert open_upright(photo(format, exif=exif)).size == (240, 180)


def test_a_comment_that_unpacks_to_a_gigabyte() -> None:
    data = photo("PNG")
    packer = zlib.compressobj(9)
    swollen = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    head = data.index(b"IDAT") - 4
    assert refused(data[:head] + chunk(b"zTXt", b"note\0\0" + swollen) + data[head:]) == "photo.broken"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_damaged_bytes_open_or_are_refused_and_nothing_else(format: scenes.Format) -> None:
    rng = random.Random(4)
    data = photo(format)
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(rng.randrange(1, 9)):
            damaged[rng.randrange(12, len(data))] = rng.randrange(256)
        try:
            assert open_upright(bytes(damaged), longest=200).image.mode == "RGB"
        except PhotoUnreadable as error:
            assert error.issue.code in ("photo.broken", "photo.too_many_pixels")


def test_a_missing_file_is_not_called_a_broken_photo(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_upright(tmp_path / "gone.jpg")
