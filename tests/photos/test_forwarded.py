"""A photo that a chat made smaller is known; a camera's own photo never is taken for one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import scenes
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy.orm import Session

from merchant_helper.photos.files import FileStore
from merchant_helper.photos.forwarded import LONGEST, forwarded, named_by_chat, seems_forwarded
from merchant_helper.photos.receive import receive, register
from merchant_helper.shops.model import Shop

ZALO = "z5123456789012_0123456789abcdef0123456789abcdef.jpg"
CHAT, CAMERA = (1280, 960), (1300, 975)
SMALL_SCENE = scenes.draw(3, shape="jar", size=(320, 240)).image


def jpeg(
    size: tuple[int, int] = CHAT, quality: int = 75, *, camera: bool = False, **options: object
) -> bytes:
    """Write a picture of a size; ``camera`` puts a maker's name and model into it."""
    exif = Image.Exif()
    if camera:
        exif[0x010F], exif[0x0110] = "OPPO", "CPH2159"
    else:
        exif[0x0112] = 1
    return scenes.encode(SMALL_SCENE.resize(size), quality=quality, exif=exif.tobytes(), **options)


@pytest.mark.parametrize(
    "name",
    [
        *(ZALO, "z5123456789012.jpg", "z5123456789012_0123456789abcdef0123456789abcdef (1).jpg"),
        *("received_1234567890123456.jpeg", "FB_IMG_1700000000000.jpg"),
        *("412345678_122101234567890123_8123456789012345678_n.jpg", "IMG-20260101-WA0001.jpg"),
        *("WhatsApp Image 2026-01-01 at 10.00.00.jpeg", "photo_2026-01-01_10-00-00.jpg"),
    ],
)
def test_names_that_chats_give(name: str) -> None:
    assert named_by_chat(name)
    assert seems_forwarded(jpeg(CAMERA, 95), CAMERA, name)


@pytest.mark.parametrize(
    "name",
    [
        *("IMG_20260101_101010.jpg", "DSC_0001.JPG", "20260101_101010.jpg", "image.jpg", "", ".jpg"),
        *("P1000123.JPG", "received.jpg", "z1.jpg", "zalo.jpg", "photo.jpg", "PXL_20260101_101010123.jpg"),
    ],
)
def test_names_that_cameras_and_people_give(name: str) -> None:
    assert not named_by_chat(name)
    assert not seems_forwarded(jpeg(CAMERA, 95), CAMERA, name)


@pytest.mark.parametrize("size", [(1280, 960), (960, 720), (2048, 1536), (1080, 1437), (1600, 1200)])
@pytest.mark.parametrize("quality", [70, 80, 85])
def test_size_and_packing_tell_together(size: tuple[int, int], quality: int) -> None:
    assert seems_forwarded(jpeg(size, quality), size, "image.jpg")
    assert seems_forwarded(jpeg(size, quality, progressive=True), size[::-1], "image.jpg")


@pytest.mark.parametrize(
    ("size", "quality"), [((1280, 960), 90), ((1300, 975), 75), ((800, 600), 75), ((2049, 1000), 75)]
)
def test_one_of_them_alone_tells_nothing(size: tuple[int, int], quality: int) -> None:
    assert not seems_forwarded(jpeg(size, quality), size, "image.jpg")


@pytest.mark.parametrize("name", [ZALO, "IMG_0001.jpg"])
def test_a_photo_with_its_cameras_name_never_is(name: str) -> None:
    assert not seems_forwarded(jpeg(CHAT, 70, camera=True), CHAT, name)


def test_a_full_photo_sent_by_chat_was_not_made_smaller() -> None:
    large = (LONGEST + 1, 1500)
    assert not seems_forwarded(jpeg(large, 75), large, ZALO)


def test_other_formats_say_nothing() -> None:
    file = io.BytesIO()
    SMALL_SCENE.resize(CHAT).save(file, "PNG")
    assert not seems_forwarded(file.getvalue(), CHAT, ZALO)


@pytest.mark.parametrize("backdrop", ["white", "table", "clutter"])
def test_drawn_scenes_as_a_camera_writes_them_never_are(backdrop: scenes.Backdrop) -> None:
    image = scenes.draw(5, backdrop=backdrop, size=(1600, 1200)).image
    assert not seems_forwarded(scenes.encode(image), image.size, "scene.jpg")


def test_tables_of_sixteen_bits_are_read() -> None:
    table = b"\x10" + b"".join((57).to_bytes(2, "big") for _n in range(64))
    head = b"\xff\xd8\xff\xdb" + (len(table) + 2).to_bytes(2, "big") + table + b"\xff\xda\x00\x02"
    assert seems_forwarded(head, CHAT, "image.jpg")


GOOD = jpeg()


@given(st.integers(0, 700), st.binary(max_size=12), st.integers(0, 700))
def test_damaged_heads_are_judged_without_an_accident(at: int, junk: bytes, end: int) -> None:
    seems_forwarded(GOOD[:at] + junk + GOOD[at + len(junk) : at + end], CHAT, "image.jpg")


@given(st.binary(max_size=60), st.text(max_size=60))
def test_anything_at_all_is_judged(body: bytes, name: str) -> None:
    exif = b"\xff\xd8\xff\xe1" + (len(body) + 8).to_bytes(2, "big") + b"Exif\0\0" + body
    assert seems_forwarded(exif, CHAT, name) == named_by_chat(name)


def test_it_is_said_as_a_hint_that_asks_nothing(tmp_path: Path, session: Session) -> None:
    shop = Shop(name="Tiệm", laptop_of="Lan")
    session.add(shop)
    session.flush()
    data = scenes.encode(scenes.draw(31, shape="box", size=(1280, 960)).image, quality=80)
    received = receive(FileStore(tmp_path), io.BytesIO(data), ZALO)
    photo = register(session, shop.id, received)
    (issue,) = [issue for issue in photo.found() if issue.code == "photo.forwarded"]
    assert issue.severity == "hint" and "Zalo" in issue.message()
    assert photo.doubts(cover=True) == []


def test_a_file_that_went_away_is_the_callers_matter(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        forwarded(tmp_path / "gone", CHAT, ZALO)
