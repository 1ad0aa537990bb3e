"""Which files go with a shop, and which another shop still needs."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.orm import Session

from merchant_helper.photos.editing import add
from merchant_helper.photos.farewell import in_use, own_files, sweep
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo, PhotoEdit
from merchant_helper.shops.model import Shop


def photo(session: Session, shop: str, sha: str, mask: str | None = None) -> None:
    row = Photo(shop_id=shop, sha256=sha, size=1, width=1, height=1, format="JPEG")
    row.cutout = Cutout(mask_sha256=mask) if mask else None
    session.add(row)


def test_only_what_no_other_shop_needs_goes(session: Session) -> None:
    session.add_all(Shop(id=i, name=i, laptop_of="Lan") for i in ("mine", "other"))
    photo(session, "mine", "a", mask="m")
    photo(session, "mine", "shared", mask="both")
    photo(session, "other", "shared", mask="both")
    session.flush()
    assert own_files(session, "mine") == {"a", "m"}
    assert in_use(session, {"a", "both", "gone"}) == {"a", "both"}


def test_masks_corrected_by_hand_go_with_the_shop_also_those_taken_back(session: Session) -> None:
    session.add(Shop(id="mine", name="mine", laptop_of="Lan"))
    photo(session, "mine", "a", mask="m")
    session.flush()
    (row,) = session.query(Photo)
    stroke = {"strokes": [{"r": 0.02, "p": [[0.5, 0.5]]}]}
    add(row, "strokes", stroke, by="local", mask="by hand", base="m").undone = 1
    session.flush()
    assert own_files(session, "mine") == {"a", "m", "by hand"} == in_use(session, {"a", "m", "by hand"})
    session.delete(row)
    session.flush()
    assert not session.query(PhotoEdit).all()


def test_only_old_files_without_a_row_are_swept(session: Session, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    used, left, fresh = (store.keep(content).sha256 for content in (b"used", b"left", b"fresh"))
    session.add(Shop(id="mine", name="mine", laptop_of="Lan"))
    photo(session, "mine", used)
    session.flush()
    for sha in (used, left):
        os.utime(store.path(sha), (0, 0))
    assert sweep(session, store) == 1
    assert set(store.all_hashes()) == {used, fresh}
