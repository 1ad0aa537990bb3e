"""The editor of one photo: steps forth and back, also without a script, and never past a shop's wall."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
import scenes
from PIL import Image

from merchant_helper.photos.model import Cutout, Photo, PhotoEdit
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.wizard.walk import Walk, first_product, jpeg

STROKE = json.dumps([{"do": "erase", "r": 0.03, "p": [[0.5, 0.5], [0.52, 0.55]]}])


class Editing:
    """Hold one product with a photo that was cut out."""

    def __init__(self, client: Client, services: Services, seed: int = 1) -> None:
        self.client, self.services = client, services
        self.walk = Walk(client)
        self.walk.new_shop()
        self.walk.opening(self.walk.start())
        self.walk.photos([jpeg(seed)])
        shop_id = self.walk.shop.rsplit("/", 1)[1]
        with services.database.read() as session:
            self.id = session.query(Photo.id).filter_by(shop_id=shop_id).scalar()
        png = io.BytesIO()
        scenes.draw(seed).alpha.save(png, "PNG")
        self.engine_mask = services.files.keep(png.getvalue()).sha256
        with services.database.write() as session:
            session.merge(
                Cutout(photo_id=self.id, state="done", engine="plain", mask_sha256=self.engine_mask)
            )

    def url(self, mode: str) -> str:
        return f"{self.walk.listing}/photos/{self.id}/edit/{mode}"

    def open(self, mode: str) -> Page:
        return self.client.read(self.url(mode))

    def send(self, mode: str, **fields: Any) -> Page:
        page = self.open(mode)
        version = next(page.find("input", name="version")).get("value")
        return self.client.send(self.url(mode), {"version": version, **fields}, 200)

    def photo(self) -> tuple[Any, str | None, str]:
        """Tell edits, the mask that counts and the original's sum."""
        with self.services.database.read() as session:
            photo = session.get_one(Photo, self.id)
            return photo.edited(), photo.mask(), photo.sha256

    def steps(self) -> list[tuple[str, int]]:
        with self.services.database.read() as session:
            return [(e.kind, e.undone) for e in session.query(PhotoEdit).order_by(PhotoEdit.number)]


@pytest.fixture
def editing(client: Client, services: Services) -> Editing:
    return Editing(client, services)


def test_strokes_correct_the_mask_and_undo_brings_the_engines_mask_back(editing: Editing) -> None:
    page = editing.send("cut", strokes=STROKE)
    edits, mask, sha256 = editing.photo()
    assert edits.hand and mask not in (None, editing.engine_mask)
    with Image.open(editing.services.files.path(str(mask))) as corrected:
        assert np.asarray(corrected)[450, 600] == 0
    page = page.submit(press="Bỏ bước vừa sửa")
    assert editing.photo() == (edits.__class__(), editing.engine_mask, sha256)
    page.submit(press="Làm lại bước vừa bỏ")
    assert editing.photo() == (edits, mask, sha256)
    assert editing.services.files.verify(editing.engine_mask) and editing.services.files.verify(sha256)


def test_a_new_step_after_an_undone_one_leaves_nothing_to_bring_back(editing: Editing) -> None:
    editing.send("frame", do="turn-right")
    editing.send("frame", do="undo")
    page = editing.send("frame", do="turn-left")
    assert editing.photo()[0].turn == 270
    assert "Làm lại bước vừa bỏ" not in page.text
    editing.send("frame", do="undo")
    editing.send("frame", do="redo")
    assert editing.photo()[0].turn == 270
    assert [kind for kind, _undone in editing.steps()] == ["turn", "turn"]


@pytest.mark.parametrize(
    ("presses", "told"),
    [
        (["turn-right", "turn-right"], {"turn": 180}),
        (["lean-left", "lean-left"], {"straighten": 2.0}),
        (["trim-left", "trim-left"], {"crop": (0.1, 0.0, 1.0, 1.0)}),
        (["trim-bottom", "turn-right"], {"crop": (pytest.approx(0.05), 0.0, 1.0, 1.0), "turn": 90}),
        (["to-product", "whole"], {"crop": None}),
        (["turn-left", "reset"], {"turn": 0}),
    ],
)
def test_plain_buttons_turn_and_crop(editing: Editing, presses: list[str], told: dict[str, Any]) -> None:
    for press in presses:
        editing.send("frame", do=press)
    edits = editing.photo()[0]
    assert {name: getattr(edits, name) for name in told} == told


