"""Browsers are told apart by what they say of themselves."""

from __future__ import annotations

import pytest

from merchant_helper.web.browsers import describe, is_in_app

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"

SEEN = [
    (f"{ANDROID}) {KIT} Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome, Android", False),
    (f"{ANDROID}) {KIT} SamsungBrowser/26.0 Chrome/122.0", "Samsung Internet, Android", False),
    (f"{ANDROID}) {KIT} coc_coc_browser/120.0 Chrome/114.0 Mobile Safari/537.36", "Cốc Cốc, Android", False),
    (f"{ANDROID}) {KIT} Chrome/130.0 Mobile Safari/537.36 EdgA/130.0", "Edge, Android", False),
    (f"{ANDROID}) {KIT} Chrome/130.0 Mobile Safari/537.36 OPR/84.0", "Opera, Android", False),
    ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", "Firefox, Android", False),
    (f"{ANDROID}; wv) {KIT} Chrome/130.0 Zalo android/241001", "Zalo, Android", True),
    (f"{ANDROID}; wv) {KIT} Version/4.0 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android", True),
    (f"{ANDROID}; wv) {KIT} Chrome/130.0 [FB_IAB/FB4A;FBAV/480.0]", "Facebook, Android", True),
    (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone", False),
    (f"{IPHONE} CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone", False),
    (f"{IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15", "Firefox, iPhone", False),
    (f"{IPHONE} Mobile/15E148 Zalo iOS/580 ZaloTheme/light", "Zalo, iPhone", True),
    (f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]", "Facebook, iPhone", True),
    (f"{IPHONE} Mobile/15E148 Instagram 350.0", "Instagram, iPhone", True),
    (f"{IPHONE} Mobile/15E148 musical_ly_37.0 BytedanceWebview", "TikTok, iPhone", True),
    ("", "?", False),
    ("\x00<script>alert(1)</script>\n", "?", False),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "name", "in_app"), SEEN, ids=[f"{n}-{s[1]}" for n, s in enumerate(SEEN)])
def test_a_browser_is_named_for_a_person(agent: str, name: str, in_app: bool) -> None:
    assert (describe(agent), is_in_app(agent)) == (name, in_app)


def test_nothing_of_what_it_says_gets_into_the_name() -> None:
    assert len(describe("Chrome Android " * 10_000)) < 40
