"""The file that she takes home: what it shows, what it holds, and what never gets into it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from little_shop import Laptop, laptop
from PIL import Image

from merchant_helper.db.base import utc_now
from merchant_helper.errors import DiskFull
from merchant_helper.handover import profile
from merchant_helper.handover.profile import ProfileUnwritable, state_of, write_profile
from merchant_helper.handover.profile_history import listing_data
from merchant_helper.handover.profile_pictures import natural_rule
from merchant_helper.listings import ledger
from merchant_helper.listings.model import Answer, Listing
from merchant_helper.shops import visits


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Laptop]:
    """Give the laptop on which the shop began."""
    with laptop(tmp_path / "lan") as lan:
        yield lan


class Reader(HTMLParser):
    """Read a page: its tags with what they carry, and its words."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.cdata_elem is None:
            self.words += data


def pictures(file: Path) -> dict[str, Image.Image]:
    found = {}
    for tag, attributes in Reader(file).tags:
        if tag == "img":
            content = base64.b64decode((attributes["src"] or "").partition("base64,")[2])
            found[attributes["id"] or ""] = Image.open(io.BytesIO(content))
    return found


def block(file: Path) -> tuple[str, str]:
    match = re.search(
        r'<script type="application/json" id="ho-so-cua-hang" data-sha256="(\w+)">(.*?)</script>',
        file.read_text("utf-8"),
    )
    assert match
    return match[1], match[2]