def test_cropping_stops_before_nothing_is_left(editing: Editing) -> None:
    for _time in range(20):
        page = editing.send("frame", do="trim-top")
    assert editing.photo()[0].crop == (0.0, pytest.approx(0.9), 1.0, 1.0)
    assert "nhỏ quá" in page.text


def test_squares_hide_without_a_script(editing: Editing) -> None:
    page = editing.open("hide").submit({"square": ["0", "7"]})
    assert [area.box for area in editing.photo()[0].blur] == [
        (0, 0, 0.2, 0.16667),
        (0.4, 0.16667, 0.6, 0.33333),
    ]
    page = page.submit()
    assert "Chưa có chỗ nào được tô" in page.text and len(editing.steps()) == 1


def test_the_light_is_a_switch(client: Client, services: Services) -> None:
    editing = Editing(client, services)
    with services.database.write() as session:
        dark = scenes.encode(scenes.draw(2, exposure=0.4).image)
        session.get_one(Photo, editing.id).sha256 = services.files.keep(dark).sha256
    before = client.raw.get(f"{editing.walk.shop}/photos/{editing.id}/large.jpg").data
    page = editing.open("light").submit(press="Sửa cho sáng")
    lit = client.raw.get(f"{editing.walk.shop}/photos/{editing.id}/large.jpg").data
    page.submit(press="Giữ ánh sáng gốc")
    again = client.raw.get(f"{editing.walk.shop}/photos/{editing.id}/large.jpg").data
    assert brightness(lit) > brightness(before) + 5 and brightness(again) == brightness(before)
    assert editing.photo()[0].light == "original"


def brightness(data: bytes) -> float:
    return float(np.asarray(Image.open(io.BytesIO(data)).convert("L")).mean())


def test_a_brush_for_another_shops_photo_is_a_404_and_writes_nothing(
    client: Client, services: Services
) -> None:
    theirs = Editing(client, services, seed=3)
    mine = Editing(client, services, seed=4)
    for listing, photo in ((mine.walk.listing, theirs.id), (theirs.walk.listing, mine.id)):
        for mode in ("cut", "hide"):
            url = f"{listing}/photos/{photo}/edit/{mode}"
            assert client.raw.get(url).status_code == 404
            client.send(url, {"strokes": STROKE}, 404)
        assert client.raw.get(f"{listing}/photos/{photo}/veil.png").status_code == 404
    assert mine.steps() == [] and theirs.photo()[1] == theirs.engine_mask


def test_nonsense_is_said_and_leaves_nothing(editing: Editing) -> None:
    kept = set(editing.services.files.all_hashes())
    for strokes in ("{", '[{"r": NaN, "p": [[0.5, 0.5]]}]', json.dumps([{"r": 0.02, "p": [[0, 0]] * 2001}])):
        page = editing.send("cut", strokes=strokes)
        assert list(page.find("div", class_="notice warn"))
    assert editing.steps() == [] and set(editing.services.files.all_hashes()) == kept


@pytest.mark.parametrize("verb", ["cut", "hide", "strokes", "blur", "came", "\u270d"])
def test_a_word_that_no_button_has_is_said_and_leaves_nothing(editing: Editing, verb: str) -> None:
    for mode in ("cut", "hide", "frame"):
        page = editing.send(mode, do=verb, strokes=STROKE)
        assert list(page.find("div", class_="notice warn"))
    assert editing.steps() == []


