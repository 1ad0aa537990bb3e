"""The layout: every piece of it on the sample pages, and what every page shares."""

from __future__ import annotations

import pytest

from web.page_reader import Client

PAGES = ("/sample/step", "/sample/one", "/sample/photos", "/sample/kit", "/sample/list")


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sample_page_keeps_the_rules(client: Client, url: str, language: str) -> None:
    client.raw.set_cookie("lang", language)
    page = client.read(url)
    assert page.dom.get("lang") == language
    assert "Nước mắm Bà Sáu" in page.title
