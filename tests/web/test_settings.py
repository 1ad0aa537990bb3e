"""Settings: listed once, read from the environment, and a wrong value stops the start."""

from __future__ import annotations

import pytest

from merchant_helper.web import create_app
from merchant_helper.web.settings import SETTINGS, WrongSetting, defaults, from_environment


def test_every_setting_has_a_sentence_and_one_name() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.name.isupper() and len(setting.sentence.split()) > 4


def test_only_what_is_set_is_read() -> None:
    assert from_environment(
        {"MERCHANT_HELPER_PROXIES": " 2 ", "MERCHANT_HELPER_OTHER": "x", "DATA": "y"}
    ) == {"PROXIES": 2}
    assert from_environment({"MERCHANT_HELPER_SECURE_COOKIES": "On"}) == {"SECURE_COOKIES": True}
    assert defaults()["MAX_UPLOAD_MB"] == 400


@pytest.mark.parametrize(
    ("name", "text"),
    [("PROXIES", "two"), ("PROXIES", "-1"), ("SECURE_COOKIES", "maybe"), ("MODEL_URL", "localhost:11434/v1")],
)
def test_a_wrong_value_stops_the_start_and_says_why(name: str, text: str) -> None:
    with pytest.raises(WrongSetting, match=f"MERCHANT_HELPER_{name}.*(write|begin)"):
        from_environment({f"MERCHANT_HELPER_{name}": text})


def test_no_config_means_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCHANT_HELPER_MAX_UPLOAD_MB", "5")
    assert create_app().config["MAX_CONTENT_LENGTH"] == 5_000_000
    assert create_app({}).config["MAX_CONTENT_LENGTH"] == 400_000_000