def test_two_tabs_lose_nothing_of_each_other(editing: Editing) -> None:
    old = editing.open("frame")
    editing.send("cut", strokes=STROKE)
    page = old.submit(press="Xoay sang phải")
    assert "vừa được sửa ở chỗ khác" in page.text and editing.photo()[0].turn == 0
    page = editing.client.send(editing.url("hide"), {"version": "0-0", "strokes": STROKE}, 200)
    assert "được thêm vào sau" in page.text
    assert [kind for kind, _undone in editing.steps()] == ["strokes", "blur"]


def test_pictures_show_what_was_done_and_the_original_stays(editing: Editing) -> None:
    shop = editing.walk.shop
    sizes = {}
    for name in ("before", "after"):
        sizes[name] = Image.open(
            io.BytesIO(editing.client.raw.get(f"{shop}/photos/{editing.id}/large.jpg").data)
        ).size
        editing.send("frame", do="turn-right")
    assert sizes["after"] == sizes["before"][::-1]
    before = editing.client.raw.get(f"{shop}/photos/{editing.id}/before.jpg").data
    assert Image.open(io.BytesIO(before)).size == sizes["before"]


@pytest.mark.parametrize(
    ("mode", "step"),
    [("hide", {"strokes": STROKE}), ("frame", {"do": "trim-left"}), ("hide", {"do": "redo"})],
    ids=["hidden", "cropped", "hidden again"],
)
def test_files_made_before_a_part_was_hidden_are_given_to_nobody(
    client: Client, services: Services, mode: str, step: dict[str, str]
) -> None:
    walk, _kit = first_product(client)
    with services.database.read() as session:
        shop_id, photo_id = session.query(Photo.shop_id, Photo.id).first()
    address, version = f"{walk.listing}/photos/{photo_id}/edit/", "0-0"
    if step.get("do") == "redo":
        client.send(f"{address}hide", {"strokes": STROKE})
        client.send(f"{address}hide", {"do": "undo", "version": "1-1"})
        version = "1-0"
    made = client.read(f"{walk.shop}/export").submit({"pictures": "file"}).url
    assert client.raw.get(f"{made}.zip").status_code == 200
    exports = services.folder.cache / "exports" / shop_id
    (exports / "sheets").mkdir()
    client.send(address + mode, {"version": version, **step})
    assert client.raw.get(f"{made}.zip").status_code == client.raw.get(made).status_code == 404
    assert [at.name for at in exports.iterdir()] == ["sheets"]


def test_a_template_that_was_filled_loses_its_pictures_and_one_that_waits_stays(editing: Editing) -> None:
    fills = editing.services.folder.cache / "exports" / editing.walk.shop.rsplit("/", 1)[1] / "fills"
    filled, waits = fills / ("a" * 16), fills / ("b" * 16)
    (filled / "out" / "images").mkdir(parents=True)
    waits.mkdir()
    for file in (filled / "out" / "images" / "1.jpg", filled / "out.zip", waits / "template.xlsx"):
        file.write_bytes(b"x")
    editing.send("hide", strokes=STROKE)
    assert not (filled / "out").exists() and not (filled / "out.zip").exists()
    assert (waits / "template.xlsx").is_file()


def test_the_veil_covers_what_was_cut_away(editing: Editing) -> None:
    answer = editing.client.raw.get(f"{editing.walk.listing}/photos/{editing.id}/veil.png")
    veil = np.asarray(Image.open(io.BytesIO(answer.data)))
    assert veil.shape[2] == 4 and veil[0, 0, 3] > 100 and veil[veil.shape[0] // 2, veil.shape[1] // 2, 3] == 0


def test_a_photo_without_a_cut_out_has_no_cutting_page(editing: Editing) -> None:
    with editing.services.database.write() as session:
        session.delete(session.get_one(Cutout, editing.id))
    assert editing.open("cut").url.endswith("/hide")
    assert "Giữ lại, xóa đi" not in editing.open("light").links


def test_both_pages_with_photos_lead_to_the_editor(editing: Editing) -> None:
    review = editing.walk.open("review").follow("Sửa ảnh này")
    assert review.step == "photo-edit" and review.follow("Quay lại").step == "review"
    nothing_drawn = review.submit(press="Xong")
    assert nothing_drawn.step == "review" and editing.steps() == []
