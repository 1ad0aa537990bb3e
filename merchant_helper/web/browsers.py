"""Tell browsers apart by what they say of themselves, as far as a person needs it."""

from __future__ import annotations

# What apps put into the name of the browser that they bring along. Read in public lists of user agents.
IN_APP = {
    "Zalo": "Zalo",
    "FBAN": "Facebook",
    "FBAV": "Facebook",
    "FB_IAB": "Facebook",
    "Instagram": "Instagram",
    "BytedanceWebview": "TikTok",
    "musical_ly": "TikTok",
}
# Those that name another one after themselves stand before it.
BROWSERS = {
    "coc_coc": "Cốc Cốc",
    "SamsungBrowser": "Samsung Internet",
    "EdgA": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
PHONES = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android"}


def is_in_app(agent: str) -> bool:
    """Tell whether this is the browser inside an app, which may refuse to choose photos or to save files."""
    return any(mark in agent for mark in IN_APP) or "; wv)" in agent


def describe(agent: str) -> str:
    """Name a browser and its phone for a person: "Zalo, Android"."""
    browser = _first({**IN_APP, **BROWSERS}, agent) or "?"
    phone = _first(PHONES, agent)
    return f"{browser}, {phone}" if phone else browser


def _first(names: dict[str, str], agent: str) -> str | None:
    return next((name for mark, name in names.items() if mark in agent), None)
