"""Pictures go into a store that speaks S3 over plain http, and come out of it again."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from merchant_helper.network.store import CACHE, Store, StoreAddress, StoreError, WrongStore
from network.small_store import small_store

needs_obstore = pytest.mark.skipif(
    find_spec("obstore") is None, reason="obstore is not installed here (extra: store)"
)
JPEG = b"\xff\xd8\xff\xe0picture"


@needs_obstore
def test_a_store_that_speaks_s3_takes_shows_and_gives_back() -> None:
    with small_store() as there:
        store = Store(StoreAddress("s3://anh/tiem", there.url, "", "name", "key"))
        store.put("a.jpg", JPEG, "image/jpeg")
        assert there.kept == {"/anh/tiem/a.jpg": ("image/jpeg", JPEG)}
        assert "Credential=name/" in there.signed[0] and "key" not in there.signed[0]
        assert (store.has("a.jpg"), store.has("b.jpg")) == (True, False)
        store.delete(["a.jpg", "never-there.jpg"])
        assert there.kept == {} and not store.has("a.jpg")
        store.delete([])


@needs_obstore
def test_a_store_that_refuses_is_told_of_without_its_words() -> None:
    with small_store() as there:
        there.shut = True
        store = Store(StoreAddress("s3://anh", there.url, "", "name", "key"))
        with pytest.raises(StoreError) as told:
            store.put("a.jpg", JPEG, "image/jpeg")
        with pytest.raises(StoreError):
            store.delete(["a.jpg"])
    assert "key" not in str(told.value) and "127.0.0.1" not in str(told.value)


@needs_obstore
def test_a_folder_may_be_the_store(tmp_path: Path) -> None:
    store = Store(StoreAddress((tmp_path / "anh").as_uri()))
    store.put("a.jpg", JPEG, "image/jpeg")
    assert (tmp_path / "anh" / "a.jpg").read_bytes() == JPEG and store.has("a.jpg")
    store.delete(["a.jpg", "b.jpg"])
    assert not store.has("a.jpg")


@pytest.mark.parametrize("url", ["http://anh.vn", "anh", "", "file://", "ftp://anh/"])
def test_what_is_no_store_says_what_to_write(url: str) -> None:
    with pytest.raises(WrongStore, match="s3://"):
        Store(StoreAddress(url))


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("merchant_helper.network.store.find_spec", lambda _name: None)
    with pytest.raises(WrongStore, match=r"merchant-helper\[store\]"):
        Store(StoreAddress("s3://anh"))


def test_browsers_keep_pictures_long_and_proxies_do_not() -> None:
    assert "max-age=31536000" in CACHE and "immutable" in CACHE and "s-maxage=300" in CACHE
