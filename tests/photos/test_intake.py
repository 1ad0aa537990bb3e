"""Every photo that a phone makes opens upright and in true colours, whatever the file is."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import scenes
from PIL import Image, ImageCms

from merchant_helper.photos.intake import open_upright

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
# Red, green, blue, yellow in reading order: no two orientations look the same.
CORNERS = [(220, 30, 30), (30, 200, 30), (30, 30, 220), (220, 210, 30)]


def quarters(size: tuple[int, int] = (96, 64)) -> Image.Image:
    small = Image.new("RGB", (2, 2))
    small.putdata(CORNERS)
    return small.resize(size, Image.Resampling.NEAREST)


def corners(image: Image.Image) -> list[int]:
    """Name each corner by the nearest of CORNERS."""
    w, h = image.size
    seen = [image.getpixel(at) for at in ((8, 8), (w - 9, 8), (8, h - 9), (w - 9, h - 9))]
    return [
        min(range(4), key=lambda i: sum(abs(a - b) for a, b in zip(CORNERS[i], s, strict=True))) for s in seen
    ]


def held(orientation: int, upright: Image.Image | None = None) -> tuple[Image.Image, bytes]:
    """Store an upright picture as a camera held so would, with the EXIF that tells it."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Transpose members that undo the reader's
    image = upright or quarters()
    stored = image if orientation == 1 else image.transpose(Image.Transpose(back[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    return stored, exif.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", FORMATS)
def test_every_orientation_of_every_format_comes_upright(format: scenes.Format, orientation: int) -> None:
    stored, exif = held(orientation)
    upright = open_upright(scenes.encode(stored, format, exif=exif))
    assert corners(upright.image) == [0, 1, 2, 3]
    assert (upright.size, upright.image.size, upright.format) == ((96, 64), (96, 64), format)


@pytest.mark.parametrize("format", FORMATS)
def test_longest_bounds_the_picture_and_size_stays_the_original_s(format: scenes.Format) -> None:
    stored, exif = held(6)
    upright = open_upright(scenes.encode(stored.resize((640, 960)), format, exif=exif), longest=300)
    assert (upright.image.size, upright.size) == ((300, 200), (960, 640))
    assert corners(upright.image) == [0, 1, 2, 3]
    assert open_upright(scenes.encode(stored, format, exif=exif), longest=300).image.size == (96, 64)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_but_pixels_comes_through(format: scenes.Format) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (10.0, 30.0, 0.0)
    exif[0x010F] = "SECRETPHONE"
    extra = {"comment": b"SECRETNOTE"} if format == "JPEG" else {}
    upright = open_upright(scenes.encode(quarters(), format, exif=exif.tobytes(), **extra))
    assert upright.image.info == {}
    assert type(upright.image) is Image.Image
    again = io.BytesIO()
    upright.image.save(again, "JPEG")
    assert b"SECRET" not in again.getvalue()
    assert b"Exif" not in again.getvalue()


def test_opens_paths_bytes_and_streams_alike(tmp_path: Path) -> None:
    data = scenes.encode(quarters(), "PNG")
    path = tmp_path / "Bà Sáu – nước mắm 40°.jpg"
    path.write_bytes(data)
    pictures = [open_upright(source).image.tobytes() for source in (path, data, io.BytesIO(data))]
    assert pictures[0] == pictures[1] == pictures[2]


def p3_profile() -> bytes:
    """Take the sRGB profile and give it Display P3's red, green and blue (D50, ICC specification)."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    columns = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    for number in range(int.from_bytes(raw[128:132], "big")):
        entry = 132 + number * 12
        place = int.from_bytes(raw[entry + 4 : entry + 8], "big")
        name = bytes(raw[entry : entry + 4])
        if name in columns:
            for i, value in enumerate(columns[name]):
                at = place + 8 + 4 * i
                raw[at : at + 4] = round(value * 65536).to_bytes(4, "big", signed=True)
        elif name == b"desc":
            raw[place + 12 : place + 52] = raw[place + 12 : place + 52].replace(b"s\0R", b"d\0P")
    return bytes(raw)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_display_p3_is_converted(format: scenes.Format) -> None:
    # 200,100,60 of a P3 phone is a stronger orange in sRGB; dropping the profile would give 200.
    source = Image.new("RGB", (32, 32), (200, 100, 60))
    options = {"lossless": True} if format == "WEBP" else {}
    data = scenes.encode(source, format, icc_profile=p3_profile(), **options)
    red, green, blue = open_upright(data).image.getpixel((16, 16))
    assert red > 212
    assert abs(green - 96) <= 4
    assert blue < 52


def test_twenty_photos_at_once_come_out_as_one_by_one() -> None:
    pictures = [scenes.draw(seed, size=(320, 240)).image for seed in range(20)]
    files = [
        scenes.encode(picture, FORMATS[number % 5], icc_profile=p3_profile())
        for number, picture in enumerate(pictures)
    ]
    one_by_one = [open_upright(data).image.tobytes() for data in files]
    with ThreadPoolExecutor(8) as threads:
        at_once = [upright.image.tobytes() for upright in threads.map(open_upright, files)]
    assert at_once == one_by_one


def test_the_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = scenes.encode(quarters(), "PNG", icc_profile=profile)
    assert open_upright(data).image.tobytes() == quarters().tobytes()


@pytest.mark.parametrize("profile", [b"", b"garbage" * 40, bytes(200), b"x" * 5_000_000])
def test_a_useless_profile_is_passed_over(profile: bytes) -> None:
    upright = open_upright(scenes.encode(quarters(), "JPEG", icc_profile=profile))
    assert corners(upright.image) == [0, 1, 2, 3]


def test_ink_colours_without_a_profile_are_converted_and_said() -> None:
    upright = open_upright(scenes.encode(quarters().convert("CMYK"), "JPEG"))
    assert corners(upright.image) == [0, 1, 2, 3]
    assert [(issue.code, issue.severity) for issue in upright.issues] == [("photo.cmyk", "warn")]


def test_ink_colours_with_another_kind_of_profile_are_converted_and_said() -> None:
    upright = open_upright(scenes.encode(quarters().convert("CMYK"), "JPEG", icc_profile=p3_profile()))
    assert corners(upright.image) == [0, 1, 2, 3]
    assert [issue.code for issue in upright.issues] == ["photo.cmyk"]


def test_sixteen_bit_grey_is_scaled_not_cut_off() -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None, :].repeat(4, 0)
    seen = np.asarray(open_upright(scenes.encode(Image.fromarray(ramp), "PNG")).image)
    assert np.array_equal(seen[0, :, 0], np.arange(256))


def test_sixteen_bit_colour_is_scaled() -> None:
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\0" + struct.pack(">3H", 51400, 25700, 12850) * 4
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0))
    data += chunk(b"IDAT", zlib.compress(row * 4)) + chunk(b"IEND", b"")
    assert open_upright(data).image.getpixel((1, 1)) == (200, 100, 50)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_clear_parts_become_white(format: scenes.Format) -> None:
    clear = quarters().convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 48, 32))
    upright = open_upright(scenes.encode(clear, format))
    assert min(upright.image.getpixel((8, 8))) >= 250
    assert upright.image.mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA"])
def test_every_kind_of_png_pixel_is_opened(mode: str) -> None:
    image = quarters().convert(mode.replace("PA", "P"))
    options = {"transparency": 0} if mode == "PA" else {}
    assert open_upright(scenes.encode(image, "PNG", **options)).image.mode == "RGB"


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_an_animation_gives_its_first_picture_and_a_hint(format: scenes.Format) -> None:
    more = [Image.new("RGB", (96, 64), "black")]
    upright = open_upright(scenes.encode(quarters(), format, save_all=True, append_images=more))
    assert corners(upright.image) == [0, 1, 2, 3]
    assert [(issue.code, issue.severity) for issue in upright.issues] == [("photo.animated", "hint")]


def test_two_pictures_in_one_jpeg_are_one_photo() -> None:
    file = io.BytesIO()
    quarters().save(file, "MPO", save_all=True, append_images=[quarters().rotate(180)])
    upright = open_upright(file.getvalue(), longest=48)
    assert (upright.format, upright.issues) == ("JPEG", [])
    assert upright.image.size == (48, 32)


def test_a_pencil_thin_picture_is_still_a_picture() -> None:
    upright = open_upright(scenes.encode(Image.new("RGB", (5000, 1), "red"), "JPEG"), longest=1600)
    assert upright.image.size == (1600, 1)


def test_a_phone_s_108_megapixels_are_opened_at_half_size() -> None:
    data = scenes.encode(Image.new("RGB", (12000, 9000), (90, 60, 30)), "JPEG")
    upright = open_upright(data)
    assert (upright.size, upright.image.size) == ((12000, 9000), (6000, 4500))
    assert open_upright(data, longest=1600).image.size == (1600, 1200)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", FORMATS)
def test_every_pixel_is_where_it_is_in_the_upright_picture(format: scenes.Format, orientation: int) -> None:
    scene = scenes.draw(7, shape="box", size=(320, 240), noise=0).image
    stored, exif = held(orientation, scene)
    opened = open_upright(scenes.encode(stored, format, exif=exif)).image
    assert opened.size == scene.size
    apart = np.abs(np.asarray(opened, np.int16) - np.asarray(scene, np.int16))
    assert apart.mean() < 4 and np.percentile(apart, 99) < 40
