"""What was hidden or cropped away does not leave with the shop's file, and what was done is told again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from little_shop import Laptop

from merchant_helper.handover.profile import state_of
from merchant_helper.listings.goods import photos_of, products_of
from merchant_helper.photos.editing import add, redo, undo
from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.rendition import render
from merchant_helper.photos.spec import RenditionSpec

HIDDEN = {"boxes": [[0.3, 0.3, 0.7, 0.7]]}
STROKE = {"strokes": [{"r": 0.02, "p": [[0.5, 0.5]]}]}


def test_the_file_shows_the_photo_as_it_was_edited_and_no_other(
    lan: Laptop, minh: Laptop, tmp_path: Path
) -> None:
    shop = lan.shop()
    cover = lan.photo(shop, 1, cut_out=True)
    lan.product(shop, [cover])
    base = cover.mask()
    add(cover, "strokes", STROKE, by="local", mask=base, base=base)
    for kind, value in (
        ("blur", HIDDEN),
        ("turn", {"degrees": 90}),
        ("crop", {"box": [0, 0, 1, 0.5]}),
        ("light", {"light": "original"}),
    ):
        add(cover, kind, value, by="local")
    lan.session.commit()
    shown = render(
        open_upright(lan.store.path(cover.sha256)), RenditionSpec(size=2000, min_size=1), edits=cover.edited()
    )
    shop_id = minh.take(lan.write(shop, tmp_path / "out.html"))
    (back,) = photos_of(minh.session, shop_id).values()
    assert (back.width, back.height) == (shown.width, shown.height) == (600, 400)
    came = np.asarray(open_upright(minh.store.path(back.sha256)).image, int)
    assert np.abs(came - np.asarray(open_upright(shown.data).image, int)).mean() < 3
    told = back.edited()
    assert told == Edits(light="original", came=("hand_corrected", "blurred", "turned", "cropped"))
    picture = products_of(minh.session, shop_id, minh.store)[0].pictures[0]
    assert picture.mask is not None and picture.edits == told
    assert not undo(back) or back.edited().came == told.came


def test_any_step_forth_or_back_makes_another_file(lan: Laptop) -> None:
    shop = lan.shop()
    photo = lan.photo(shop, 1)
    lan.product(shop, [photo])
    states = [state_of(lan.session, shop)]
    add(photo, "turn", {"degrees": 90}, by="local")
    states.append(state_of(lan.session, shop))
    undo(photo)
    states.append(state_of(lan.session, shop))
    redo(photo)
    states.append(state_of(lan.session, shop))
    assert states[0] == states[2] != states[1] == states[3]
    assert photo.edited() != NOTHING