def test_page_reads_well_and_loads_nothing(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop(co="cô", nghin="ngàn")
    lan.product(shop, [lan.photo(shop, 1, cut_out=True), lan.photo(shop, 2)])
    page = Reader(lan.write(shop, tmp_path / "out.html"))
    for words in (
        "Bánh tráng Cô Tư",
        "Bánh tráng phơi sương «Cô Tư» & <b>con</b>",
        "45.000 đồng (bốn mươi lăm ngàn đồng) một gói",
        "Để dán vào Facebook",
        "Để dán vào Zalo",
        "Không ai trong đội gọi lại hỏi OTP, thu tiền hay xin căn cước",
        "cô đưa tệp này: họ mở lại được",
        "không cần mạng",
        "Ảnh bìa nền trắng",
    ):
        assert words in page.words
    assert "b" not in [tag for tag, _ in page.tags]
    policies = [a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]
    outside = [
        (tag, v) for tag, a in page.tags for k, v in a.items() if k in ("src", "href", "srcset", "action")
    ]
    assert outside
    assert all((v or "").startswith(("data:image/", "#")) for _, v in outside)
    assert [a["type"] for tag, a in page.tags if tag == "script"] == ["application/json"]
    assert not any(name.startswith("on") for _, a in page.tags for name in a)


def test_contents_lead_to_every_product(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    for name in ("Một", "Hai", "Ba"):
        lan.product(shop, name=name)
    page = Reader(lan.write(shop, tmp_path / "out.html"))
    ids = {a["id"] for _, a in page.tags if "id" in a}
    links = [(a["href"] or "")[1:] for tag, a in page.tags if tag == "a"]
    assert len(links) == 5
    assert set(links) <= ids


def test_pictures_are_small_and_bare_and_stand_once(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    cover, plain = lan.photo(shop, 1, cut_out=True, size=(2600, 1950)), lan.photo(shop, 2)
    lan.product(shop, [cover, plain])
    lan.product(shop, [cover])
    found = pictures(lan.write(shop, tmp_path / "out.html"))
    assert sorted(found) == ["m1", "p1", "p2", "w1"]
    assert found["p1"].size == found["m1"].size == (2000, 1500)
    assert found["p2"].size == (800, 600)
    assert found["w1"].getpixel((2, 2)) == (255, 255, 255)
    assert all(not {"exif", "icc_profile", "xmp", "comment"} & set(p.info) for p in found.values())


def test_no_place_time_or_name_of_a_file_gets_out(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    exif = Image.Exif()
    exif[0x010F] = "CANARYPHONE"
    exif[0x9003] = "2026:11:19 06:07:08"
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 13.0, 51.0), 29: "CANARYPLACE"})
    photo = lan.photo(shop, 1, exif=exif.tobytes())
    assert b"CANARYPHONE" in lan.store.path(photo.sha256).read_bytes()
    lan.product(shop, [photo])
    visit = visits.begin(lan.session, shop, who="Lan")
    visits.join(visit, key_sha256="c0ffee" * 10, browser="CANARYBROWSER", picture="hen", number=4)
    visit.digits, visit.folder = "73914826", "/srv/CANARYFOLDER"
    lan.session.flush()
    lan.product(lan.shop("CANARYSHOP"), name="CANARYPRODUCT")
    file = lan.write(shop, tmp_path / "out.html")
    raw = file.read_bytes() + b"".join(_bytes(p) for p in pictures(file).values())
    for canary in (b"CANARY", b"IMG_1", b"2026:11:19", b"c0ffee", b"73914826", str(tmp_path).encode()):
        assert canary not in raw
    assert all(not p.getexif() for p in pictures(file).values())


def _bytes(picture: Image.Image) -> bytes:
    picture.fp.seek(0)  # type: ignore[union-attr]
    return picture.fp.read()  # type: ignore[union-attr]


def test_what_a_sheet_told_goes_along() -> None:
    answers = [
        Answer(seq=n, field="name", value="Mắm", given_by="local", given_at=utc_now(), page_version=version)
        for n, version in enumerate((0, ledger.OF_A_SHEET, 10**9), start=1)
    ]
    listing = Listing(id="abcd", number=1, created_at=utc_now(), answers=answers)
    assert [a.page_version for a in listing_data(listing, None).answers] == [0, 1_000_000, 1_000_000]


def test_data_know_roles_and_their_own_sum(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    lan.product(shop, name="</script><script>alert(1)</script>")
    total, text = block(lan.write(shop, tmp_path / "out.html"))
    assert hashlib.sha256(text.encode()).hexdigest() == total
    data = json.loads(text)
    assert {a["given_by"] for a in data["listings"][0]["answers"]} == {"volunteer", "owner", "program"}
    assert "laptop_of" not in data["shop"]
    assert "local" not in text


def test_visits_say_who_came_and_what_was_done(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    visit = visits.begin(lan.session, shop, who="Lan và Minh")
    listing = ledger.start(lan.session, shop.id)
    ledger.write(listing, {"name": "Mới"}, by="local")
    page = Reader(lan.write(shop, tmp_path / "out.html"))
    assert "làm 1 món. Đội 1 – Lan và Minh" in page.words
    assert visit.digits not in page.words.replace(str(visit.started_at.year), "")


def test_lost_photo_is_told_and_stops_nothing(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    broken, fine = lan.photo(shop, 1), lan.photo(shop, 2)
    lan.product(shop, [broken, fine])
    lan.store.path(broken.sha256).write_bytes(b"\xff\xd8\xff torn")
    record = write_profile(lan.session, shop, lan.store, lan.cache, tmp_path / "out.html")
    assert (record.products, record.photos, record.lost) == (1, 2, 1)
    assert record.bytes == (tmp_path / "out.html").stat().st_size
    assert "Có 1 ảnh chưa đưa vào đây được" in Reader(tmp_path / "out.html").words
    assert list(pictures(tmp_path / "out.html")) == ["p2"]


def test_photo_taken_off_stays_at_home(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    unwanted, wanted = lan.photo(shop, 1), lan.photo(shop, 2)
    listing = lan.product(shop, [unwanted, wanted])
    ledger.write(listing, {"photos": [wanted.id]}, by="local")
    assert len(pictures(lan.write(shop, tmp_path / "out.html"))) == 1


def test_product_put_away_comes_last_and_says_so(lan: Laptop, tmp_path: Path) -> None:
    shop = lan.shop()
    ledger.write(lan.product(shop, name="Đã cất"), {"removed": True}, by="local")
    lan.product(shop, name="Đang bán")
    words = Reader(lan.write(shop, tmp_path / "out.html")).words
    assert words.index("Đang bán") < words.index("Đã cất") < words.index("đang được cất đi")


def test_state_follows_every_change(lan: Laptop) -> None:
    shop = lan.shop()
    listing = lan.product(shop, [lan.photo(shop)])
    seen = [state_of(lan.session, shop), state_of(lan.session, shop)]
    assert len(set(seen)) == 1
    ledger.write(listing, {"price": 50_000}, by="local")
    seen.append(state_of(lan.session, shop))
    shop.name = "Tên khác"
    seen.append(state_of(lan.session, shop))
    visits.begin(lan.session, shop)
    seen.append(state_of(lan.session, shop))
    assert len(set(seen)) == 4


def test_failed_writing_leaves_the_file_of_before(
    lan: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = lan.shop()
    lan.product(shop)
    file = lan.write(shop, tmp_path / "out.html")
    before = file.read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(profile, "_write", full)
    with pytest.raises(DiskFull):
        lan.write(shop, file)
    assert file.read_bytes() == before
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []


def test_pictures_that_vanish_meanwhile_are_made_again(
    lan: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = lan.shop()
    lan.product(shop, [lan.photo(shop)])
    real, calls = profile.prepare, []

    def and_lose(*args: object) -> object:
        made = real(*args)  # type: ignore[arg-type]
        calls.append(1)
        if len(calls) == 1:
            for file in (lan.cache / "pictures").iterdir():
                file.unlink()
        return made

    monkeypatch.setattr(profile, "prepare", and_lose)
    assert len(pictures(lan.write(shop, tmp_path / "out.html"))) == 1
    assert len(calls) == 2


@pytest.mark.parametrize(
    "bound", ["profile_data.MOST_ANSWERS", "profile.MOST_DATA_BYTES", "profile.MOST_BYTES"]
)
def test_shop_beyond_the_bounds_is_said(
    bound: str, lan: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = lan.shop()
    monkeypatch.setattr(f"merchant_helper.handover.{bound}", 3)
    lan.product(shop)
    with pytest.raises(ProfileUnwritable) as refused:
        lan.write(shop, tmp_path / "out.html")
    assert refused.value.issue.code == "profile.too_much"
    assert list(tmp_path.glob("*.html")) == []


def test_many_photos_are_made_smaller() -> None:
    sizes = [natural_rule(count).size for count in (0, 30, 200, 201, 900, 5000)]
    assert sizes == [2000, 2000, 2000, 1200, 800, 800]
